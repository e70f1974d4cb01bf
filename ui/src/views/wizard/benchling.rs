//! The Benchling app: one that there is or one that is made now; tenant, app definition, client id and secret, each
//! checked with Benchling as it is left.

use ipc::Environment;
use leptos::prelude::*;

use super::app_maker::AppMaker;
use super::store::Store;
use super::unanswered::Unanswered;
use super::wizard_field::{WizardField, WizardSecret};
use crate::components::{RadioCard, RadioCards};
use crate::derived::{derive, memo};
use crate::messages::wizard as said;
use crate::wizard::{Key, Page};

#[component]
pub fn Benchling() -> impl IntoView {
    let store = Store::here();
    let makes = memo(move || store.wizard.with(|wizard| wizard.answers().makes_app));
    let choose = move |makes| move |()| store.answer(|answers| answers.makes_app = makes);
    view! {
        <RadioCards legend=said::BENCHLING_APP>
            <RadioCard
                name="app"
                value="have"
                chosen=derive(move || !makes.get())
                on_choose=choose(false)
                title=said::HAVE_APP
            >
                {said::HAVE_APP_HELP}
            </RadioCard>
            <RadioCard name="app" value="make" chosen=makes on_choose=choose(true) title=said::MAKE_APP>
                {said::MAKE_APP_HELP}
            </RadioCard>
        </RadioCards>
        <Unanswered page=Page::Benchling />
        <div class="fields">
            <WizardField of=Key::Tenant suffix=".benchling.com" />
            <Show when=move || makes.get()>
                <AppMaker environment=Environment::Prod />
            </Show>
            <WizardField of=Key::AppDefinitionId mono=true />
            <WizardField of=Key::ClientId mono=true />
            <WizardSecret of=Key::ClientSecret environment=Environment::Prod />
        </div>
    }
}
