//! A switch between two states that takes effect at once.

use leptos::prelude::*;

#[component]
pub fn Switch(
    id: &'static str,
    #[prop(into)] label: String,
    #[prop(optional, into)] help: String,
    #[prop(into)] on: Signal<bool>,
    #[prop(into)] on_change: Callback<bool>,
) -> impl IntoView {
    view! {
        <div class="switch-row">
            <input
                id=id
                class="switch"
                type="checkbox"
                role="switch"
                prop:checked=on
                aria-describedby=format!("{id}-help")
                on:change=move |event| on_change.run(event_target_checked(&event))
            />
            <label for=id>{label}</label>
            <p class="field-help" id=format!("{id}-help")>
                {help}
            </p>
        </div>
    }
}
