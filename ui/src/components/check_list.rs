//! A report as a list: one row for each check, its outcome and what was found; a failed row unfolds its problem.

use ipc::check::{Check, CheckOutcome};
use leptos::prelude::*;

use super::problem_note::ProblemNote;
use super::state_badge::{Tone, ToneIcon};
use crate::messages::common as text;

#[component]
pub fn CheckList(#[prop(into)] checks: Signal<Vec<Check>>) -> impl IntoView {
    view! {
        <ul class="check-list" data-test="checks">
            {move || checks.get().into_iter().map(row).collect_view()}
        </ul>
    }
}

fn row(check: Check) -> impl IntoView {
    let (tone, word, detail, problem) = match check.outcome {
        CheckOutcome::Passed { detail } => (Tone::Good, text::PASSED, detail, None),
        CheckOutcome::Attention { detail } => (Tone::Attention, text::ATTENTION, detail, None),
        CheckOutcome::Failed { problem } => (Tone::Failed, text::FAILED, String::new(), Some(problem)),
        CheckOutcome::Skipped { detail } => (Tone::Neutral, text::SKIPPED, detail, None),
    };
    view! {
        <li class="check-row" data-tone=tone.key()>
            <span class="check-icon">
                <ToneIcon tone=Signal::stored(tone) />
                <span class="hidden-visually">{word}</span>
            </span>
            <span class="check-title">{check.title}</span>
            <span class="check-detail selectable">{detail}</span>
            {problem.map(|problem| view! { <div class="check-problem"><ProblemNote problem /></div> })}
        </li>
    }
}
