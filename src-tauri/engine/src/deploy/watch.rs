//! Follows a running stack operation until it ends.
//!
//! Events since `after` are folded into the board; the stack's own state decides when it is over. Right after
//! an execution the stack may still show the state that it had before, so an end counts only when the
//! operation has been seen: by an event, by a state or time that differs, or by a patience of a few polls
//! (some implementations send no events at all).
//!
//! A poll that is throttled or doesn't get through is no failure of the deployment: it is tried again, less
//! often, and given up only after minutes. Where AWS limits the requests, the pauses grow and are random, so
//! that several programs don't come back at the same moment.
//!
//! While a service is under way, ECS is asked too ([`Rollouts`]).

use std::hash::{BuildHasher as _, RandomState};
use std::time::Duration;

use ipc::{Code, Problem};

use super::failure;
use super::rollout::Rollouts;
use crate::cloud::{Stack, StackEvent};
use crate::journal::{Action, Executing};
use crate::progress::Board;
use crate::{Engine, Result};

/// An end is noticed within it.
const POLL: Duration = Duration::from_secs(1);
/// How many polls to wait for a sign of an operation that shows none.
const PATIENCE: u32 = 5;
/// How long polls may fail before we say that we lost sight.
const BLIND_SECONDS: u64 = 300;
const BLIND_POLL: Duration = Duration::from_secs(10);

pub enum Ended {
    /// The operation failed, and was rolled back or is stuck.
    Failed(Problem),
    /// We can't see it any more. It goes on in AWS.
    LostSight(Problem),
}

impl From<Problem> for Ended {
    fn from(problem: Problem) -> Self {
        Self::Failed(problem)
    }
}

/// Gives the finished stack; `None` where it was deleted, as it should.
pub async fn until_done(
    engine: &Engine,
    executing: &Executing,
    before: Option<&Stack>,
    board: &Board,
) -> std::result::Result<Option<Stack>, Ended> {
    let name = &executing.stack;
    let mut after = executing.after.clone();
    let mut seen: Vec<StackEvent> = Vec::new();
    let mut rollouts = Rollouts::default();
    let (mut polls, mut throttled, mut blind_since) = (0, 0, None);
    loop {
        match look(engine, name, after.as_deref()).await {
            Ok((events, stack)) => {
                (throttled, blind_since) = (0, None);
                after = events.last().map(|event| event.id.clone()).or(after);
                board.fold(&events);
                rollouts.look(engine, name, board, &events).await;
                seen.extend(events);
                polls += 1;
                let begun = !seen.is_empty()
                    || polls > PATIENCE
                    || has_moved(before, stack.as_ref())
                    || executing.action == Action::Follow;
                match stack {
                    Some(stack) if begun && !stack.is_busy() && !stack.is_empty() => {
                        return match is_good(&executing.action, &stack.state) {
                            true => Ok(Some(stack)),
                            false => Err(Ended::Failed(failure::problem(&stack, &seen, &rollouts))),
                        };
                    }
                    None if matches!(executing.action, Action::Delete { .. } | Action::Follow) => {
                        return Ok(None);
                    }
                    None if begun => return Err(Ended::Failed(failure::gone(name, &seen))),
                    _ => engine.clock.sleep(POLL).await,
                }
            }
            Err(problem) => {
                let now = engine.clock.now();
                let since = *blind_since.get_or_insert(now);
                if !is_passing(&problem) || now.seconds_since(since) >= BLIND_SECONDS {
                    return Err(Ended::LostSight(lost_sight(problem)));
                }
                board.headline(
                    "AWS does not answer at the moment. The deployment goes on there; we keep asking.",
                );
                let pause = if problem.code == Code::AwsThrottled {
                    throttled += 1;
                    back_off(throttled)
                } else {
                    BLIND_POLL
                };
                engine.clock.sleep(pause).await;
            }
        }
    }
}

/// Whether this is how it was meant to end.
fn is_good(action: &Action, state: &str) -> bool {
    match action {
        Action::Execute(_) | Action::Follow => matches!(state, "CREATE_COMPLETE" | "UPDATE_COMPLETE"),
        Action::ContinueRollback { .. } => state == "UPDATE_ROLLBACK_COMPLETE",
        // Not deleted is not done.
        Action::Delete { .. } => false,
    }
}

/// The stack first: the events that led to the state it shows are then among those read after it.
async fn look(engine: &Engine, name: &str, after: Option<&str>) -> Result<(Vec<StackEvent>, Option<Stack>)> {
    let stack = engine.cloud()?.stack(name).await?;
    let events = match &stack {
        Some(_) => engine.cloud()?.stack_events(name, after).await?,
        None => Vec::new(),
    };
    Ok((events, stack))
}

fn has_moved(before: Option<&Stack>, now: Option<&Stack>) -> bool {
    match (before, now) {
        (Some(before), Some(now)) => before.state != now.state || before.updated_at != now.updated_at,
        (None, Some(now)) => !now.is_empty(),
        (_, None) => false,
    }
}

/// Anything up to two, four, eight, ten seconds. Random by way of the standard library's hash keys.
fn back_off(attempt: u32) -> Duration {
    let most = POLL.saturating_mul(2_u32.saturating_pow(attempt)).min(BLIND_POLL);
    let random = RandomState::new().hash_one(attempt);
    most.mul_f64((random % 1001) as f64 / 1000.0)
}

fn is_passing(problem: &Problem) -> bool {
    matches!(problem.code, Code::AwsThrottled | Code::AwsUnreachable)
}

fn lost_sight(problem: Problem) -> Problem {
    Problem {
        message: format!("We can't follow the deployment any more: {}", problem.message),
        next: format!(
            "It goes on in AWS. {} Then open this program again: it takes up where it left.",
            problem.next
        ),
        ..problem
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_differ_and_stay_within_ten_seconds() {
        let pauses = |attempt| (0..200).map(move |_| back_off(attempt));
        assert!(pauses(1).all(|pause| pause <= 2 * POLL));
        assert!([5, 40, u32::MAX].into_iter().flat_map(pauses).all(|pause| pause <= BLIND_POLL));
        assert!(pauses(9).any(|pause| pause > 2 * POLL), "it never grows");
        assert!(pauses(9).any(|pause| Some(pause) != pauses(9).next()), "it is always the same");
    }
}
