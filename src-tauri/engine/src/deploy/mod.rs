//! A deployment, as linear steps, each a function with one input and one output.
//!
//! `prepare` asks everything, has CloudFormation compute a change set and tells in words what it would do; it
//! changes nothing that runs. The host shows the [`Plan`] and either `discard`s it, which leaves nothing
//! behind, or `execute`s it: secrets, change set, progress until the end, readiness, record. Before each side
//! effect the intent is appended to the journal and synced, so that `resume` can take up a run that was cut
//! off. CloudFormation does the undoing.
//!
//! The secret is written after the plan is agreed and not before: what is told first is touched second.

mod begun;
mod cause;
mod change_set;
mod evidence;
mod failure;
mod follow;
mod leftovers;
mod readiness;
pub mod remove;
pub mod repair;
mod rollout;
mod stop;
mod watch;
mod words;

use ipc::check::Preflight;
use ipc::plan::{DeployRequest, Plan, PlanKind, SecretAction};
use ipc::progress::{Outcome, Step, StepState};
use ipc::{Code, Problem, Timestamp};

use self::follow::{Run, endpoints, finish, follow};
use crate::cloud::{Stack, StackEvent};
use crate::durations::Durations;
use crate::history::Origin;
use crate::journal::{self, Action, Entry, Executing, Leftover};
use crate::preflight::{Facts, preflight};
use crate::progress::Board;
use crate::secret::Secret;
use crate::template::{self, STACK_NAME};
use crate::{Engine, Result, clock, takeover};

pub use stop::stop;
pub use words::{blank, changes};

/// A plan with all that is needed to carry it out. Carried out or discarded, never dropped silently.
#[derive(Debug)]
#[must_use = "a prepared deployment is either executed or discarded"]
pub struct Prepared {
    pub plan: Plan,
    pub(crate) wait: bool,
    pub(crate) deployed_by: String,
    pub(crate) origin: Origin,
    /// None where there is nothing to change.
    pub(crate) action: Option<Action>,
    /// What will be written to Secrets Manager.
    pub(crate) secrets: Vec<(String, Secret)>,
    /// What will be deleted when the stack is done.
    pub(crate) leftovers: Vec<Leftover>,
    pub(crate) before: Option<Stack>,
}

/// Names a run: its moment, to the millisecond, and its environments.
pub fn run_name(now: Timestamp, request: &DeployRequest) -> String {
    let digits: String = clock::rfc3339(now).chars().filter(char::is_ascii_alphanumeric).collect();
    let names: Vec<&str> = request.targets.iter().map(|target| target.environment.as_str()).collect();
    format!("{digits}-{}", names.join("-"))
}

/// Preflight, change set, plan. Fails with the first failed check; the whole report is in the board's step.
pub async fn prepare(engine: &Engine, request: &DeployRequest, board: &Board) -> Result<Prepared> {
    board.learned(Durations::read(&engine.paths));
    let facts = board
        .during(Step::Preflight, "Checking everything first.", async {
            let (report, facts) = preflight(engine, request).await;
            facts.ok_or_else(|| first_problem(&report))
        })
        .await?;
    let prepared = board
        .during(
            Step::Plan,
            "Asking CloudFormation what will change.",
            plan(engine, request, facts, &board.run()),
        )
        .await?;
    board.expect(&prepared.plan.changes);
    Ok(prepared)
}

fn first_problem(report: &Preflight) -> Problem {
    report.first_problem().cloned().unwrap_or_else(|| {
        Problem::new(
            Code::Internal,
            "The checks ended without an answer.",
            "Try again, and report this if it stays.",
        )
    })
}

async fn plan(engine: &Engine, request: &DeployRequest, facts: Facts, run: &str) -> Result<Prepared> {
    let secrets = change_set::secrets(engine, &facts, request.restart).await?;
    let wanted = change_set::wanted(&facts, &secrets, run);
    if let (Some(deployed), true) = (&facts.deployed, facts.takes_over) {
        takeover::check(deployed, &change_set::template(&facts), &wanted.values())?;
    }
    let change_set = if change_set::is_deployed(&facts, &wanted) {
        None
    } else {
        Some(engine.cloud()?.create_change_set(&wanted).await?)
    };
    // CloudFormation has the last word: a change set without changes is nothing to change.
    let change_set = change_set.filter(|set| !set.changes.is_empty());
    let mut plan = words::plan(&facts, &wanted, change_set.as_ref(), &secrets, run);
    plan.summary.extend(words::others_follow(change_set::others(&plan, request).count(), request));
    if let (Some(set), Err(problem)) =
        (&change_set, change_set::leaves_others_alone(&plan, request, facts.stack.as_ref()))
    {
        engine.cloud()?.delete_change_set(set).await?;
        return Err(problem);
    }
    Ok(Prepared {
        plan,
        wait: request.wait,
        deployed_by: facts.caller.name().to_owned(),
        origin: Origin {
            operation: request.operation,
            caller_arn: Some(facts.caller.arn),
            template_hash: Some(template::fingerprint(&wanted.template)),
            change_set_id: change_set.as_ref().map(|set| set.id.clone()),
            removed: Vec::new(),
        },
        action: change_set.map(Action::Execute),
        leftovers: Vec::new(),
        secrets: secrets
            .into_iter()
            .filter(|secret| secret.change.action != SecretAction::Unchanged)
            .map(|secret| (secret.change.name, secret.value))
            .collect(),
        before: facts.stack,
    })
}

/// Leaves nothing of a plan behind.
pub async fn discard(engine: &Engine, prepared: Prepared) -> Result<()> {
    take_back(engine, prepared.action.as_ref()).await
}

/// Only a change set exists before it is carried out.
async fn take_back(engine: &Engine, action: Option<&Action>) -> Result<()> {
    match action {
        Some(Action::Execute(change_set)) => engine.cloud()?.delete_change_set(change_set).await,
        _ => Ok(()),
    }
}

/// Carries a plan out. Every way this can end is an [`Outcome`], which is also on the board.
pub async fn execute(engine: &Engine, prepared: Prepared, board: &Board) -> Outcome {
    let outcome = match &prepared.action {
        None => {
            for step in [Step::Secret, Step::Execute, Step::Readiness, Step::Record] {
                board.step(step, StepState::Skipped, None);
            }
            Outcome::NothingToChange { endpoints: endpoints(prepared.before.as_ref(), &prepared.plan) }
        }
        Some(Action::Follow) => look_on(engine, &prepared, board).await,
        Some(action) => {
            let _held = match held(engine) {
                Ok(held) => held,
                Err(problem) => {
                    let left = take_back(engine, Some(action)).await.err();
                    let problem = left.iter().fold(problem, |problem, left| problem.because(left));
                    board.finish(Outcome::Failed { problem: problem.clone() });
                    return Outcome::Failed { problem };
                }
            };
            let run = Run {
                name: &prepared.plan.id,
                plan: &prepared.plan,
                wait: prepared.wait,
                deployed_by: &prepared.deployed_by,
                origin: &prepared.origin,
                leftovers: &prepared.leftovers,
                began: engine.clock.now(),
                rows: None,
            };
            match start(engine, &prepared, action, board).await {
                Ok(executing) => follow(engine, &run, &executing, prepared.before.as_ref(), board).await,
                Err(watch::Ended::LostSight(problem)) => Outcome::Failed { problem },
                Err(watch::Ended::Failed(problem)) => {
                    // What was asked for last did not begin: take the change set away and say so.
                    let problem = match take_back(engine, Some(action)).await {
                        Ok(()) => problem,
                        Err(left) => problem.because(&left),
                    };
                    finish(engine, &run, Outcome::Failed { problem }, board).await
                }
            }
        }
    };
    board.finish(outcome.clone());
    outcome
}

fn held(engine: &Engine) -> Result<journal::Hold> {
    journal::hold(&engine.paths)?.ok_or_else(|| {
        Problem::new(
            Code::StackBusy,
            "Another window or command on this machine is deploying right now. Nothing was changed by this one.",
            "Follow that one to its end, then plan again.",
        )
    })
}

/// To the end of what somebody else began; it is theirs to record.
async fn look_on(engine: &Engine, prepared: &Prepared, board: &Board) -> Outcome {
    board.headline("Somebody else began this. We follow it to its end.");
    board.step(Step::Secret, StepState::Skipped, None);
    board.step(Step::Execute, StepState::Running, None);
    let followed = async {
        let stack = prepared.before.as_ref().map_or(STACK_NAME, |stack| &stack.arn).to_owned();
        let events = engine.cloud()?.stack_events(&stack, None).await?;
        let after = before_operation(&events).map(|event| event.id.clone());
        let at = engine.clock.now();
        Result::Ok(Executing { at, action: Action::Follow, stack, token: board.run(), after })
    };
    let executing = match followed.await {
        Ok(executing) => executing,
        Err(problem) => return Outcome::Failed { problem },
    };
    match watch::until_done(engine, &executing, prepared.before.as_ref(), board).await {
        Ok(_) => {
            board.settle();
            board.step(Step::Execute, StepState::Done, None);
            Outcome::Done { what: words::done(&prepared.plan) }
        }
        Err(watch::Ended::LostSight(problem) | watch::Ended::Failed(problem)) => {
            board.step(Step::Execute, StepState::Failed, Some(problem.message.clone()));
            Outcome::Failed { problem }
        }
    }
}

/// The side effects: secrets, then the change set. Each intent is on disk before it. Sight is lost where nobody can
/// tell whether it has begun: then the journal stays open, and the next start finds out.
async fn start(
    engine: &Engine,
    prepared: &Prepared,
    action: &Action,
    board: &Board,
) -> std::result::Result<Executing, watch::Ended> {
    let run = board.run();
    let note = |entry: Entry| journal::append(&engine.paths, &run, &entry);
    note(Entry::Began {
        at: engine.clock.now(),
        deployed_by: prepared.deployed_by.clone(),
        plan: Box::new(prepared.plan.clone()),
        wait: prepared.wait,
        leftovers: prepared.leftovers.clone(),
        origin: prepared.origin.clone(),
    })?;
    if prepared.secrets.is_empty() {
        board.step(Step::Secret, StepState::Skipped, Some("Its content is unchanged.".into()));
    } else {
        board
            .during(Step::Secret, "Storing the secret in Secrets Manager.", async {
                for (name, value) in &prepared.secrets {
                    note(Entry::Secret { at: engine.clock.now(), name: name.clone() })?;
                    engine.cloud()?.put_secret(name, value, &run, &template::stack_tags()).await?;
                }
                Ok(())
            })
            .await?;
    }
    board.headline("Starting the change.");
    board.step(Step::Execute, StepState::Running, None);
    let started = async {
        // By its ARN a stack can be asked about when it is gone.
        let stack = prepared.before.as_ref().map_or(STACK_NAME, |stack| &stack.arn).to_owned();
        let events = engine.cloud()?.stack_events(&stack, None).await?;
        let executing = Executing {
            at: engine.clock.now(),
            action: action.clone(),
            stack,
            token: run.clone(),
            after: events.last().map(|event| event.id.clone()),
        };
        note(Entry::Execute {
            at: executing.at,
            action: executing.action.clone(),
            stack: executing.stack.clone(),
            token: executing.token.clone(),
            after: executing.after.clone(),
        })?;
        if let Err(problem) = carry_out(engine, &executing).await {
            begun::in_spite_of(problem, engine, &executing).await?;
        }
        Ok(executing)
    };
    let started = started.await;
    if let Err(watch::Ended::Failed(problem) | watch::Ended::LostSight(problem)) = &started {
        board.step(Step::Execute, StepState::Failed, Some(problem.message.clone()));
    }
    started
}

async fn carry_out(engine: &Engine, executing: &Executing) -> Result<()> {
    let (cloud, stack, token) = (engine.cloud()?, &executing.stack, &executing.token);
    match &executing.action {
        Action::Execute(change_set) => cloud.execute_change_set(change_set, token).await,
        Action::Delete { keep } => cloud.delete_stack(stack, keep, token).await,
        Action::ContinueRollback { skip } => cloud.continue_rollback(stack, skip, token).await,
        Action::Follow => Ok(()),
    }
}

/// The last event that does not belong to the operation under way.
fn before_operation(events: &[StackEvent]) -> Option<&StackEvent> {
    let begins = |event: &StackEvent| {
        event.resource_type == "AWS::CloudFormation::Stack"
            && ["CREATE_IN_PROGRESS", "UPDATE_IN_PROGRESS", "DELETE_IN_PROGRESS"]
                .contains(&event.status.as_str())
    };
    events.iter().rposition(begins)?.checked_sub(1).map(|index| &events[index])
}

/// Takes up a run that was cut off: follows what still runs, or says what was not done. `None` where there is
/// nothing to take up.
pub async fn resume(engine: &Engine, unfinished: journal::Unfinished, board: &Board) -> Outcome {
    board.began_at(unfinished.began);
    board.expect(&unfinished.plan.changes);
    let _held = match held(engine) {
        Ok(held) => held,
        Err(problem) => {
            board.finish(Outcome::Failed { problem: problem.clone() });
            return Outcome::Failed { problem };
        }
    };
    for step in [Step::Preflight, Step::Plan, Step::Secret] {
        board.step(step, StepState::Done, None);
    }
    let run = Run {
        name: &unfinished.run,
        plan: &unfinished.plan,
        wait: unfinished.wait,
        deployed_by: &unfinished.deployed_by,
        leftovers: &unfinished.leftovers,
        origin: &unfinished.origin,
        began: unfinished.began,
        rows: unfinished.rows.as_deref(),
    };
    let Some(executing) = &unfinished.executing else {
        board.step(Step::Secret, StepState::Skipped, None);
        return never_began(engine, &run, None, board).await;
    };
    board.headline("Finding out how far the deployment has come.");
    board.step(Step::Execute, StepState::Running, None);
    match begun::within_reason(engine, executing).await {
        Ok(true) => {}
        Ok(false) => return never_began(engine, &run, Some(&executing.action), board).await,
        Err(problem) => {
            board.finish(Outcome::Failed { problem: problem.clone() });
            return Outcome::Failed { problem };
        }
    }
    let outcome = follow(engine, &run, executing, None, board).await;
    board.finish(outcome.clone());
    outcome
}

/// Nothing of the plan is left but its record, which says so.
async fn never_began(engine: &Engine, run: &Run<'_>, action: Option<&Action>, board: &Board) -> Outcome {
    let outcome = match take_back(engine, action).await {
        Ok(()) => Outcome::Cancelled,
        Err(problem) => Outcome::Failed { problem },
    };
    let outcome = finish(engine, run, outcome, board).await;
    board.finish(outcome.clone());
    outcome
}

/// Whether it only looks on at what somebody began.
pub fn only_follows(prepared: &Prepared) -> bool {
    prepared.action == Some(Action::Follow)
}

/// Whether a plan would change anything.
pub fn is_empty(plan: &Plan) -> bool {
    plan.kind == PlanKind::NothingToChange
}
