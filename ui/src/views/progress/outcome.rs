//! How a deployment ended, other than well: what was seen, and what to do now. Success has a page of its own.

use ipc::Environment;
use ipc::progress::{Endpoint, Outcome};
use leptos::prelude::*;
use serde::de::IgnoredAny;

use super::super::done::EndpointLine;
use super::super::verify::VerifyDialog;
use crate::components::{Button, ButtonKind, Note, ProblemNote, Tone};
use crate::draft;
use crate::messages::common::{self, progress as text};
use crate::shell::{Errand, Screen, Shell};

#[component]
pub fn OutcomeNote(outcome: Outcome) -> impl IntoView {
    match outcome {
        // The page changes to the one for success.
        Outcome::Succeeded { .. } => ().into_any(),
        Outcome::Failed { problem } => view! {
            <div class="outcome" data-test="outcome-failed">
                <ProblemNote problem>
                    <BackToReview />
                    <OpenDashboard />
                </ProblemNote>
            </div>
        }
        .into_any(),
        Outcome::NotAnsweringYet { endpoints, seen } => view! {
            <div class="outcome" data-test="outcome-not-answering">
                <Note tone=Tone::Attention>
                    <p class="note-title">{text::SILENT}</p>
                    <p>{seen}</p>
                    <p>
                        {text::SILENT_NEXT}
                    </p>
                    <Reached endpoints />
                </Note>
            </div>
        }
        .into_any(),
        Outcome::NotWaited { endpoints } => view! {
            <div class="outcome" data-test="outcome-not-waited">
                <Note>
                    <p class="note-title">{text::NOT_WAITED}</p>
                    <p>{text::NOT_WAITED_NEXT}</p>
                    <Reached endpoints />
                </Note>
            </div>
        }
        .into_any(),
        Outcome::NothingToChange { endpoints } => view! {
            <div class="outcome" data-test="outcome-nothing-to-change">
                <Note tone=Tone::Good>
                    <p class="note-title">{text::NOTHING}</p>
                    <p>{text::NOTHING_WHY}</p>
                    <Reached endpoints />
                </Note>
            </div>
        }
        .into_any(),
        Outcome::Done { what } => view! {
            <div class="outcome" data-test="outcome-done">
                <Note tone=Tone::Good>
                    <p class="note-title">{what}</p>
                    <div class="note-actions">
                        <OpenDashboard />
                    </div>
                </Note>
            </div>
        }
        .into_any(),
        Outcome::Cancelled => view! {
            <div class="outcome" data-test="outcome-cancelled">
                <Note>
                    <p class="note-title">{text::CANCELLED}</p>
                    <p>{text::CANCELLED_NEXT}</p>
                    <div class="note-actions">
                        <BackToReview />
                        <OpenDashboard />
                    </div>
                </Note>
            </div>
        }
        .into_any(),
    }
}

/// The endpoints, and what to do with them.
#[component]
fn Reached(endpoints: Vec<Endpoint>) -> impl IntoView {
    let testing = RwSignal::new(None::<Environment>);
    view! {
        <ul class="endpoints">
            {endpoints
                .into_iter()
                .map(|endpoint| {
                    let environment = endpoint.environment;
                    view! {
                        <li class="endpoints-row">
                            <EndpointLine endpoint />
                            <Button
                                test=test_name(environment)
                                icon="list-checks"
                                on_press=move |()| testing.set(Some(environment))
                            >
                                {text::test(environment)}
                            </Button>
                        </li>
                    }
                })
                .collect_view()}
        </ul>
        <div class="note-actions">
            <OpenDashboard />
        </div>
        <VerifyDialog environment=testing />
    }
}

/// Only where the wizard was left for this deployment: one from the dashboard has no review to go back to.
#[component]
fn BackToReview() -> impl IntoView {
    let shell = Shell::here();
    let left = draft::load::<IgnoredAny>(untrack(|| shell.mode())).is_some();
    left.then(|| {
        view! {
            <Button
                kind=ButtonKind::Primary
                test="back-to-review"
                icon="arrow-left"
                on_press=move |()| shell.open(Screen::Wizard(Errand::Resume))
            >
                {text::BACK_TO_REVIEW}
            </Button>
        }
    })
}

#[component]
fn OpenDashboard() -> impl IntoView {
    let shell = Shell::here();
    view! {
        <Button test="open-dashboard" on_press=move |()| shell.open(Screen::Dashboard)>
            {common::OPEN_DASHBOARD}
        </Button>
    }
}

fn test_name(environment: Environment) -> &'static str {
    match environment {
        Environment::Dev => "test-dev",
        Environment::Prod => "test-prod",
    }
}
