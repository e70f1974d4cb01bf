//! Why a stack operation failed: the first true error, not the ones it dragged along.

use ipc::{Code, Problem};

use crate::cloud::{Stack, StackEvent};
use crate::progress::is_cancelled;
use crate::template;

pub fn problem(stack: &Stack, events: &[StackEvent]) -> Problem {
    if was_stopped(stack, events) {
        return Problem::new(
            Code::DeploymentStopped,
            "You stopped the deployment, and everything is as it was before.",
            "Deploy again when you are ready.",
        );
    }
    let first = events.iter().find(|event| {
        event.status.ends_with("_FAILED")
            && event.resource_type != "AWS::CloudFormation::Stack"
            && !is_cancelled(event.reason.as_deref())
    });
    let what = match first {
        Some(event) => {
            let name = template::plain_name(&event.logical_id, &event.resource_type);
            format!("{name} failed: {}", sentence(event.reason.as_deref()))
        }
        None => {
            format!("{} ended as {}: {}", stack.name, stack.state, sentence(stack.state_reason.as_deref()))
        }
    };
    let next = match stack.state.as_str() {
        "UPDATE_ROLLBACK_COMPLETE" => "Everything is as it was before. Mend the cause and deploy again.",
        "ROLLBACK_COMPLETE" => {
            "What had been made was removed again. Mend the cause, repair the stack, which deletes what is left of it, and deploy again."
        }
        "UPDATE_ROLLBACK_FAILED" => {
            "Putting it back failed too. Repair the stack: we try again to put it back."
        }
        _ => "Repair the stack: that says what is left of it, and what can be done.",
    };
    let mut problem = Problem::new(Code::DeploymentFailed, what, next);
    for event in events.iter().filter(|event| event.status.ends_with("_FAILED")).take(5) {
        let reason = event.reason.as_deref().unwrap_or("no reason given");
        problem = problem.because_text(format!("{} {}: {reason}", event.logical_id, event.status));
    }
    problem
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
