//! The network settings: a proxy, and whose certificates are believed. Folded up, since few need them.

use ipc::aws::{Network, NetworkSettings};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::super::store::Store;
use crate::backend;
use crate::components::{Button, CheckLine, CheckState, Field, ProblemNote};
use crate::derived::{derive, memo};
use crate::messages::aws as said;

#[component]
pub fn WayOut() -> impl IntoView {
    let store = Store::here();
    let network = RwSignal::new(Network::default());
    let state = RwSignal::new(CheckState::Idle);
    spawn_local(async move {
        if let Ok(known) = backend::network().await {
            let _ = network.try_set(known);
        }
    });
    let change = move |change: fn(&mut NetworkSettings, String), text: String| {
        network.update(|network| change(&mut network.settings, text));
        state.set(CheckState::Idle);
    };
    let save = move |()| {
        state.set(CheckState::Checking);
        spawn_local(async move {
            let settings = network.with_untracked(|network| network.settings.clone());
            let saved = backend::save_network(settings).await;
            if saved.is_ok() {
                // Who we are was found out through another way.
                store.wizard.update(|wizard| wizard.connected = None);
            }
            let _ = state.try_set(match saved {
                Ok(()) => CheckState::Good(said::NETWORK_SAVED.into()),
                Err(problem) => CheckState::Bad(problem),
            });
        });
    };
    // Typing must not draw the fields anew.
    let environment = memo(move || network.with(|network| network.environment.clone()));
    let help = move |usual: &str, known: &str| {
        if known.is_empty() { usual.to_owned() } else { format!("{usual} {}", said::from_environment(known)) }
    };
    view! {
        <details class="disclosure way-out" data-test="network">
            <summary>{said::NETWORK}</summary>
            {move || {
                let environment = environment.get();
                view! {
                    <div class="fields">
                        <Field
                            id="proxy"
                            label=said::PROXY
                            help=help(said::PROXY_HELP, &environment.proxy)
                            placeholder=said::PROXY_PLACEHOLDER
                            mono=true
                            value=derive(move || network.with(|n| n.settings.proxy.clone()))
                            on_input=move |text| change(|settings, text| settings.proxy = text, text)
                        />
                        <Field
                            id="caBundle"
                            label=said::CA_BUNDLE
                            help=help(said::CA_BUNDLE_HELP, &environment.ca_bundle)
                            placeholder=said::CA_BUNDLE_PLACEHOLDER
                            mono=true
                            value=derive(move || network.with(|n| n.settings.ca_bundle.clone()))
                            on_input=move |text| change(|settings, text| settings.ca_bundle = text, text)
                        />
                    </div>
                }
            }}
            {move || {
                state.with(|state| state.problem().cloned()).map(|problem| view! { <ProblemNote problem /> })
            }}
            <div class="way-out-foot">
                <Button test="save-network" on_press=save>
                    {said::SAVE_NETWORK}
                </Button>
                <CheckLine state />
            </div>
        </details>
    }
}
