//! Promotion: what runs in dev goes to prod, by digest, with prod's own profile and secret.

use ipc::plan::{DeployRequest, Target};
use ipc::status::{Deployed, HealthState, Operation, Promotion};
use ipc::{Code, Environment, Problem, ProfileName};

use crate::{Engine, Result, status};

/// Both sides, and what speaks against it.
pub async fn promotion(engine: &Engine) -> Result<Promotion> {
    let mut deployed = status::status(engine).await?.environments.into_iter().map(|one| one.deployed);
    let (dev, prod) = (deployed.next().flatten(), deployed.next().flatten());
    let from = dev.ok_or_else(|| {
        Problem::new(
            Code::StackMissing,
            "Dev is not deployed, so there is nothing to promote.",
            "Deploy dev first, test it, and then promote it.",
        )
    })?;
    let objections = objections(&from, prod.as_ref());
    Ok(Promotion { from, to: prod, objections })
}

fn objections(dev: &Deployed, prod: Option<&Deployed>) -> Vec<String> {
    let mut lines = Vec::new();
    match dev.health.state {
        HealthState::Healthy => {}
        HealthState::Refused => lines.push("Dev's health can't be told from this machine.".to_owned()),
        _ => lines.push(format!("Dev is not healthy: {}", dev.health.detail)),
    }
    if dev.digest.is_none() {
        lines.push("It is not known exactly which image dev runs.".to_owned());
    }
    if prod.is_some_and(|prod| prod.digest.is_some() && prod.digest == dev.digest) {
        lines.push("Prod already runs the same image.".to_owned());
    }
    lines
}

/// What to deploy: dev's very image, under prod's usual profile.
pub fn request(promotion: &Promotion) -> DeployRequest {
    let target = Target {
        image_tag: Some(promotion.from.image_tag.clone()),
        digest: promotion.from.digest.clone(),
        ..Target::new(Environment::Prod, ProfileName::usual_for(Environment::Prod))
    };
    DeployRequest { operation: Operation::Promote, ..DeployRequest::new(vec![target]) }
}
