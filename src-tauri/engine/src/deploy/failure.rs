//! Why a stack operation failed: the first true error, not the ones it dragged along.

use ipc::{Code, Problem};

use crate::cloud::{Stack, StackEvent};
use crate::progress::is_cancelled;
use crate::template;

pub fn problem(stack: &Stack, events: &[StackEvent]) -> Problem {
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
            "What had been made was removed again. Delete the empty stack in the AWS console, mend the cause and deploy again."
        }
        "UPDATE_ROLLBACK_FAILED" => {
            "Putting it back failed too. Open the stack in the AWS console and choose \"Continue update rollback\"."
        }
        _ => "Open the stack in the AWS console to see what is left of it.",
    };
    let mut problem = Problem::new(Code::DeploymentFailed, what, next);
    for event in events.iter().filter(|event| event.status.ends_with("_FAILED")).take(5) {
        let reason = event.reason.as_deref().unwrap_or("no reason given");
        problem = problem.because_text(format!("{} {}: {reason}", event.logical_id, event.status));
    }
    problem
}

pub fn vanished(stack: &str) -> Problem {
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
