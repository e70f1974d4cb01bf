//! The way from dev to prod, between the two cards: lit, or saying why not. It can always be asked; the dialog says what
//! speaks against it.

use leptos::prelude::*;

use super::Board;
use crate::board::promote::{Path, path};
use crate::components::{Button, ButtonKind};
use crate::derived::{derive, memo};
use crate::messages::board::cards as texts;
use ipc::Environment;

#[component]
pub fn PromotePath(board: Board) -> impl IntoView {
    let state = memo(move || {
        board.watch.with(|w| match (&w.status, w.stale()) {
            (Some(status), false) => path(status),
            _ => Path::Dark { reason: texts::PATH_UNKNOWN.into() },
        })
    });
    let lit = memo(move || state.with(|s| matches!(s, Path::Lit { .. })));
    let blocked = derive(move || board.blocked.with(Option::is_some));
    // Without dev there is nothing to ask.
    let there = memo(move || board.there(Environment::Dev));
    let words = move || match state.get() {
        Path::Lit { sentence } => sentence,
        Path::Dark { reason } => reason,
    };
    let button = move || {
        let kind = if lit.get() && !blocked.get() { ButtonKind::Primary } else { ButtonKind::Secondary };
        view! {
            <Button
                kind=kind
                test="promote"
                label=texts::PROMOTE_LABEL
                disabled=derive(move || blocked.get() || !there.get())
                on_press=move |()| board.promoting.set(true)
            >
                {texts::PROMOTE}
            </Button>
        }
    };
    view! {
        <div class="path" class:lit=lit data-test="promote-path" data-lit=move || lit.get().to_string()>
            <svg class="path-arrow" viewBox="0 0 96 16" aria-hidden="true">
                <path d="M1 8H90"></path>
                <path class="path-head" d="M84 2l7 6-7 6"></path>
            </svg>
            {move || button()}
            <p class="path-words" role="status">
                {move || words()}
            </p>
        </div>
    }
}
