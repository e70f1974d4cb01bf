//! What a person has chosen about the window itself, kept in the page's own storage. `boot.js` reads the same keys
//! before anything is drawn.

use ipc::bridge::Appearance;
use leptos::prelude::{document, window};
use leptos::task::spawn_local;

use crate::backend;

const APPEARANCE: &str = "appearance";
const TEXT_SIZE: &str = "text-size";
const NOTIFY: &str = "notify";
const UPDATES: &str = "look-for-updates";

/// In percent of the usual size, which is the first.
pub const TEXT_SIZES: [u32; 3] = [100, 115, 130];

pub fn appearance() -> Appearance {
    let kept = read(APPEARANCE);
    let all = [Appearance::Light, Appearance::Dark];
    all.into_iter().find(|one| kept.as_deref() == Some(key(*one))).unwrap_or_default()
}

pub fn choose_appearance(appearance: Appearance) {
    write(APPEARANCE, key(appearance));
    // The host only passes it on to the web view, which has no way to fail.
    spawn_local(async move { drop(backend::choose_appearance(appearance).await) });
}

pub fn key(appearance: Appearance) -> &'static str {
    match appearance {
        Appearance::System => "system",
        Appearance::Light => "light",
        Appearance::Dark => "dark",
    }
}

pub fn text_size() -> u32 {
    let kept = read(TEXT_SIZE).and_then(|text| text.parse().ok());
    kept.filter(|size| TEXT_SIZES.contains(size)).unwrap_or(TEXT_SIZES[0])
}

pub fn choose_text_size(size: u32) {
    write(TEXT_SIZE, &size.to_string());
    if let Some(root) = document().document_element() {
        let _ = root.set_attribute("data-text-size", &size.to_string());
    }
}

pub fn notifies() -> bool {
    read(NOTIFY).as_deref() != Some("off")
}

pub fn choose_notifies(on: bool) {
    write(NOTIFY, if on { "on" } else { "off" });
}

/// Whether a newer version is looked for without being asked to.
pub fn looks_for_updates() -> bool {
    read(UPDATES).as_deref() != Some("off")
}

pub fn choose_looks_for_updates(on: bool) {
    write(UPDATES, if on { "on" } else { "off" });
}

fn read(key: &str) -> Option<String> {
    window().local_storage().ok()??.get_item(key).ok()?
}

// A full or forbidden storage costs the choice its memory, nothing else.
fn write(key: &str, value: &str) {
    if let Ok(Some(storage)) = window().local_storage() {
        let _ = storage.set_item(key, value);
    }
}
