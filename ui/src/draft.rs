//! What was typed into the wizard, kept in the page's own storage, one draft for each mode, so that a crash loses
//! nothing. The client secret is never part of it.

use ipc::bridge::Mode;
use leptos::prelude::window;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::json;

fn key(mode: Mode) -> &'static str {
    match mode {
        Mode::Real => "wizard",
        Mode::Rehearsal => "wizard-rehearsal",
    }
}

// A full or forbidden storage costs the draft only, so errors are let go throughout.
pub fn save<T: Serialize>(mode: Mode, draft: &T) {
    if let (Ok(Some(storage)), Some(text)) = (window().local_storage(), json::to_text(draft)) {
        let _ = storage.set_item(key(mode), &text);
    }
}

pub fn load<T: DeserializeOwned>(mode: Mode) -> Option<T> {
    let text = window().local_storage().ok()??.get_item(key(mode)).ok()??;
    json::from_text(&text)
}

pub fn clear(mode: Mode) {
    if let Ok(Some(storage)) = window().local_storage() {
        let _ = storage.remove_item(key(mode));
    }
}
