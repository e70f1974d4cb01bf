//! Back to what an environment ran before, by the history: the same image, by digest, with the profile of now.

use ipc::plan::{DeployRequest, Target};
use ipc::status::{DeployRecord, Operation};
use ipc::{Code, Environment, Problem, ProfileName};

use crate::{Engine, Result, history, status};

/// The rows that an environment can go back to, newest first: those that were deployed and say which image.
pub fn candidates(engine: &Engine, environment: Environment) -> Result<Vec<DeployRecord>> {
    let mut rows = history::history(&engine.paths)?;
    rows.retain(|row| {
        row.stage == environment
            && row.outcome.is_done()
            && row.operation != Operation::Remove
            && row.digest.is_some()
    });
    Ok(rows)
}

/// The newest of them that is another image than the one that runs.
pub async fn previous(engine: &Engine, environment: Environment) -> Result<DeployRecord> {
    let status = status::status(engine).await?;
    let running = status.environments.into_iter().find(|one| one.environment == environment);
    let digest = running.and_then(|one| one.deployed).and_then(|deployed| deployed.digest);
    candidates(engine, environment)?.into_iter().find(|row| row.digest != digest).ok_or_else(|| {
        Problem::new(
            Code::StackMissing,
            format!("The history has nothing that {environment} could go back to."),
            "Deploy a version by its tag instead.",
        )
    })
}

pub fn request(row: &DeployRecord) -> DeployRequest {
    let usual = ProfileName::usual_for(row.stage);
    let profile = row.profile.clone().unwrap_or_else(|| usual.clone());
    let pairing_confirmed = profile != usual;
    let target = Target {
        image_tag: Some(row.image_tag.clone()),
        digest: row.digest.clone(),
        ..Target::new(row.stage, profile)
    };
    DeployRequest { pairing_confirmed, operation: Operation::Rollback, ..DeployRequest::new(vec![target]) }
}
