//! The stack that a deployment would change: whether it is there, whose it is, and whether it can take a change set.

use ipc::plan::DeployRequest;
use ipc::{Code, Problem};
use serde_json::Value;

use crate::cloud::Stack;
use crate::template::{self, Network, Origin, STACK_NAME};
use crate::{Engine, Result, takeover};

/// The stack as it is now, ready to take a change set.
pub(super) struct Present {
    /// None where it does not exist, or in name only.
    pub(super) stack: Option<Stack>,
    pub(super) deployed: Option<Value>,
    /// The npm tool's, with the network that it has.
    pub(super) taken_over: Option<Network>,
}

impl Present {
    pub(super) fn in_words(&self) -> String {
        match &self.stack {
            Some(stack) if self.taken_over.is_some() => {
                format!("{} of the npm tool is taken over ({})", stack.name, stack.state)
            }
            Some(stack) => format!("{} exists ({})", stack.name, stack.state),
            None => format!("{STACK_NAME} will be created"),
        }
    }
}

pub(super) async fn present_stack(engine: &Engine, request: &DeployRequest) -> Result<Present> {
    let Some(stack) = engine.cloud()?.stack(STACK_NAME).await? else {
        return Ok(Present { stack: None, deployed: None, taken_over: None });
    };
    deployable(&stack)?;
    if stack.is_empty() {
        return Ok(Present { stack: None, deployed: None, taken_over: None });
    }
    let deployed = engine.cloud()?.template(STACK_NAME).await?.unwrap_or_default();
    let taken_over = match template::origin(&deployed) {
        Origin::Ours => None,
        Origin::Npm => Some(takeover::network(&stack, &deployed, request)?),
        Origin::NpmNetworkBalancer => return Err(takeover::of_later_tool(&stack)),
        Origin::Unknown => return Err(takeover::of_another_tool(&stack)),
    };
    Ok(Present { stack: Some(stack), deployed: Some(deployed), taken_over })
}

/// Why a stack can't take a change set in the state that it is in.
pub(crate) fn deployable(stack: &Stack) -> Result<()> {
    if stack.is_busy() {
        return Err(Problem::new(
            Code::StackBusy,
            format!("{} is being changed right now ({}).", stack.name, stack.state),
            "Follow it to its end, then deploy again.",
        ));
    }
    let stuck = |message: String, next: &str| Err(Problem::new(Code::StackStuck, message, next));
    match stack.state.as_str() {
        "ROLLBACK_COMPLETE" | "CREATE_FAILED" | "ROLLBACK_FAILED" => stuck(
            format!(
                "The first creation of {} failed ({}), and CloudFormation can only delete it.",
                stack.name, stack.state
            ),
            "Repair it: it is deleted, and has nothing that runs. Then deploy again.",
        ),
        "UPDATE_ROLLBACK_FAILED" => stuck(
            format!(
                "An update of {} failed, and so did putting it back (UPDATE_ROLLBACK_FAILED).",
                stack.name
            ),
            "Repair it: we try again to put it back, and you can skip what can't be. Then deploy again.",
        ),
        "DELETE_FAILED" => stuck(
            format!("{} was being deleted, and that failed.", stack.name),
            "Repair it: it is deleted again, and you can keep what can't be.",
        ),
        _ => Ok(()),
    }
}
