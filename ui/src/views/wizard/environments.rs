//! Prod, or prod and dev: an image for each, how it runs and who may call it, for dev the app that it answers to, and
//! for a new stack its network.

use ipc::Environment;
use leptos::prelude::*;

use super::adjust::Adjust;
use super::app_maker::AppMaker;
use super::network::NetworkCard;
use super::store::Store;
use super::unanswered::Unanswered;
use super::wizard_field::{WizardField, WizardSecret, WizardSelect};
use crate::components::{Button, ButtonKind, Card, RadioCard, RadioCards, Switch};
use crate::derived::{derive, memo};
use crate::messages::wizard as said;
use crate::shell::Errand;
use crate::wizard::{Environments, Key, Page, Running};

#[component]
pub fn EnvironmentsPage() -> impl IntoView {
    let store = Store::here();
    let chosen = memo(move || store.wizard.with(|wizard| wizard.answers().environments));
    let has = move |environment| memo(move || chosen.get().include(environment));
    let (prod, dev) = (has(Environment::Prod), has(Environment::Dev));
    let offered: &[Environments] = match store.errand {
        Errand::Add(Environment::Dev) => &[Environments::Dev],
        Errand::Add(Environment::Prod) => &[Environments::Prod],
        _ => &[Environments::Prod, Environments::Both],
    };
    view! {
        <Unanswered page=Page::Environments />
        {(offered.len() > 1).then(|| view! { <Choice offered chosen /> })}
        <Show when=move || prod.get()>
            <Card class="environment">
                <h2>{Environment::Prod.title()}</h2>
                <div class="fields">
                    <WizardField of=Key::ProdImageTag mono=true />
                    <HowItRuns environment=Environment::Prod />
                </div>
            </Card>
        </Show>
        <Show when=move || dev.get()>
            <Card class="environment">
                <h2>{Environment::Dev.title()}</h2>
                <div class="fields">
                    <WizardField of=Key::DevImageTag mono=true />
                    <DevApp />
                    <HowItRuns environment=Environment::Dev />
                </div>
            </Card>
        </Show>
        <NetworkCard />
    }
}

#[component]
fn Choice(offered: &'static [Environments], chosen: Memo<Environments>) -> impl IntoView {
    let store = Store::here();
    view! {
        <RadioCards legend=said::ENVIRONMENTS>
            {offered
                .iter()
                .map(|option| {
                    let option = *option;
                    let (title, detail) = said::environments(option);
                    view! {
                        <RadioCard
                            name="environments"
                            value=option.key()
                            chosen=derive(move || chosen.get() == option)
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
}

#[component]
fn DevApp() -> impl IntoView {
    let store = Store::here();
    let same = memo(move || store.wizard.with(|wizard| wizard.answers().dev_same_client));
    let making = RwSignal::new(false);
    view! {
        <WizardField of=Key::DevAppDefinitionId mono=true />
        <Show
            when=move || making.get()
            fallback=move || {
                view! {
                    <div class="beneath-field">
                        <Button kind=ButtonKind::Quiet test="make-dev-app" on_press=move |()| making.set(true)>
                            {said::MAKE_SECOND_APP}
                        </Button>
                    </div>
                }
            }
        >
            <AppMaker environment=Environment::Dev />
        </Show>
        <Switch
            id="devSameClient"
            label=said::SAME_CLIENT
            help=said::SAME_CLIENT_HELP
            on=same
            on_change=move |on| store.answer(|answers| answers.dev_same_client = on)
        />
        <Show when=move || !same.get()>
            <WizardField of=Key::DevClientId mono=true />
            <WizardSecret of=Key::DevClientSecret environment=Environment::Dev />
        </Show>
    }
}

const PROD: [Key; 4] = Key::sizes(Environment::Prod);
const DEV: [Key; 4] = Key::sizes(Environment::Dev);
const PROD_ACCESS: [Key; 1] = [Key::AllowList(Environment::Prod)];
const DEV_ACCESS: [Key; 1] = [Key::AllowList(Environment::Dev)];

#[component]
fn HowItRuns(environment: Environment) -> impl IntoView {
    let store = Store::here();
    let running = move |read: fn(&Running) -> String| {
        memo(move || store.wizard.with(|wizard| read(wizard.answers().running(environment))))
    };
    let memories =
        memo(move || store.wizard.with(|wizard| wizard.answers().running(environment).memory_choices()));
    let (size, access, sizes, accesses) = match environment {
        Environment::Prod => ("prod-size", "prod-access", &PROD, &PROD_ACCESS),
        Environment::Dev => ("dev-size", "dev-access", &DEV, &DEV_ACCESS),
    };
    view! {
        <Adjust test=size label=said::SIZE_AND_SCALING summary=running(Running::size_in_words) fields=sizes>
            <WizardSelect of=Key::Cpu(environment) options=Signal::stored(Running::cpu_choices()) />
            <WizardSelect of=Key::Memory(environment) options=memories />
            <WizardField of=Key::MinTasks(environment) />
            <WizardField of=Key::MaxTasks(environment) />
        </Adjust>
        <Adjust test=access label=said::ACCESS summary=running(Running::access_in_words) fields=accesses>
            <WizardField of=Key::AllowList(environment) mono=true />
        </Adjust>
    }
}
