//! How to make the app in Benchling, with the manifest to paste.

use leptos::prelude::*;

use crate::components::{CopyButton, Dialog};

const MANIFEST: &str = include_str!("app-manifest.yaml");

#[component]
pub fn ManifestDialog(open: RwSignal<bool>) -> impl IntoView {
    view! {
        <Dialog
            title="Make the app in Benchling"
            test="manifest-dialog"
            open
            on_close=move |()| open.set(false)
        >
            <ol class="numbered">
                <li>"Copy this manifest into a file named app-manifest.yaml."</li>
                <li>
                    "In Benchling, open your avatar's menu, Feature settings, Developer console, and create an app from the manifest."
                </li>
                <li>"On the app's page, generate a client secret. Benchling shows it once: keep that page open."</li>
                <li>"Copy the app definition id, the client id and the secret into the fields here."</li>
                <li>"Share a project with the app, so that it may read the entries."</li>
            </ol>
            <div class="code-block">
                <pre tabindex="0">{MANIFEST}</pre>
                <CopyButton text=Signal::stored(MANIFEST.to_owned()) label="Copy the manifest" />
            </div>
        </Dialog>
    }
}
