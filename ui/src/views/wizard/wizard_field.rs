//! A field of the wizard: the answer behind a key, with its words, its error and its check.

use ipc::Environment;
use leptos::prelude::*;

use super::store::Store;
use crate::components::{CheckState, Choice, Field, SecretField, Select};
use crate::derived::memo;
use crate::messages::wizard::key_texts;
use crate::wizard::Key;

impl Store {
    fn text(self, of: Key) -> Memo<String> {
        memo(move || self.wizard.with(|wizard| wizard.answers().text(of).to_owned()))
    }

    pub fn error(self, of: Key) -> Memo<Option<String>> {
        memo(move || self.wizard.with(|wizard| wizard.error_beneath(of)))
    }

    pub fn check(self, of: Key) -> Memo<CheckState> {
        memo(move || self.wizard.with(|wizard| wizard.check_beside(of)))
    }
}

#[component]
pub fn WizardField(
    of: Key,
    #[prop(optional)] suffix: &'static str,
    #[prop(optional)] mono: bool,
) -> impl IntoView {
    let store = Store::here();
    let texts = key_texts(of);
    view! {
        <Field
            id=of.id()
            label=texts.label
            help=texts.help
            placeholder=texts.placeholder
            suffix
            mono
            value=store.text(of)
            on_input=move |text| store.put(of, text)
            on_leave=Callback::new(move |()| store.leave(of))
            error=store.error(of)
            check=store.check(of)
        />
    }
}

#[component]
pub fn WizardSelect(of: Key, #[prop(into)] options: Signal<Vec<Choice>>) -> impl IntoView {
    let store = Store::here();
    let texts = key_texts(of);
    view! {
        <Select
            id=of.id()
            label=texts.label
            help=texts.help
            options
            value=store.text(of)
            on_change=move |text| store.put(of, text)
            check=store.check(of)
            error=store.error(of)
        />
    }
}

#[component]
pub fn WizardSecret(of: Key, environment: Environment) -> impl IntoView {
    let store = Store::here();
    let texts = key_texts(of);
    view! {
        <SecretField
            id=of.id()
            label=texts.label
            help=texts.help
            held=memo(move || store.wizard.with(|wizard| wizard.secret_held(environment)))
            on_hold=move |secret| store.hold(environment, secret)
            error=store.error(of)
            check=store.check(of)
        />
    }
}
