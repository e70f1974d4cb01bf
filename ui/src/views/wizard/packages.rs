//! Where packages go and how they are named.

use ipc::LogLevel;
use leptos::prelude::*;

use super::store::Store;
use super::unanswered::Unanswered;
use super::wizard_field::{WizardField, WizardSelect};
use crate::components::Icon;
use crate::derived::memo;
use crate::messages::wizard as said;
use crate::wizard::{Key, Page};

#[component]
pub fn Packages() -> impl IntoView {
    let store = Store::here();
    let levels = LogLevel::ALL.map(|level| (level.as_str().to_owned(), level.as_str().to_owned())).to_vec();
    let example = memo(move || {
        store.wizard.with(|wizard| {
            let answers = wizard.answers();
            said::example(answers.package_bucket.trim(), answers.package_prefix.trim())
        })
    });
    view! {
        <Unanswered page=Page::Packages />
        <div class="fields">
            <WizardField of=Key::PackageBucket mono=true />
            <WizardField of=Key::PackagePrefix mono=true />
            <WizardField of=Key::MetadataKey mono=true />
            <WizardSelect of=Key::LogLevel options=Signal::stored(levels) />
        </div>
        <p class="example">
            <Icon name="package" large=true />
            <span>
                {said::EXAMPLE_BECOMES} <code class="selectable">{example}</code>
            </span>
        </p>
    }
}
