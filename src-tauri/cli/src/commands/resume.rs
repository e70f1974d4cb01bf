//! `resume`: what was cut off is taken up, what runs is followed, and what is stuck is got going again.

use engine::{Engine, Result, deploy};
use ipc::plan::{DeployRequest, PlanKind, RepairRequest};
use ipc::progress::Outcome;
use ipc::{Code, Problem};

use crate::args::Resume;
use crate::host::Host;
use crate::{Ended, ask, show, watch};

pub async fn run(host: &Host, arguments: Resume) -> Result<Ended> {
    let engine = host.connected_as_known().await?;
    super::deploy::take_up(&engine).await?;
    follow(host, &engine, &RepairRequest { keep: arguments.keep, skip: arguments.skip }).await
}

/// From the state of the stack to one that takes a deployment.
pub async fn follow(host: &Host, engine: &Engine, request: &RepairRequest) -> Result<Ended> {
    let run = deploy::run_name(engine.clock.now(), &DeployRequest::new(Vec::new()));
    let board = watch::board(run, Vec::new(), engine);
    let prepared = match deploy::repair::prepare(engine, request, &board).await {
        Err(problem) if problem.code == Code::StackMissing => {
            eprintln!("{}", problem.message);
            return Ok(Ended::Done);
        }
        other => other?,
    };
    eprintln!("\n{}\n", show::plan(&prepared.plan));
    let harmless = prepared.plan.kind == PlanKind::NothingToChange || deploy::only_follows(&prepared);
    if !harmless && !agreed(host)? {
        deploy::discard(engine, prepared).await?;
        return Ok(Ended::Cancelled);
    }
    ended(host, deploy::execute(engine, prepared, &board).await)
}

fn agreed(host: &Host) -> Result<bool> {
    ask::agree("Go ahead?", "--yes", host.global.yes)
}

/// How something other than a deployment ended.
pub fn ended(host: &Host, outcome: Outcome) -> std::result::Result<Ended, Problem> {
    match outcome {
        Outcome::Failed { problem } => Err(problem),
        outcome => {
            if host.global.json {
                show::json(&outcome);
            } else if let Outcome::Done { what } = &outcome {
                eprintln!("{what}");
            }
            Ok(Ended::Done)
        }
    }
}
