//! Takes what somebody changed in Secrets Manager into the profile: its settings, never the client secret.

use ipc::{Code, Environment, Problem, Profile};
use serde_json::Value;

use super::{compare, held};
use crate::profiles::{self, settings};
use crate::template::STACK_NAME;
use crate::{Engine, Result};

/// Gives the profile as it is then. What it was before is in its backup.
pub async fn adopt(engine: &Engine, environment: Environment) -> Result<Profile> {
    let stack = engine.cloud()?.stack(STACK_NAME).await?.ok_or_else(nothing)?;
    let compared = compare(engine, &stack, environment).await;
    let (profile, _) = compared.profile?;
    let comparison = compared.store?.ok_or_else(nothing)?;
    let held = held(&comparison);
    if held.is_empty() {
        return Err(nothing());
    }
    let mut value = serde_json::to_value(&profile).map_err(|error| broken(&error.to_string()))?;
    for (key, text) in held {
        let setting = settings::known(key).ok_or_else(|| broken(key))?;
        let read = setting.read(&Value::String(text.to_owned()));
        value[key] = read.map_err(|why| broken(&format!("{}: {why}", setting.what)))?;
    }
    let profile: Profile = serde_json::from_value(value).map_err(|error| broken(&error.to_string()))?;
    profiles::save(&engine.paths, &profile)?;
    Ok(profile)
}

fn nothing() -> Problem {
    Problem::new(
        Code::ValueInvalid,
        "Secrets Manager holds no setting that the profile could take.",
        "Look at the status again.",
    )
}

fn broken(why: &str) -> Problem {
    Problem::new(
        Code::ValueInvalid,
        "Secrets Manager holds a setting that can't be right, so the profile stays as it is.",
        "Deploy the profile over it, or put it right in Secrets Manager.",
    )
    .because_text(why)
}
