//! The steps of a deployment as one line: each a segment with its name beneath.

use ipc::progress::{StepProgress, StepState};
use leptos::prelude::*;

use super::Run;
use crate::components::{Icon, Spinner};

#[component]
pub fn Steps(run: Run) -> impl IntoView {
    let steps = Memo::new(move |_| run.deployment.with(|d| d.steps.clone()));
    view! {
        <ol class="steps" aria-label="Steps">{move || steps.get().into_iter().map(step).collect_view()}</ol>
    }
}

fn step(step: StepProgress) -> impl IntoView {
    let (key, word, icon) = match step.state {
        StepState::Pending => ("pending", "To do", Some("circle-dashed")),
        StepState::Running => ("running", "Running", None),
        StepState::Done => ("done", "Done", Some("check")),
        StepState::Skipped => ("skipped", "Not needed", Some("minus")),
        StepState::Failed => ("failed", "Failed", Some("x")),
    };
    let current = (step.state == StepState::Running).then_some("step");
    view! {
        <li class="step" data-state=key aria-current=current>
            <span class="step-name">
                {match icon {
                    Some(name) => view! { <Icon name /> }.into_any(),
                    None => view! { <Spinner /> }.into_any(),
                }}
                <span>{step.step.title()}</span>
                <span class="hidden-visually">{format!(": {word}")}</span>
            </span>
            {step.detail.map(|detail| view! { <span class="step-detail">{detail}</span> })}
        </li>
    }
}
