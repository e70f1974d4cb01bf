//! Which credentials, which region, and who AWS says we are with them.

use ipc::aws::{Caller, CredentialKind, CredentialSource};
use ipc::bridge::Mode;
use leptos::prelude::*;

use super::store::Store;
use super::wizard_field::WizardSelect;
use crate::components::{
    Button, Choice, Icon, Note, ProblemNote, RadioCard, RadioCards, Skeleton, StateBadge, Tone,
};
use crate::wizard::{Key, REGIONS, region_words};

#[component]
pub fn Aws() -> impl IntoView {
    let store = Store::here();
    if store.sources.with_untracked(|sources| !matches!(sources, Some(Ok(_)))) {
        store.look_for_sources();
    }
    let regions = Memo::new(move |_| {
        let chosen = store.wizard.with(|wizard| wizard.answers().region.clone());
        regions(&chosen)
    });
    let caller = Memo::new(move |_| store.wizard.with(|wizard| wizard.caller().cloned()));
    view! {
        <h2>"Credentials"</h2>
        {move || match store.sources.get() {
            None => view! { <Skeleton lines=3 label="Looking for credentials on this computer" /> }.into_any(),
            Some(Err(problem)) => {
                view! {
                    <ProblemNote problem>
                        <LookAgain />
                    </ProblemNote>
                }
                    .into_any()
            }
            Some(Ok(sources)) if sources.is_empty() => view! { <NoSources /> }.into_any(),
            Some(Ok(sources)) => {
                view! {
                    <RadioCards legend="Credentials">
                        {sources.into_iter().map(|source| view! { <Source source /> }).collect_view()}
                    </RadioCards>
                }
                    .into_any()
            }
        }}
        <div class="fields">
            <WizardSelect of=Key::Region options=regions />
        </div>
        <div role="status">{move || caller.get().map(|caller| view! { <Identity caller /> })}</div>
    }
}

/// What can be chosen; one that is chosen already is among them.
fn regions(chosen: &str) -> Vec<Choice> {
    let mut choices = Vec::new();
    if chosen.is_empty() {
        choices.push((String::new(), "Choose a region".into()));
    } else if !REGIONS.iter().any(|(code, _)| *code == chosen) {
        choices.push((chosen.to_owned(), chosen.to_owned()));
    }
    choices.extend(REGIONS.iter().map(|(code, _)| ((*code).to_owned(), region_words(code))));
    choices
}

#[component]
fn Source(source: CredentialSource) -> impl IntoView {
    let store = Store::here();
    let title = match (&source.profile, source.kind) {
        (Some(profile), _) => profile.clone(),
        (None, CredentialKind::Environment) => "Environment variables".into(),
        (None, _) => "Default credentials".into(),
    };
    let mut detail = vec![match store.mode {
        Mode::Real => kind_words(source.kind),
        Mode::Rehearsal => "A made-up account; nothing on this computer is used",
    }];
    let region = source.region.as_deref().map(region_words);
    detail.extend(region.as_deref());
    let detail = detail.join(", ");
    let profile = source.profile.clone();
    let chosen = Memo::new(move |_| store.wizard.with(|wizard| wizard.answers().aws_profile == profile));
    view! {
        <RadioCard
            name="credentials"
            value=source.profile.clone().unwrap_or_else(|| "chain".into())
            chosen
            on_choose=move |()| store.choose_source(&source)
            title
        >
            {detail}
        </RadioCard>
    }
}

fn kind_words(kind: CredentialKind) -> &'static str {
    match kind {
        CredentialKind::Environment => "AWS_ACCESS_KEY_ID and its companions",
        CredentialKind::Keys => "Access keys in the shared credentials file",
        CredentialKind::Sso => "Single sign-on",
        CredentialKind::Role => "A role that is assumed from another profile",
        CredentialKind::Process => "A program that hands out credentials",
        CredentialKind::Other => "Whatever the AWS tools find on this computer",
    }
}

#[component]
fn NoSources() -> impl IntoView {
    view! {
        <Note tone=Tone::Attention test="no-sources">
            <p class="note-title">"We found no AWS credentials on this computer."</p>
            <p>
                "Sign in with the AWS command line (" <code>"aws configure sso"</code>
                ") or ask your administrator for a profile, then look again."
            </p>
            <div class="note-actions">
                <LookAgain />
            </div>
        </Note>
    }
}

#[component]
fn LookAgain() -> impl IntoView {
    let store = Store::here();
    view! {
        <Button test="look-again" icon="rotate-ccw" on_press=move |()| store.look_for_sources()>
            "Look again"
        </Button>
    }
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
                    "Account " <span class="number selectable">{caller.account.clone()}</span> ", "
                    {region_words(&caller.region)}
                </p>
                <p class="small muted">"By " {caller.source}</p>
            </div>
            <StateBadge tone=Signal::stored(Tone::Good) word=Signal::stored("Connected".to_owned()) />
        </section>
    }
}
