//! The way to the settings, the same wherever it stands.

use leptos::prelude::*;

use super::icon::Icon;
use crate::messages::common;
use crate::shell::Shell;

#[component]
pub fn Gear() -> impl IntoView {
    let shell = Shell::here();
    view! {
        <button
            type="button"
            class="icon-button"
            aria-label=common::SETTINGS
            title=common::SETTINGS
            aria-keyshortcuts="Control+, Meta+,"
            data-test="settings"
            on:click=move |_| shell.open_settings()
        >
            <Icon name="settings" />
        </button>
    }
}
