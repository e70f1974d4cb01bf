//! The last wait: until the environments answer. It is bounded, and what was seen is told when it ends early.

use std::time::Duration;

use ipc::plan::Plan;
use ipc::status::HealthState;

use crate::cloud::Stack;
use crate::progress::Board;
use crate::{Engine, status};

const POLL: Duration = Duration::from_secs(3);

/// `Err` with what was seen last, when the time is up.
pub async fn wait(engine: &Engine, stack: &Stack, plan: &Plan, board: &Board) -> Result<(), String> {
    let deadline = engine.clock.now().0 + i64::try_from(engine.readiness.as_millis()).unwrap_or(i64::MAX);
    for target in &plan.targets {
        let environment = target.environment;
        board.headline(format!(
            "Waiting until {environment} answers. New containers usually need 1 to 3 min."
        ));
        loop {
            let seen = match status::environment(engine, stack, environment).await {
                Ok(Some(deployed)) => match deployed.health.state {
                    HealthState::Healthy | HealthState::Degraded | HealthState::Refused => break,
                    _ => deployed.health.detail,
                },
                Ok(None) => format!("The stack has no {environment}."),
                Err(problem) => problem.message,
            };
            board.step(ipc::progress::Step::Readiness, ipc::progress::StepState::Running, Some(seen.clone()));
            if engine.clock.now().0 >= deadline {
                return Err(format!("{}: {seen}", environment.title()));
            }
            engine.clock.sleep(POLL.min(engine.readiness)).await;
        }
    }
    Ok(())
}
