//! Which credentials, which region, what has to be given for them, and who AWS says we are.

mod access;
mod ask;
mod sources;
mod way_out;

use ipc::aws::Caller;
use ipc::bridge::Mode;
use leptos::prelude::*;

pub use self::access::{Access, Need};
use self::ask::Ask;
use self::sources::{LookAgain, NoSources, Sources};
use self::way_out::WayOut;
use super::store::Store;
use super::wizard_field::WizardSelect;
use crate::components::{Choice, Icon, ProblemNote, Skeleton, StateBadge, Tone};
use crate::derived::memo;
use crate::messages::aws as said;
use crate::views::agree::Agree;
use crate::wizard::{Key, REGIONS, region_words};

#[component]
pub fn Aws() -> impl IntoView {
    let store = Store::here();
    if store.sources.with_untracked(|sources| !matches!(sources, Some(Ok(_)))) {
        store.look_for_sources();
    }
    let regions = memo(move || {
        let chosen = store.wizard.with(|wizard| wizard.answers().region.clone());
        regions(&chosen)
    });
    let caller = memo(move || store.wizard.with(|wizard| wizard.caller().cloned()));
    let waiting = store.signing_in.prompt();
    view! {
        {move || match waiting.get() {
            // One thing at a time: what was chosen comes back when the waiting is over.
            Some((prompt, opened)) => {
                view! { <Agree prompt opened on_cancel=move |()| store.signing_in.cancel() /> }.into_any()
            }
            None => {
                view! {
                    <Choices />
                    <Ask />
                    <div class="fields">
                        <WizardSelect of=Key::Region options=regions />
                    </div>
                }
                    .into_any()
            }
        }}
        <div role="status">{move || caller.get().map(|caller| view! { <Identity caller /> })}</div>
        {(store.mode == Mode::Real).then(|| view! { <WayOut /> })}
    }
}

#[component]
fn Choices() -> impl IntoView {
    let store = Store::here();
    view! {
        <h2>{said::CREDENTIALS}</h2>
        {move || match store.sources.get() {
            None => view! { <Skeleton lines=3 label=said::LOOKING /> }.into_any(),
            Some(Err(problem)) => {
                view! {
                    <ProblemNote problem>
                        <LookAgain />
                    </ProblemNote>
                }
                    .into_any()
            }
            Some(Ok(sources)) if sources.is_empty() => view! { <NoSources /> }.into_any(),
            Some(Ok(sources)) => view! { <Sources sources /> }.into_any(),
        }}
    }
}

/// What can be chosen; one that is chosen already is among them.
fn regions(chosen: &str) -> Vec<Choice> {
    let mut choices = Vec::new();
    if chosen.is_empty() {
        choices.push((String::new(), said::CHOOSE_REGION.into()));
    } else if !REGIONS.iter().any(|(code, _)| *code == chosen) {
        choices.push((chosen.to_owned(), chosen.to_owned()));
    }
    choices.extend(REGIONS.iter().map(|(code, _)| ((*code).to_owned(), region_words(code))));
    choices
}

#[component]
fn Identity(caller: Caller) -> impl IntoView {
    view! {
        <section class="identity" data-test="caller">
            <span class="identity-icon">
                <Icon name="user" large=true />
            </span>
            <div class="identity-body">
                <p class="identity-name selectable">{caller.name().to_owned()}</p>
                <p class="muted">
                    {said::ACCOUNT} <span class="number selectable">{caller.account.clone()}</span> ", "
                    {region_words(&caller.region)}
                </p>
                <p class="small muted">{said::BY} {caller.source}</p>
            </div>
            <StateBadge tone=Signal::stored(Tone::Good) word=Signal::stored(said::CONNECTED.to_owned()) />
        </section>
    }
}
