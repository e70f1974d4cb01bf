//! A setting that is right for most people: told in a line, and unfolded to be changed. It unfolds by itself where
//! something in it is wrong.

use leptos::prelude::*;

use super::store::Store;
use crate::derived::memo;
use crate::messages::wizard as said;
use crate::wizard::Key;

#[component]
pub fn Adjust(
    /// The stable name for scripts, and the start of the ids within.
    test: &'static str,
    label: &'static str,
    #[prop(into)] summary: Signal<String>,
    /// What is in it.
    fields: &'static [Key],
    children: Children,
) -> impl IntoView {
    let store = Store::here();
    let asked = RwSignal::new(false);
    let wrong = memo(move || {
        store.wizard.with(|wizard| fields.iter().any(|key| wizard.error_beneath(*key).is_some()))
    });
    let open = memo(move || asked.get() || wrong.get());
    let body = format!("{test}-body");
    view! {
        <div class="adjust" data-test=test>
            <span class="field-label">{label}</span>
            <span class="adjust-summary">{summary}</span>
            <button
                type="button"
                class="button button-quiet button-small"
                data-test=format!("{test}-change")
                aria-expanded=move || open.get().to_string()
                aria-controls=body.clone()
                aria-label=move || if open.get() { said::close(label) } else { said::change(label) }
                on:click=move |_| asked.update(|asked| *asked = !*asked)
            >
                {move || if open.get() { said::CLOSE } else { said::CHANGE }}
            </button>
            <div class="adjust-body fields" id=body hidden=move || !open.get()>
                {children()}
            </div>
        </div>
    }
}
