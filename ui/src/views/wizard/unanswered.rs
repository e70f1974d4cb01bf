//! Nobody answered: what that means for what was typed, and a way to ask again.

use ipc::Problem;
use leptos::prelude::*;

use super::store::Store;
use crate::components::{Button, Note, Tone};
use crate::derived::memo;
use crate::messages::wizard as said;
use crate::wizard::Page;

#[component]
pub fn Unanswered(page: Page) -> impl IntoView {
    let store = Store::here();
    let problem = memo(move || store.wizard.with(|wizard| wizard.unanswered(page).cloned()));
    view! {
        <div role="status">
            {move || {
                problem
                    .get()
                    .map(|Problem { message, next, .. }| {
                        view! {
                            <Note tone=Tone::Attention test="unanswered">
                                <p class="note-title">{message}</p>
                                <p>{next} " " {said::GO_ON}</p>
                                <div class="note-actions">
                                    <Button test="ask-again" icon="rotate-ccw" on_press=move |()| store.ask_due(page)>
                                        {said::TRY_AGAIN}
                                    </Button>
                                </div>
                            </Note>
                        }
                    })
            }}
        </div>
    }
}
