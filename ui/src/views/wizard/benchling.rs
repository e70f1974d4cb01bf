//! The Benchling app: tenant, app definition, client id and secret, each checked with Benchling as it is left.

use ipc::Environment;
use leptos::prelude::*;

use super::manifest::ManifestDialog;
use super::wizard_field::{WizardField, WizardSecret};
use crate::components::{Button, ButtonKind, Note};
use crate::wizard::Key;

#[component]
pub fn Benchling() -> impl IntoView {
    let manifest = RwSignal::new(false);
    view! {
        <div class="fields">
            <WizardField of=Key::Tenant suffix=".benchling.com" />
            <WizardField of=Key::AppDefinitionId mono=true />
            <WizardField of=Key::ClientId mono=true />
            <WizardSecret of=Key::ClientSecret environment=Environment::Prod />
        </div>
        <Note>
            <p class="note-line">
                <span>"No app in Benchling yet?"</span>
                <Button kind=ButtonKind::Quiet test="manifest" on_press=move |()| manifest.set(true)>
                    "Make one from a manifest"
                </Button>
            </p>
        </Note>
        <ManifestDialog open=manifest />
    }
}
