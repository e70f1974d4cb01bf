//! Why a stack operation failed: the first true error, not the ones it dragged along.

use ipc::{Code, Problem};

use super::cause;
use super::rollout::Rollouts;
use crate::cloud::{Stack, StackEvent};
use crate::progress::is_cancelled;
use crate::template;

/// How many of the failures are told in CloudFormation's words.
const TOLD: usize = 5;

pub fn problem(stack: &Stack, events: &[StackEvent], rollouts: &Rollouts) -> Problem {
    if was_stopped(stack, events) {
        return Problem::new(
            Code::DeploymentStopped,
            "You stopped the deployment, and everything is as it was before.",
            "Deploy again when you are ready.",
        );
    }
    let first = events.iter().find(|event| is_cause(event));
    let evidence = first.and_then(|event| rollouts.evidence(&event.logical_id)).cloned();
    let evidence =
        evidence.filter(|_| first.is_some_and(|event| event.resource_type == super::rollout::SERVICE));
    let reason = match first {
        Some(event) => event.reason.as_deref(),
        None => stack.state_reason.as_deref(),
    };
    let known = match &evidence {
        Some(evidence) => cause::of_service(reason.unwrap_or_default(), evidence),
        None => reason.and_then(cause::of),
    };
    let why = known.as_ref().map_or_else(|| sentence(reason), |known| known.sentence.clone());
    let what = match first {
        Some(event) => {
            let name = template::plain_name(&event.logical_id, &event.resource_type);
            format!("{name} failed: {why}")
        }
        None => format!("{} ended as {}: {why}", stack.name, stack.state),
    };
    let mend = known.map_or_else(|| "Mend the cause.".to_owned(), |known| known.next);
    let next = match stack.state.as_str() {
        "UPDATE_ROLLBACK_COMPLETE" => {
            format!("Everything is as it was before. {mend} Then deploy again.")
        }
        "ROLLBACK_COMPLETE" => format!(
            "What had been made was removed again. {mend} Then repair the stack, which deletes what is left of it, \
             and deploy again."
        ),
        "UPDATE_ROLLBACK_FAILED" => {
            format!("Putting it back failed too. {mend} Then repair the stack: we try again to put it back.")
        }
        _ => format!("{mend} Then repair the stack: that says what is left of it, and what can be done."),
    };
    let mut problem = Problem::new(Code::DeploymentFailed, what, next);
    for event in events.iter().filter(|event| is_cause(event)).take(TOLD) {
        let reason = event.reason.as_deref().unwrap_or("no reason given");
        problem = problem.because_text(format!("{} {}: {reason}", event.logical_id, event.status));
    }
    evidence.iter().flat_map(|evidence| evidence.lines()).fold(problem, Problem::because_text)
}

/// A failure of its own, rather than one that another dragged along.
pub fn is_cause(event: &StackEvent) -> bool {
    event.status.ends_with("_FAILED")
        && event.resource_type != "AWS::CloudFormation::Stack"
        && !is_cancelled(event.reason.as_deref())
}

/// A creation that was deleted while it was under way, as stopping it does.
pub fn gone(stack: &str, events: &[StackEvent]) -> Problem {
    let stopped = events.iter().any(|event| {
        event.resource_type == "AWS::CloudFormation::Stack" && event.status == "DELETE_IN_PROGRESS"
    });
    if !stopped {
        return vanished(stack);
    }
    Problem::new(
        Code::DeploymentStopped,
        "You stopped the deployment, and what had been made was removed again.",
        "Deploy again when you are ready.",
    )
}

/// An update that somebody cancelled, rather than one that failed.
fn was_stopped(stack: &Stack, events: &[StackEvent]) -> bool {
    stack.state == "UPDATE_ROLLBACK_COMPLETE"
        && events.iter().any(|event| {
            event.resource_type == "AWS::CloudFormation::Stack"
                && event.status == "UPDATE_ROLLBACK_IN_PROGRESS"
                && event.reason.as_deref().is_some_and(|reason| reason.starts_with("User Initiated"))
        })
}

fn vanished(stack: &str) -> Problem {
    Problem::new(
        Code::DeploymentFailed,
        format!("{stack} does not exist any more: somebody deleted it while it was being deployed."),
        "Find out who did, then deploy again.",
    )
}

/// AWS's own words, ending as a sentence ends.
fn sentence(reason: Option<&str>) -> String {
    let text = reason.unwrap_or("CloudFormation gave no reason").trim();
    if text.ends_with('.') { text.to_owned() } else { format!("{text}.") }
}
