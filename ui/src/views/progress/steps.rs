//! The steps of a deployment as one line: each a segment with its name beneath.

use ipc::progress::{StepProgress, StepState};
use leptos::prelude::*;

use super::Run;
use crate::components::{Icon, Spinner};
use crate::derived::memo;
use crate::messages::common::progress as text;

#[component]
pub fn Steps(run: Run) -> impl IntoView {
    let steps = memo(move || run.deployment.with(|d| d.steps.clone()));
    view! {
        <ol class="steps" aria-label=text::STEPS>{move || steps.get().into_iter().map(step).collect_view()}</ol>
    }
}

fn step(step: StepProgress) -> impl IntoView {
    let (key, word, icon) = match step.state {
        StepState::Pending => ("pending", text::TO_DO, Some("circle-dashed")),
        StepState::Running => ("running", text::STEP_RUNNING, None),
        StepState::Done => ("done", text::DONE, Some("check")),
        StepState::Skipped => ("skipped", text::NOT_NEEDED, Some("minus")),
        StepState::Failed => ("failed", text::FAILED, Some("x")),
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
            {step.detail.filter(|_| step.state != StepState::Failed).map(|detail| view! { <span class="step-detail">{detail}</span> })}
        </li>
    }
}
