//! Whether what the journal announces has happened: an answer that was lost is no refusal, and an announcement is no
//! deed.
//!
//! The stack's events tell, since the announcement names the last one before it. An operation's events bear its token
//! wherever the implementation gives tokens, so somebody else's operation is not taken for ours.

use std::time::Duration;

use ipc::{Code, Problem};

use super::watch::Ended;
use crate::cloud::StackEvent;
use crate::journal::Executing;
use crate::{Engine, Result};

const POLL: Duration = Duration::from_secs(1);
/// Within that many seconds of the announcement the stack's events show what came of it.
const SHOWN_WITHIN: u64 = 5;

/// After a call that was answered with a problem, or not at all: fails unless it has begun all the same.
pub async fn in_spite_of(
    problem: Problem,
    engine: &Engine,
    executing: &Executing,
) -> std::result::Result<(), Ended> {
    let is_refusal = !matches!(problem.code, Code::AwsUnreachable | Code::AwsRefused);
    let begun =
        if is_refusal { now(engine, executing).await } else { within_reason(engine, executing).await };
    match begun {
        Ok(true) => Ok(()),
        Err(_) if !is_refusal => Err(Ended::LostSight(Problem {
            message: format!("We can't tell whether the deployment has begun: {}", problem.message),
            next: format!("{} Then open this program again: it finds out.", problem.next),
            ..problem
        })),
        _ => Err(Ended::Failed(problem)),
    }
}

/// Looks until it has begun, or would have been seen by now.
pub async fn within_reason(engine: &Engine, executing: &Executing) -> Result<bool> {
    loop {
        if now(engine, executing).await? {
            return Ok(true);
        }
        if engine.clock.now().seconds_since(executing.at) >= SHOWN_WITHIN {
            return Ok(false);
        }
        engine.clock.sleep(POLL).await;
    }
}

/// Looks once. A stack that is gone counts: how it came to that is told by who follows it.
pub async fn now(engine: &Engine, executing: &Executing) -> Result<bool> {
    let Executing { stack, token, after, .. } = executing;
    if engine.cloud()?.stack(stack).await?.is_none() {
        return Ok(true);
    }
    let events = engine.cloud()?.stack_events(stack, after.as_deref()).await?;
    // A change set for a new stack is made with the same token, and the empty stack is no beginning.
    let ours = |event: &StackEvent| {
        event.status != "REVIEW_IN_PROGRESS" && event.token.as_ref().is_none_or(|other| other == token)
    };
    Ok(events.iter().any(ours))
}
