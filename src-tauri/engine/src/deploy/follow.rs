//! From the running operation to the record: follows it, waits for answers, writes down how it ended.

use ipc::plan::{Plan, SecretAction, SecretChange};
use ipc::progress::{Endpoint, Outcome, Step, StepState};
use ipc::status::DeployRecord;
use ipc::{Problem, Timestamp};

use super::readiness::{self, Unready};
use super::{leftovers, watch, words};
use crate::cloud::Stack;
use crate::durations::{self, Durations};
use crate::history::Origin;
use crate::journal::{self, Entry, Executing, Leftover};
use crate::progress::Board;
use crate::{Engine, history};

/// What is known of a run besides what it does to the stack.
pub struct Run<'a> {
    pub name: &'a str,
    pub plan: &'a Plan,
    pub wait: bool,
    pub deployed_by: &'a str,
    pub origin: &'a Origin,
    pub leftovers: &'a [Leftover],
    pub began: Timestamp,
    /// What was about to be recorded when the run was cut off.
    pub rows: Option<&'a [DeployRecord]>,
}

/// From the running operation to the record.
pub async fn follow(
    engine: &Engine,
    run: &Run<'_>,
    executing: &Executing,
    before: Option<&Stack>,
    board: &Board,
) -> Outcome {
    board.learned(Durations::read(&engine.paths));
    let stack = match watch::until_done(engine, executing, before, board).await {
        Ok(stack) => {
            // What is settled now was not seen to end, so it is no experience.
            durations::add(&engine.paths, &board.taken());
            board.settle();
            board.step(Step::Execute, StepState::Done, None);
            stack
        }
        Err(watch::Ended::LostSight(problem)) => {
            // It goes on without us; the journal stays open, so the next start takes it up again.
            board.step(Step::Execute, StepState::Failed, Some(problem.message.clone()));
            return Outcome::Failed { problem };
        }
        Err(watch::Ended::Failed(problem)) => {
            board.step(Step::Execute, StepState::Failed, Some(problem.message.clone()));
            board.step(Step::Readiness, StepState::Skipped, None);
            return finish(engine, run, Outcome::Failed { problem }, board).await;
        }
    };
    let Some(stack) = stack.filter(|_| !run.plan.targets.is_empty()) else {
        board.step(Step::Readiness, StepState::Skipped, None);
        let outcome = match leftovers::remove(engine, run.leftovers).await {
            Ok(()) => Outcome::Done { what: words::done(run.plan) },
            Err(problem) => Outcome::Failed { problem },
        };
        return finish(engine, run, outcome, board).await;
    };
    if let Some(problem) = readiness::put_back(engine, &stack, run.plan).await {
        board.step(Step::Readiness, StepState::Failed, Some(problem.message.clone()));
        return finish(engine, run, Outcome::Failed { problem }, board).await;
    }
    let endpoints = endpoints(Some(&stack), run.plan);
    if !run.wait {
        board.step(Step::Readiness, StepState::Skipped, Some("Not waited for, as asked.".into()));
        return finish(engine, run, Outcome::NotWaited { endpoints }, board).await;
    }
    board.step(Step::Readiness, StepState::Running, None);
    let outcome = match readiness::wait(engine, &stack, run.plan, board).await {
        Ok(()) => {
            board.step(Step::Readiness, StepState::Done, None);
            Outcome::Succeeded { endpoints }
        }
        Err(Unready::PutBack(problem)) => {
            board.step(Step::Readiness, StepState::Failed, Some(problem.message.clone()));
            Outcome::Failed { problem }
        }
        Err(Unready::Silent(seen)) => {
            board.step(Step::Readiness, StepState::Failed, Some(seen.clone()));
            Outcome::NotAnsweringYet { endpoints, seen }
        }
    };
    finish(engine, run, outcome, board).await
}

/// Writes the record, then closes the journal. A record that can't be written is told, and the run stays open.
pub async fn finish(engine: &Engine, run: &Run<'_>, outcome: Outcome, board: &Board) -> Outcome {
    let outcome = match outcome {
        Outcome::Failed { problem } => {
            Outcome::Failed { problem: secrets_put_back(engine, run, problem).await }
        }
        outcome => outcome,
    };
    board.step(Step::Record, StepState::Running, None);
    let facts = history::Facts {
        deployed_by: run.deployed_by,
        origin: run.origin,
        began: run.began,
        ended: engine.clock.now(),
    };
    let rows = match run.rows {
        Some(announced) => announced.to_vec(),
        None => history::rows(run.plan, &outcome, &facts),
    };
    let kind = match outcome {
        Outcome::Failed { .. } => "failed",
        Outcome::Cancelled => "cancelled",
        _ => "deployed",
    };
    let note = |entry: Entry| journal::append(&engine.paths, run.name, &entry);
    let written = || {
        note(Entry::Record { at: engine.clock.now(), rows: rows.clone() })?;
        // They are written all at once, and none but this run's are equal to them.
        let known = history::history(&engine.paths)?;
        if !rows.iter().all(|row| known.contains(row)) {
            history::record(&engine.paths, &rows)?;
        }
        note(Entry::Ended { at: engine.clock.now(), outcome: kind.into() })
    };
    match written() {
        Ok(()) => board.step(Step::Record, StepState::Done, None),
        Err(problem) => board.step(Step::Record, StepState::Failed, Some(problem.message)),
    }
    outcome
}

/// What did not come to run leaves its secret behind, and the containers that run would read that one when they start
/// again. So the version before is the current one again, and the failure says so.
async fn secrets_put_back(engine: &Engine, run: &Run<'_>, problem: Problem) -> Problem {
    let mut problem = problem;
    let written =
        |secret: &&SecretChange| matches!(secret.action, SecretAction::NewVersion | SecretAction::Restore);
    for secret in run.plan.secrets.iter().filter(written) {
        let name = &secret.name;
        let put_back = match engine.cloud() {
            Ok(cloud) => cloud.put_secret_back(name, run.name).await,
            Err(problem) => Err(problem),
        };
        problem = match put_back {
            Ok(true) => problem.because_text(format!("The secret {name} is again what it was before.")),
            Ok(false) => problem,
            Err(left) => problem.because_text(format!(
                "The secret {name} could not be put back and has the new content: {}",
                left.message
            )),
        };
    }
    problem
}

/// Where the plan's environments are reached, as the stack's outputs say.
pub fn endpoints(stack: Option<&Stack>, plan: &Plan) -> Vec<Endpoint> {
    let Some(stack) = stack else { return Vec::new() };
    plan.targets
        .iter()
        .filter_map(|target| {
            let url = stack.endpoint(target.environment)?;
            Some(Endpoint {
                environment: target.environment,
                url: url.to_owned(),
                image_tag: target.image_tag.clone(),
                digest: Some(target.digest.clone()),
            })
        })
        .collect()
}
