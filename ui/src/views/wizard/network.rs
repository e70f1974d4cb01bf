//! The network of a new stack. Where the stack exists, it is only told.

use leptos::prelude::*;

use super::adjust::Adjust;
use super::store::Store;
use super::wizard_field::WizardField;
use crate::components::{Card, CheckLine, RadioCard, RadioCards};
use crate::derived::{derive, memo};
use crate::messages::wizard as said;
use crate::wizard::{Key, Network};

const FIELDS: [Key; 3] = [Key::Network, Key::Vpc, Key::Subnets];

#[component]
pub fn NetworkCard() -> impl IntoView {
    let store = Store::here();
    let stays = memo(move || store.wizard.with(|wizard| wizard.stays().map(said::stays_in)));
    view! {
        <Card class="environment" test="network-card">
            {move || match stays.get() {
                Some(words) => {
                    view! {
                        <div class="adjust">
                            <span class="field-label">{said::key_texts(Key::Network).label}</span>
                            <span class="adjust-summary" data-test="network-stays">{words}</span>
                        </div>
                    }
                        .into_any()
                }
                None => view! { <Choices /> }.into_any(),
            }}
        </Card>
    }
}

#[component]
fn Choices() -> impl IntoView {
    let store = Store::here();
    let chosen = memo(move || store.wizard.with(|wizard| wizard.answers().network));
    let summary = derive(move || said::network(chosen.get()).0.to_owned());
    let error = store.error(Key::Network);
    view! {
        <Adjust test="network" label=said::key_texts(Key::Network).label summary fields=&FIELDS>
            <p class="small muted">{said::NETWORK_HELP}</p>
            <div id=Key::Network.id() tabindex="-1" class="network-choice">
                <RadioCards legend=said::key_texts(Key::Network).label>
                    {Network::ALL
                        .into_iter()
                        .map(|option| {
                            let (title, detail) = said::network(option);
                            view! {
                                <RadioCard
                                    name="network"
                                    value=option.key()
                                    chosen=derive(move || chosen.get() == option)
                                    on_choose=move |()| store.choose_network(option)
                                    title
                                >
                                    {detail}
                                </RadioCard>
                            }
                        })
                        .collect_view()}
                </RadioCards>
            </div>
            <Show when=move || chosen.get() == Network::Existing>
                <WizardField of=Key::Vpc mono=true />
                <WizardField of=Key::Subnets mono=true />
            </Show>
            <Show when=move || chosen.get() != Network::New>
                <CheckLine state=store.check(Key::Network) />
            </Show>
            <p class="field-error" role="alert" hidden=move || error.with(Option::is_none)>
                {error}
            </p>
        </Adjust>
    }
}
