//! A fault of the page itself. After a panic nothing in it answers any more, so what stands there is replaced by a
//! sentence and two buttons; `boot.js` works them, since no handler of ours can be trusted any more.

use std::panic;

use leptos::prelude::{document, window};
use web_sys::Element;

use crate::messages::common::fault as text;

/// Before the page is put together.
pub fn watch() {
    panic::set_hook(Box::new(|info| {
        console_error_panic_hook::hook(info);
        // What can't be drawn is in the console, at least.
        let _ = show(&info.to_string());
    }));
}

fn show(details: &str) -> Option<()> {
    let body = document().body()?;
    body.set_inner_html("");
    let agent = window().navigator().user_agent().unwrap_or_default();
    let page = add(&body, "main", "centred", "")?;
    page.set_attribute("data-page", "fault").ok()?;
    add(&page, "h1", "", text::TITLE)?;
    add(&page, "p", "", text::WHAT)?.set_attribute("role", "alert").ok()?;
    let buttons = add(&page, "div", "fault-actions", "")?;
    for (does, class, words) in
        [("reload", "button button-primary", text::RELOAD), ("copy", "button", text::COPY)]
    {
        let button = add(&buttons, "button", class, words)?;
        button.set_attribute("type", "button").ok()?;
        button.set_attribute("data-fault", does).ok()?;
    }
    let block = add(&page, "div", "code-block", "")?;
    let details = add(&block, "pre", "selectable", &format!("{details}\n{agent}"))?;
    details.set_attribute("data-fault", "details").ok()?;
    details.set_attribute("tabindex", "0").ok()
}

fn add(parent: &Element, tag: &str, class: &str, words: &str) -> Option<Element> {
    let element = document().create_element(tag).ok()?;
    element.set_class_name(class);
    element.set_text_content(Some(words));
    parent.append_child(&element).ok()?;
    Some(element)
}
