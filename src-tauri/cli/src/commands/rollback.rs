//! `rollback`: what an environment ran before, by digest, from the history.

use engine::secret::SecretStore;
use engine::{Engine, Result, rollback};
use ipc::plan::DeployRequest;
use ipc::status::DeployRecord;
use ipc::{Code, Environment, Problem};

use crate::args::Rollback;
use crate::host::Host;
use crate::{Ended, ask};

pub async fn run(host: &Host, arguments: Rollback) -> Result<Ended> {
    let environment: Environment = arguments.environment.into();
    let engine = host.of(environment).await?;
    let row = match &arguments.to {
        Some(to) => rollback::row(&engine, environment, to)?,
        None => by_steps(&engine, environment, arguments.steps).await?,
    };
    let digest = row.digest.as_ref().map(|digest| digest.short()).unwrap_or_default();
    eprintln!("Back to {} ({digest}), deployed {}.", row.image_tag, row.deployed_at);
    let request = DeployRequest::back_to(&row);
    if let (Some(secret), Some(target)) =
        (ask::secret_from_stdin(&arguments.secret)?, request.targets.first())
    {
        engine.session.save(&target.profile, &secret)?;
    }
    super::deploy::agreed(host, engine, request, &arguments.waiting).await
}

/// So many deployments of another image before the one that runs.
async fn by_steps(engine: &Engine, environment: Environment, steps: usize) -> Result<DeployRecord> {
    let first = rollback::previous(engine, environment).await?;
    let mut rows = rollback::candidates(engine, environment)?;
    rows.drain(..rows.iter().position(|row| *row == first).unwrap_or_default());
    rows.dedup_by(|one, other| one.digest == other.digest);
    rows.into_iter().nth(steps.saturating_sub(1)).ok_or_else(|| {
        Problem::new(
            Code::ValueInvalid,
            format!("The history of {environment} does not go back that far."),
            "Look at `benchling-webhook history`, and give a smaller --steps.",
        )
    })
}
