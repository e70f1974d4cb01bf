//! The places that credentials can come from. With many of them there is a field to find one, and the list scrolls.

use ipc::aws::{CredentialKind, CredentialSource, SourceState};
use ipc::bridge::Mode;
use leptos::prelude::*;

use super::super::store::Store;
use crate::clock;
use crate::components::{Button, Field, Note, RadioCard, RadioCards, StateBadge, Tone};
use crate::derived::memo;
use crate::messages::aws as said;
use crate::wizard::region_words;

/// As many as one sees without looking for one.
const FEW: usize = 8;

#[component]
pub fn Sources(sources: Vec<CredentialSource>) -> impl IntoView {
    let many = sources.len() > FEW;
    let all = sources.len();
    let wanted = RwSignal::new(String::new());
    let sources = StoredValue::new(sources);
    let shown = memo(move || {
        let wanted = wanted.get().trim().to_ascii_lowercase();
        sources
            .with_value(|list| list.iter().filter(|one| is_wanted(one, &wanted)).cloned().collect::<Vec<_>>())
    });
    view! {
        {many
            .then(|| {
                view! {
                    <div class="fields">
                        <Field
                            id="findProfile"
                            label=said::FILTER
                            placeholder=said::FILTER_PLACEHOLDER
                            value=wanted
                            on_input=move |text| wanted.set(text)
                        />
                        <p class="hidden-visually" role="status">
                            {move || shown.with(|shown| said::found(shown.len(), all))}
                        </p>
                    </div>
                }
            })}
        <div class="sources" class:sources-many=many>
            <RadioCards legend=said::CREDENTIALS>
                {move || {
                    let shown = shown.get();
                    if shown.is_empty() {
                        return view! { <p class="muted">{said::NOTHING_FOUND}</p> }.into_any();
                    }
                    shown.into_iter().map(|source| view! { <Source source /> }).collect_view().into_any()
                }}
            </RadioCards>
        </div>
    }
}

fn is_wanted(source: &CredentialSource, wanted: &str) -> bool {
    wanted.is_empty()
        || name(source).to_ascii_lowercase().contains(wanted)
        || said::kind(source.kind).to_ascii_lowercase().contains(wanted)
}

fn name(source: &CredentialSource) -> String {
    match (&source.profile, source.kind) {
        (Some(profile), _) => profile.clone(),
        (None, CredentialKind::Environment) => said::ENVIRONMENT.into(),
        (None, _) => said::USUAL_CHAIN.into(),
    }
}

#[component]
fn Source(source: CredentialSource) -> impl IntoView {
    let store = Store::here();
    let title = name(&source);
    let mut detail = vec![match store.mode {
        Mode::Real => said::kind(source.kind),
        Mode::Rehearsal => said::REHEARSED,
    }];
    let region = source.region.as_deref().map(region_words);
    detail.extend(region.as_deref());
    let detail = detail.join(", ");
    let profile = source.profile.clone();
    let state = state(&source.state);
    let chosen = memo(move || store.wizard.with(|wizard| wizard.answers().aws_profile == profile));
    view! {
        <RadioCard
            name="credentials"
            value=source.profile.clone().unwrap_or_else(|| "chain".into())
            chosen
            on_choose=move |()| store.choose_source(&source)
            title
        >
            <span class="source-line">
                <span>{detail}</span>
                {state
                    .map(|(tone, word)| {
                        view! { <StateBadge tone=Signal::stored(tone) word=Signal::stored(word) /> }
                    })}
            </span>
        </RadioCard>
    }
}

fn state(state: &SourceState) -> Option<(Tone, String)> {
    match state {
        SourceState::Ready => None,
        SourceState::SignedIn { until: None } => Some((Tone::Good, said::SIGNED_IN.into())),
        SourceState::SignedIn { until: Some(until) } => {
            Some((Tone::Good, said::signed_in_until(&clock::short(*until))))
        }
        SourceState::SignInNeeded => Some((Tone::Attention, said::SIGN_IN_NEEDED.into())),
        SourceState::CodeNeeded { .. } => Some((Tone::Attention, said::CODE_NEEDED.into())),
    }
}

#[component]
pub fn NoSources() -> impl IntoView {
    view! {
        <Note tone=Tone::Attention test="no-sources">
            <p class="note-title">{said::NO_SOURCES}</p>
            <p>{said::NO_SOURCES_BEFORE} <code>{said::NO_SOURCES_COMMAND}</code> {said::NO_SOURCES_AFTER}</p>
            <div class="note-actions">
                <LookAgain />
            </div>
        </Note>
    }
}

#[component]
pub fn LookAgain() -> impl IntoView {
    let store = Store::here();
    view! {
        <Button test="look-again" icon="rotate-ccw" on_press=move |()| store.look_for_sources()>
            {said::LOOK_AGAIN}
        </Button>
    }
}
