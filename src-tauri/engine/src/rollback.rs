//! Back to what an environment ran before, by the history: the same image, by digest, with the profile of now.

use ipc::status::DeployRecord;
use ipc::{Code, Digest, Environment, ImageTag, Problem};

use crate::{Engine, Paths, Result, clock, history, status};

/// Fewer digits of a digest say too little.
const DIGITS: usize = 7;

/// The rows that an environment can go back to, newest first: those that were deployed and say which image.
pub fn candidates(engine: &Engine, environment: Environment) -> Result<Vec<DeployRecord>> {
    let mut rows = history::newest(&engine.paths, Some(environment), usize::MAX)?;
    rows.retain(DeployRecord::can_be_deployed_again);
    Ok(rows)
}

/// The tag of the newest row of another image than `running`, as far as `deploy.json` itself knows: what is offered
/// on a card is near.
pub fn recent(paths: &Paths, environment: Environment, running: Option<&Digest>) -> Option<ImageTag> {
    let rows = history::recent(paths).ok()?.into_iter();
    let mut others = rows.filter(|row| row.stage == environment && row.can_be_deployed_again());
    others.find(|row| row.digest.as_ref() != running).map(|row| row.image_tag)
}

/// The newest of the candidates that is another image than the one that runs.
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

/// The row of a moment, as the history shows it, or the newest one of a digest, which its first digits name.
pub fn row(engine: &Engine, environment: Environment, to: &str) -> Result<DeployRecord> {
    let to = to.trim();
    let moment = clock::parse_rfc3339(to);
    let digits = to.strip_prefix("sha256:").unwrap_or(to).to_ascii_lowercase();
    let is_meant = |row: &DeployRecord| match (moment, &row.digest) {
        (Some(moment), _) => clock::parse_rfc3339(&row.deployed_at) == Some(moment),
        (None, Some(digest)) => digits.len() >= DIGITS && digest.hex().starts_with(&digits),
        (None, None) => false,
    };
    let mut meant = history::newest(&engine.paths, Some(environment), usize::MAX)?;
    meant.retain(is_meant);
    let unfit = |message: String| {
        let next = "Look at the history, and take the moment or the first digits of the digest of a row that succeeded.";
        Problem::new(Code::ValueInvalid, message, next)
    };
    let Some(first) = meant.first() else {
        return Err(unfit(format!("The history of {environment} has no deployment \"{to}\".")));
    };
    let Some(row) = meant.iter().find(|row| row.can_be_deployed_again()) else {
        return Err(unfit(format!(
            "\"{}\" of {} left no image that could be deployed again.",
            first.what(),
            first.deployed_at
        )));
    };
    if meant.iter().any(|other| other.can_be_deployed_again() && other.digest != row.digest) {
        return Err(unfit(format!("\"{to}\" means more than one image.")));
    }
    Ok(row.clone())
}

/// That row, else the one of the image before the one that runs.
pub async fn way_back(engine: &Engine, environment: Environment, to: Option<&str>) -> Result<DeployRecord> {
    match to {
        Some(to) => row(engine, environment, to),
        None => previous(engine, environment).await,
    }
}
