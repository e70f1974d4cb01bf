//! The keys that work everywhere: Control and comma opens the settings, Escape leaves them, F5 asks again instead of
//! loading the page anew.
//!
//! A control says by `aria-keyshortcuts` that a key presses it, and so do screen readers.

use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, KeyboardEvent};

use crate::shell::{Screen, Shell};

pub fn listen(shell: Shell) {
    let handle = window_event_listener(ev::keydown, move |event| press(shell, &event));
    on_cleanup(move || handle.remove());
}

fn press(shell: Shell, event: &KeyboardEvent) {
    let command = event.ctrl_key() || event.meta_key();
    match event.key().as_str() {
        "," if command => {
            event.prevent_default();
            if !dialog_open() {
                shell.open_settings();
            }
        }
        "F5" => refresh(event),
        "r" | "R" if command => refresh(event),
        "Escape" if !dialog_open() && shell.screen.get_untracked() == Screen::Settings => {
            event.prevent_default();
            shell.close_settings();
        }
        _ => {}
    }
}

/// The page must not be loaded anew: what was typed a moment ago would be gone.
fn refresh(event: &KeyboardEvent) {
    event.prevent_default();
    if !dialog_open()
        && let Ok(Some(control)) = document().query_selector("[aria-keyshortcuts~=F5]")
        && let Ok(control) = control.dyn_into::<HtmlElement>()
    {
        control.click();
    }
}

/// A dialog has keys of its own, and the rest of the page has none then.
fn dialog_open() -> bool {
    document().query_selector("dialog[open]").is_ok_and(|found| found.is_some())
}
