//! Stopping what runs. CloudFormation then puts an update back; a creation is deleted again.

use ipc::{Code, Problem};

use crate::template::STACK_NAME;
use crate::{Engine, Result, clock};

/// Asks for it and comes back at once: whoever follows the operation sees it turn round.
pub async fn stop(engine: &Engine) -> Result<()> {
    let stack = engine.cloud()?.stack(STACK_NAME).await?;
    let state = stack.as_ref().map_or("", |stack| stack.state.as_str());
    let token: String = format!("stop-{}", clock::rfc3339(engine.clock.now()));
    let token: String = token.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
    match state {
        "UPDATE_IN_PROGRESS" => engine.cloud()?.cancel_update(STACK_NAME, &token).await,
        "CREATE_IN_PROGRESS" => engine.cloud()?.delete_stack(STACK_NAME, &[], &token).await,
        _ => Err(Problem::new(
            Code::StackBusy,
            "There is nothing to stop: no update and no creation is under way.",
            "What has come this far goes on to its end, forwards or back.",
        )),
    }
}
