//! Declares the bridge's commands. Without a declaration Tauri lets the page call every command of the host; with it,
//! exactly those that `capabilities/main.json` allows.

use std::{fs, path::Path};

use ipc::bridge::command;
use tauri_build::{AppManifest, Attributes};

const CAPABILITIES: &str = "src-tauri/capabilities";

fn main() {
    println!("cargo:rerun-if-changed={CAPABILITIES}");
    require_allowed(&Path::new(CAPABILITIES).join("main.json"));
    let attributes = Attributes::new()
        .capabilities_path_pattern("src-tauri/capabilities/*.json")
        .app_manifest(AppManifest::new().commands(command::ALL));
    if let Err(error) = tauri_build::try_build(attributes) {
        panic!("{error:#}");
    }
}

/// A command that is declared but not allowed would be refused only when somebody presses its button.
fn require_allowed(capability: &Path) {
    let text =
        fs::read_to_string(capability).unwrap_or_else(|error| panic!("{}: {error}", capability.display()));
    for name in command::ALL {
        let permission = format!("\"allow-{}\"", name.replace('_', "-"));
        assert!(text.contains(&permission), "{} does not list {permission}", capability.display());
    }
}
