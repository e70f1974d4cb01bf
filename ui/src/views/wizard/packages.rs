//! Where packages go and how they are named.

use ipc::LogLevel;
use leptos::prelude::*;

use super::store::Store;
use super::wizard_field::{WizardField, WizardSelect};
use crate::components::Icon;
use crate::wizard::Key;

#[component]
pub fn Packages() -> impl IntoView {
    let store = Store::here();
    let levels = LogLevel::ALL.map(|level| (level.as_str().to_owned(), level.as_str().to_owned())).to_vec();
    let example = Memo::new(move |_| {
        store.wizard.with(|wizard| {
            let answers = wizard.answers();
            let or =
                |text: &str, other: &str| if text.trim().is_empty() { other } else { text.trim() }.to_owned();
            (or(&answers.package_bucket, "bucket"), or(&answers.package_prefix, "prefix"))
        })
    });
    view! {
        <div class="fields">
            <WizardField of=Key::PackageBucket mono=true />
            <WizardField of=Key::PackagePrefix mono=true />
            <WizardField of=Key::MetadataKey mono=true />
            <WizardSelect of=Key::LogLevel options=Signal::stored(levels) />
        </div>
        <p class="example">
            <Icon name="package" large=true />
            <span>
                "An entry called EXP00001234 becomes "
                <code class="selectable">
                    {move || {
                        let (bucket, prefix) = example.get();
                        format!("s3://{bucket}/{prefix}/EXP00001234")
                    }}
                </code>
            </span>
        </p>
    }
}
