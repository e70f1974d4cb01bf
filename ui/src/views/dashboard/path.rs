//! The way from dev to prod, between the two cards: lit, or saying why not.

use leptos::prelude::*;

use super::Board;
use crate::board::promote::{Path, path};
use ipc::Environment;

#[component]
pub fn PromotePath(board: Board) -> impl IntoView {
    let state = Memo::new(move |_| {
        board.watch.with(|w| {
            board.tests.with(|tests| match (&w.status, w.stale()) {
                (Some(status), false) => path(status, tests.of(Environment::Dev)),
                _ => Path::Dark { reason: "Unknown until the next check".into() },
            })
        })
    });
    let lit = Memo::new(move |_| state.with(|s| matches!(s, Path::Lit { .. })));
    let words = move || match state.get() {
        Path::Lit { sentence } => sentence,
        Path::Dark { reason } => reason,
    };
    view! {
        <div class="path" class:lit=lit data-test="promote-path" data-lit=move || lit.get().to_string()>
            <p class="path-title">"Promote"</p>
            <svg class="path-arrow" viewBox="0 0 96 16" aria-hidden="true">
                <path d="M1 8H90"></path>
                <path class="path-head" d="M84 2l7 6-7 6"></path>
            </svg>
            <p class="path-words" role="status">
                {words}
            </p>
        </div>
    }
}
