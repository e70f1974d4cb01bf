//! A dialog over the page. The browser's own `<dialog>` keeps the focus inside, makes the rest inert and gives the
//! focus back at the end; Escape and a click on the veil close it.

use leptos::html;
use leptos::prelude::*;

use super::icon::Icon;
use crate::derived::effect;
use crate::messages::common as text;

#[component]
pub fn Dialog(
    #[prop(into)] title: String,
    #[prop(optional)] test: &'static str,
    #[prop(into)] open: Signal<bool>,
    /// Asked to close, by Escape, the veil or the cross; the owner of `open` decides.
    #[prop(into)]
    on_close: Callback<()>,
    children: ChildrenFn,
) -> impl IntoView {
    let dialog = NodeRef::<html::Dialog>::new();
    let children = StoredValue::new(children);
    let heading = title.clone();
    effect(move || {
        let Some(dialog) = dialog.get() else { return };
        match (open.get(), dialog.open()) {
            (true, false) => drop(dialog.show_modal()),
            (false, true) => dialog.close(),
            _ => {}
        }
    });
    view! {
        <dialog
            node_ref=dialog
            class="dialog"
            aria-label=title
            data-test=(!test.is_empty()).then_some(test)
            on:cancel=move |event: web_sys::Event| {
                event.prevent_default();
                on_close.run(());
            }
            on:click=move |event| {
                let veil = dialog.get_untracked().map(|d| -> web_sys::EventTarget { d.into() });
                if event.target() == veil {
                    on_close.run(());
                }
            }
        >
            <Show when=move || open.get()>
                <div class="dialog-body">
                    <header class="dialog-head">
                        <h2>{heading.clone()}</h2>
                        <button
                            type="button"
                            class="icon-button"
                            aria-label=text::CLOSE
                            data-test="close"
                            on:click=move |_| on_close.run(())
                        >
                            <Icon name="x" />
                        </button>
                    </header>
                    {children.with_value(|children| children())}
                </div>
            </Show>
        </dialog>
    }
}
