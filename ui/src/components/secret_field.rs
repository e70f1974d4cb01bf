//! A field for a secret. What is typed is handed on when the field is left and then gone from the page; from then on
//! the field only says that it is held, and offers to replace it.

use leptos::html::Input;
use leptos::prelude::*;

use super::check_line::CheckState;
use super::field::FieldFrame;
use super::icon::Icon;
use crate::derived::derive;
use crate::messages::common as text;
use crate::node::still_there;

#[component]
pub fn SecretField(
    id: &'static str,
    #[prop(into)] label: String,
    #[prop(optional, into)] help: String,
    /// The host has it: nothing is asked unless the person wants to replace it.
    #[prop(into)]
    held: Signal<bool>,
    /// Takes the text over; the field forgets it before this returns.
    #[prop(into)]
    on_hold: Callback<String>,
    #[prop(optional, into)] error: Signal<Option<String>>,
    #[prop(optional, into)] check: Signal<CheckState>,
) -> impl IntoView {
    let replacing = RwSignal::new(false);
    let revealed = RwSignal::new(false);
    let input = NodeRef::<Input>::new();
    let hand_over = move || {
        // A field that goes away while it has the focus is left when its owner is gone already.
        let Some(input) = input.try_get_untracked().flatten() else { return };
        let typed = input.value();
        if !typed.is_empty() {
            input.set_value("");
            revealed.set(false);
            replacing.set(false);
            let _ = on_hold.try_run(typed);
        }
    };
    view! {
        <FieldFrame id label help error check>
            <Show
                when=move || !held.get() || replacing.get()
                fallback=move || {
                    view! {
                        <span class="input input-held">
                            <Icon name="lock" />
                            <span data-test=format!("{id}-held")>{text::HELD}</span>
                            <button
                                type="button"
                                class="input-action"
                                id=id
                                data-test=format!("{id}-replace")
                                on:click=move |_| {
                                    replacing.set(true);
                                    request_animation_frame(move || {
                                        if let Some(input) = still_there(input) {
                                            let _ = input.focus();
                                        }
                                    });
                                }
                            >
                                {text::REPLACE}
                            </button>
                        </span>
                    }
                }
            >
                <span class="input">
                    <input
                        node_ref=input
                        id=id
                        name=id
                        type=move || if revealed.get() { "text" } else { "password" }
                        autocomplete="off"
                        spellcheck="false"
                        aria-describedby=format!("{id}-help {id}-error")
                        aria-invalid=move || error.with(Option::is_some).then_some("true")
                        on:blur=move |_| hand_over()
                        on:keydown=move |event| {
                            if event.key() == "Enter" {
                                hand_over();
                            }
                        }
                    />
                    <button
                        type="button"
                        class="input-action input-action-icon"
                        aria-label=text::REVEAL
                        aria-pressed=move || revealed.get().to_string()
                        // Keeps the field's focus: leaving it would hand the text over.
                        on:mousedown=|event| event.prevent_default()
                        on:click=move |_| revealed.update(|shown| *shown = !*shown)
                        tabindex="-1"
                    >
                        <Icon name=derive(move || if revealed.get() { "eye-off" } else { "eye" }) />
                    </button>
                </span>
            </Show>
        </FieldFrame>
    }
}
