//! One profile that was found: where, what it says, what other files say differently, and what is lacking.

use ipc::import::{FoundProfile, FoundSource};
use leptos::prelude::*;

use super::Choice;
use super::given::GivenFields;
use crate::components::{StateBadge, Tone};
use crate::messages::import as text;

/// What a person looks for first.
const FACTS: [&str; 6] = [
    "benchlingTenant",
    "benchlingAppDefinitionId",
    "benchlingClientId",
    "quiltStackArn",
    "benchlingPkgBucket",
    "imageTag",
];

#[component]
pub fn Found(found: FoundProfile, choice: Choice) -> impl IntoView {
    let name = found.name.to_string();
    let (tone, word) = match (found.missing.is_empty(), found.is_here) {
        (false, _) => (Tone::Attention, text::INCOMPLETE),
        (true, true) => (Tone::Good, text::HERE),
        (true, false) => (Tone::Good, text::NEW),
    };
    let missing = found.missing.clone();
    let differing = differing(&found);
    let sources = sources(&found, choice);
    let owner = name.clone();
    view! {
        <li class="card profile" data-test=format!("found-{name}")>
            <header class="profile-head">
                <label class="tick">
                    <input
                        type="checkbox"
                        data-test=format!("take-{name}")
                        aria-label=text::take(&name)
                        prop:checked=choice.take
                        on:change=move |event| choice.take.set(event_target_checked(&event))
                    />
                    <h2>{name.clone()}</h2>
                </label>
                <StateBadge tone=Signal::stored(tone) word=Signal::stored(word.to_owned()) />
            </header>
            {sources}
            {move || {
                let path = choice.source.get();
                found.sources.iter().find(|source| source.path == path).map(says)
            }}
            {lines(text::DIFFERS, differing)}
            {(!missing.is_empty())
                .then(|| view! { <GivenFields title=text::LACKS owner faults=missing given=choice.given /> })}
        </li>
    }
}

/// One file is told, several are chosen from.
fn sources(found: &FoundProfile, choice: Choice) -> AnyView {
    let words = |source: &FoundSource| text::source(source.generation, &source.path);
    if let [only] = found.sources.as_slice() {
        return view! { <p class="small muted selectable">{words(only)}</p> }.into_any();
    }
    let name = format!("source-{}", found.name);
    let rows = found.sources.iter().map(|source| {
        let (path, own) = (source.path.clone(), source.path.clone());
        view! {
            <label class="tick">
                <input
                    type="radio"
                    name=name.clone()
                    value=source.path.clone()
                    prop:checked=move || choice.source.with(|chosen| *chosen == path)
                    on:change=move |_| choice.source.set(own.clone())
                />
                <span>{words(source)}</span>
            </label>
        }
    });
    view! {
        <fieldset class="import-sources">
            <legend class="small muted">{text::FROM}</legend>
            {rows.collect_view()}
        </fieldset>
    }
    .into_any()
}

fn says(source: &FoundSource) -> AnyView {
    let facts = source.settings.iter().filter(|setting| FACTS.contains(&setting.key.as_str()));
    let facts = facts.map(|setting| {
        view! { <dt>{text::label(&setting.key)}</dt> <dd class="selectable">{setting.value.clone()}</dd> }
    });
    let normalised =
        source.normalised.iter().map(|it| text::becomes(&text::label(&it.key), &it.found, &it.becomes));
    let more = (!source.beside.is_empty()).then(|| text::with(&source.beside));
    let secret = source.secret_in.as_deref().map(text::secret_in);
    let left_out = (!source.left_out.is_empty()).then(|| text::left_out(&source.left_out));
    let remarks = [more, secret, left_out].into_iter().flatten();
    view! {
        <dl class="pairs">{facts.collect_view()}</dl>
        {lines(text::WRITTEN_OTHERWISE, normalised.collect())}
        {remarks.map(|remark| view! { <p class="small muted">{remark}</p> }).collect_view()}
    }
    .into_any()
}

fn differing(found: &FoundProfile) -> Vec<String> {
    let others = found.sources.iter().skip(1).zip(&found.differing);
    others
        .flat_map(|(source, rows)| {
            rows.iter().map(|row| {
                let side = |value: &Option<String>| value.clone().unwrap_or_default();
                text::differs(&text::label(&row.key), &side(&row.left), &side(&row.right), &source.path)
            })
        })
        .collect()
}

fn lines(title: &'static str, lines: Vec<String>) -> Option<AnyView> {
    (!lines.is_empty()).then(|| {
        let lines = lines.into_iter().map(|line| view! { <li>{line}</li> }).collect_view();
        view! {
            <div class="import-lines small">
                <h3>{title}</h3>
                <ul class="bullets">{lines}</ul>
            </div>
        }
        .into_any()
    })
}
