//! The wizard: the rail, the page that is open, and the buttons beneath.

use leptos::prelude::*;

use crate::shell::Errand;

#[component]
pub fn Wizard(errand: Errand) -> impl IntoView {
    let _ = errand;
    view! { <main class="wizard"></main> }
}

/// Give the focus to the heading of what has just come up, so that a keyboard and a screen reader start there.
pub fn focus_heading() {
    request_animation_frame(|| {
        if let Ok(Some(heading)) = document().query_selector("main h1") {
            use wasm_bindgen::JsCast;
            if let Some(heading) = heading.dyn_ref::<web_sys::HtmlElement>() {
                let _ = heading.focus();
            }
        }
    });
}
