//! Prod, or prod and dev: an image for each, and for dev the app that it answers to.

use ipc::Environment;
use leptos::prelude::*;

use super::store::Store;
use super::wizard_field::{WizardField, WizardSecret};
use crate::components::{Card, RadioCard, RadioCards, Switch};
use crate::shell::Errand;
use crate::wizard::{Environments, Key};

#[component]
pub fn EnvironmentsPage() -> impl IntoView {
    let store = Store::here();
    let chosen = Memo::new(move |_| store.wizard.with(|wizard| wizard.answers().environments));
    let has = move |environment| Memo::new(move |_| chosen.get().include(environment));
    let (prod, dev) = (has(Environment::Prod), has(Environment::Dev));
    let same = Memo::new(move |_| store.wizard.with(|wizard| wizard.answers().dev_same_client));
    let offered: &[Environments] = match store.errand {
        Errand::Add(Environment::Dev) => &[Environments::Dev],
        Errand::Add(Environment::Prod) => &[Environments::Prod],
        _ => &[Environments::Prod, Environments::Both],
    };
    view! {
        {(offered.len() > 1)
            .then(|| {
                view! {
                    <RadioCards legend="Environments">
                        {offered
                            .iter()
                            .map(|option| {
                                let option = *option;
                                let (title, detail) = words(option);
                                view! {
                                    <RadioCard
                                        name="environments"
                                        value=option.key()
                                        chosen=Signal::derive(move || chosen.get() == option)
                                        on_choose=move |()| store.answer(|answers| answers.environments = option)
                                        title
                                    >
                                        {detail}
                                    </RadioCard>
                                }
                            })
                            .collect_view()}
                    </RadioCards>
                }
            })}
        <Show when=move || prod.get()>
            <Card class="environment">
                <h2>"Prod"</h2>
                <div class="fields">
                    <WizardField of=Key::ProdImageTag mono=true />
                </div>
            </Card>
        </Show>
        <Show when=move || dev.get()>
            <Card class="environment">
                <h2>"Dev"</h2>
                <div class="fields">
                    <WizardField of=Key::DevImageTag mono=true />
                    <WizardField of=Key::DevAppDefinitionId mono=true />
                    <Switch
                        id="devSameClient"
                        label="Same client as prod"
                        help="Switch this off if the dev app has a client id and secret of its own."
                        on=same
                        on_change=move |on| store.answer(|answers| answers.dev_same_client = on)
                    />
                    <Show when=move || !same.get()>
                        <WizardField of=Key::DevClientId mono=true />
                        <WizardSecret of=Key::DevClientSecret environment=Environment::Dev />
                    </Show>
                </div>
            </Card>
        </Show>
    }
}

fn words(option: Environments) -> (&'static str, &'static str) {
    match option {
        Environments::Prod => ("Prod", "One environment. Dev can be added at any time without touching it."),
        Environments::Both => {
            ("Prod and dev", "Try a new version in dev first, then promote exactly that image to prod.")
        }
        Environments::Dev => ("Dev", "Beside the prod that exists; prod is not touched."),
    }
}
