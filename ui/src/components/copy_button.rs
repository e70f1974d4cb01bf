//! Copies a text and says so for a moment.

use std::time::Duration;

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;

use super::icon::Icon;
use crate::derived::derive;
use crate::messages::common as message;

#[component]
pub fn CopyButton(
    #[prop(into)] text: Signal<String>,
    /// What is copied, for screen readers: "Copy the prod endpoint".
    #[prop(into)]
    label: String,
    #[prop(optional)] test: &'static str,
) -> impl IntoView {
    let copied = RwSignal::new(false);
    let copy = move |_| {
        leptos::task::spawn_local(async move {
            if put(&text.get_untracked()).await {
                copied.set(true);
                set_timeout(move || copied.set(false), Duration::from_secs(2));
            }
        });
    };
    view! {
        <button
            type="button"
            class="icon-button copy-button"
            class:copied=copied
            aria-label=label
            title=move || if copied.get() { message::COPIED } else { message::COPY }
            data-test=if test.is_empty() { "copy" } else { test }
            on:click=copy
        >
            <Icon name=derive(move || if copied.get() { "check" } else { "copy" }) />
            <span class="hidden-visually" role="status">
                {move || copied.get().then_some(message::COPIED)}
            </span>
        </button>
    }
}

/// The asynchronous clipboard where the web view allows it, else the old way by a selection.
async fn put(text: &str) -> bool {
    let clipboard = window().navigator().clipboard();
    if clipboard.is_object() && JsFuture::from(clipboard.write_text(text)).await.is_ok() {
        return true;
    }
    put_by_selection(text).unwrap_or(false)
}

fn put_by_selection(text: &str) -> Option<bool> {
    let page: web_sys::HtmlDocument = document().dyn_into().ok()?;
    let area: web_sys::HtmlTextAreaElement = page.create_element("textarea").ok()?.dyn_into().ok()?;
    area.set_class_name("hidden-visually");
    area.set_value(text);
    // Inside an open dialog the rest of the page is inert and can't be selected.
    let place = page.query_selector("dialog[open]").ok().flatten().or_else(|| page.body().map(Into::into))?;
    place.append_child(&area).ok()?;
    area.select();
    let done = page.exec_command("copy").ok();
    area.remove();
    done
}
