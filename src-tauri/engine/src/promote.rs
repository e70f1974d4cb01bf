//! Promotion: what runs in dev goes to prod, by digest, with prod's own profile and secret.
//!
//! The gate shows what speaks against it; only an explicit word overrides it.

use ipc::plan::{DeployRequest, Target};
use ipc::status::{Deployed, HealthState, Operation, Promotion, Tested};
use ipc::{Code, Environment, Problem, ProfileName};

use crate::cloud::Stack;
use crate::template::STACK_NAME;
use crate::{Engine, Result, status};

/// In what the two may differ without either being wrong, as a person calls it.
const SETTINGS: [(&str, &str); 9] = [
    ("LogLevel", "log level"),
    ("Verification", "verification of webhooks"),
    ("AllowList", "access list"),
    ("Bucket", "package bucket"),
    ("QuiltWebHost", "Quilt catalog"),
    ("Cpu", "CPU units a task"),
    ("Memory", "MiB a task"),
    ("MinTasks", "fewest tasks"),
    ("MaxTasks", "most tasks"),
];

/// Both sides, what prod gets, and what speaks against it.
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
    let tested = from.tested.clone();
    let stack = engine.cloud()?.stack(STACK_NAME).await?;
    Ok(Promotion {
        objections: objections(&from, prod.as_ref(), tested.as_ref()),
        differences: stack.map(|stack| differences(&stack)).unwrap_or_default(),
        tested,
        from,
        to: prod,
    })
}

fn objections(dev: &Deployed, prod: Option<&Deployed>, tested: Option<&Tested>) -> Vec<String> {
    let mut lines = Vec::new();
    match dev.health.state {
        HealthState::Healthy => {}
        HealthState::Refused => lines.push("Dev's health can't be told from this machine.".to_owned()),
        _ => lines.push(format!("Dev is not healthy: {}", dev.health.detail)),
    }
    match tested {
        None => lines.push("Dev has not been tested since this image was deployed there.".to_owned()),
        Some(tested) if !tested.passed => lines.push("Dev's last test failed.".to_owned()),
        Some(_) => {}
    }
    if dev.digest.is_none() {
        lines.push("It is not known exactly which image dev runs.".to_owned());
    }
    if prod.is_some_and(|prod| prod.digest.is_some() && prod.digest == dev.digest) {
        lines.push("Prod already runs the same image.".to_owned());
    }
    lines
}

/// What the image brings along, then the settings in which prod stays what it is.
fn differences(stack: &Stack) -> Vec<String> {
    let value = |environment, name| stack.parameter(environment, name).unwrap_or_default();
    let both = |name| (value(Environment::Dev, name), value(Environment::Prod, name));
    let mut lines = Vec::new();
    if stack.has(Environment::Prod) {
        match both("Sidecars") {
            ("true", "false") => {
                lines.push(
                    "Prod gets two more containers in each task, and two queues with dead letters."
                        .to_owned(),
                );
            }
            ("false", "true") => {
                lines.push("Prod loses the two containers beside the web server, and its queues with what waits in them.".to_owned());
            }
            _ => {}
        }
        lines.extend(SETTINGS.iter().filter_map(|(name, words)| {
            let (dev, prod) = both(name);
            let show = |value: &str| if value.is_empty() { "none".to_owned() } else { value.to_owned() };
            (dev != prod).then(|| format!("Prod keeps its {words}: {} (dev: {}).", show(prod), show(dev)))
        }));
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
