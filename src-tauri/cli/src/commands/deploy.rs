//! `deploy`: plan, agreement, execution. First of all it takes up a run that was cut off.

use std::time::Duration;

use engine::{Engine, Result, deploy, journal};
use ipc::plan::{DeployRequest, RepairRequest};
use ipc::progress::Outcome;
use ipc::{Code, Problem};

use crate::args::{Deploy, Waiting};
use crate::host::Host;
use crate::{Ended, ask, show, watch};

pub async fn run(host: &Host, arguments: Deploy) -> Result<Ended> {
    let (engine, request) = host.target(&arguments.chosen).await?;
    agreed(host, engine, request, &arguments.waiting).await
}

/// From a request to its outcome, for `deploy` and `promote` alike.
pub async fn agreed(
    host: &Host,
    mut engine: Engine,
    mut request: DeployRequest,
    waiting: &Waiting,
) -> Result<Ended> {
    engine.readiness = Duration::from_secs(waiting.wait_timeout);
    request.wait = !waiting.no_wait;
    take_up(&engine).await?;

    let environments = request.targets.iter().map(|target| target.environment).collect();
    let run = deploy::run_name(engine.clock.now(), &request);
    let board = watch::board(run, environments, &engine);
    let prepared = loop {
        match deploy::prepare(&engine, &request, &board).await {
            Ok(prepared) => break prepared,
            Err(problem) if settled(&problem, &mut request)? => {}
            Err(problem) if problem.code == Code::StackBusy => {
                eprintln!("{}", problem.message);
                super::resume::follow(host, &engine, &RepairRequest::default()).await?;
            }
            Err(problem) => return Err(problem),
        }
    };
    eprintln!("\n{}\n", show::plan(&prepared.plan));
    if !deploy::is_empty(&prepared.plan) {
        match ask::agree("Go ahead?", "--yes", host.global.yes) {
            Ok(true) => {}
            Ok(false) => {
                deploy::discard(&engine, prepared).await?;
                return Ok(Ended::Cancelled);
            }
            Err(problem) => {
                deploy::discard(&engine, prepared).await?;
                return Err(problem);
            }
        }
    }
    let outcome = deploy::execute(&engine, prepared, &board).await;
    end(host, outcome)
}

/// Asks what only a person can answer, where there is one; the arguments answer it beforehand.
fn settled(problem: &Problem, request: &mut DeployRequest) -> Result<bool> {
    if !ask::has_terminal() {
        return Ok(false);
    }
    match problem.code {
        Code::ImageVersionUnknown => {
            show::problem(problem, false);
            request.say_version(ask::value("Version of this image", "--image-version", None)?);
            Ok(true)
        }
        Code::OtherEnvironmentTouched if !request.update_both => {
            show::problem(problem, false);
            request.update_both = ask::agree("Plan an update of both?", "--update-both", false)?;
            Ok(request.update_both)
        }
        _ => Ok(false),
    }
}

fn end(host: &Host, outcome: Outcome) -> Result<Ended> {
    match outcome {
        Outcome::Failed { problem } => Err(problem),
        Outcome::Cancelled => Ok(Ended::Cancelled),
        outcome => {
            if host.global.json {
                show::json(&outcome);
            } else {
                show::outcome(&outcome);
            }
            Ok(if matches!(outcome, Outcome::NotAnsweringYet { .. }) { Ended::Bad } else { Ended::Done })
        }
    }
}

/// Follows a run that was cut off to its end, so that its record is whole before another begins.
pub async fn take_up(engine: &Engine) -> Result<()> {
    let Some(unfinished) = journal::unfinished(&engine.paths)? else { return Ok(()) };
    eprintln!("An earlier run was cut off. We follow it to its end first.");
    let environments = unfinished.plan.targets.iter().map(|target| target.environment).collect();
    let board = watch::board(unfinished.run.clone(), environments, engine);
    match deploy::resume(engine, unfinished, &board).await {
        Outcome::Failed { problem } => show::problem(&problem, false),
        Outcome::Cancelled => eprintln!("It had not begun to change anything."),
        outcome => show::earlier(&outcome),
    }
    Ok(())
}
