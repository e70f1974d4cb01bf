//! Whether the four places that hold what an environment is configured with agree: the profile on this machine, its
//! client secret in the keyring, the secret in Secrets Manager, and the tasks, which have read that when they started.
//!
//! Everything is asked side by side, and what can't be told is said and stops nothing. Secrets Manager is compared key by
//! key behind [`Cloud`](crate::cloud::Cloud); of the client secret no more comes out than that it differs. What is newest
//! follows from the version that the last deployment wrote: where it is still there, this machine was changed since;
//! where another is, somebody wrote that one. [`verdict`] judges, and knows nothing of where the facts came from.

mod adopt;
mod verdict;

use std::collections::BTreeMap;
use std::time::UNIX_EPOCH;

use ipc::status::{Agreement, Deployed};
use ipc::{Environment, Problem, Profile, ProfileName, Timestamp};

use crate::cloud::{SecretComparison, SecretFacts, Stack};
use crate::container_secret::{self, Key};
use crate::{Engine, Glimpse, Paths, Result, history, profiles};

pub use adopt::adopt;
pub use verdict::{Facts, Here, Kept, Store, judge};

/// What this machine has for an environment, and how Secrets Manager differs from it.
pub struct Compared {
    name: ProfileName,
    profile: Result<(Profile, Option<Timestamp>)>,
    keyring: Glimpse,
    /// None where there is nothing to compare with, or it holds nothing.
    store: Result<Option<SecretComparison>>,
}

/// The profile that an environment was deployed from. One that was renamed since is known by the record alone.
pub fn profile_of(paths: &Paths, environment: Environment, stated: Option<&ProfileName>) -> ProfileName {
    let recorded = history::current(paths, environment).ok().flatten().and_then(|row| row.profile);
    let mut names = [stated, recorded.as_ref()].into_iter().flatten();
    let there = names.find(|name| paths.profile(name).exists()).or(stated).cloned();
    there.unwrap_or_else(|| ProfileName::usual_for(environment))
}

/// Asks the keyring and Secrets Manager.
pub async fn compare(engine: &Engine, stack: &Stack, environment: Environment) -> Compared {
    let name = profile_of(&engine.paths, environment, stack.profile(environment).as_ref());
    let profile = profiles::load(&engine.paths, &name);
    let profile = profile.map(|profile| (profile, changed_at(&engine.paths, &name)));
    let keyring = engine.glimpse(&name).await;
    let store = match (&profile, stack.output(environment, "SecretName")) {
        (Ok((profile, _)), Some(secret)) => {
            let client_secret = match &keyring {
                Glimpse::Held(secret) => Some(secret),
                _ => None,
            };
            let wanted = container_secret::content(profile, client_secret);
            let written_by = stack.parameter(environment, "SecretRevision").unwrap_or_default();
            match engine.cloud() {
                Ok(cloud) => cloud.compare_secret(secret, &wanted, written_by).await,
                Err(problem) => Err(problem),
            }
        }
        _ => Ok(None),
    };
    Compared { name, profile, keyring, store }
}

/// `secret` is what Secrets Manager says about its age, `in_use` whether all tasks were started since.
pub fn agreement(
    compared: Compared,
    secret: Result<Option<SecretFacts>>,
    stored_as: &str,
    in_use: Option<bool>,
) -> Agreement {
    let Compared { name, profile, keyring, store } = compared;
    let here = match &profile {
        Ok((profile, changed_at)) => {
            Here::Read { changed_at: *changed_at, is_stored_as: profile.secret_name() == stored_as }
        }
        Err(problem) => Here::Untold(problem.message.clone()),
    };
    let store = match (secret, store) {
        (Ok(facts), _) if facts.as_ref().is_none_or(|facts| facts.deleted_at.is_some()) => Store::Missing,
        (Err(problem), _) | (_, Err(problem)) => Store::Untold(problem.message),
        // It is there without a value, or there was nothing to compare it with.
        (Ok(_), Ok(None)) if profile.is_ok() => Store::Missing,
        (Ok(_), Ok(None)) => Store::Unread,
        (Ok(facts), Ok(Some(comparison))) => {
            let keys: Vec<&Key> = comparison.differing.keys().filter_map(|name| Key::of(name)).collect();
            let mut settings: Vec<&'static str> = keys.iter().filter_map(|key| key.setting).collect();
            settings.sort_unstable();
            settings.dedup();
            Store::Held {
                settings,
                client_secret: keys.iter().any(|key| key.setting.is_none()),
                is_ours: comparison.is_version,
                written_at: facts.and_then(|facts| facts.written_at),
            }
        }
    };
    let keyring = match keyring {
        Glimpse::Held(_) => Kept::Held,
        Glimpse::Nothing => Kept::Nothing,
        Glimpse::Untold(problem) => Kept::Untold(problem.message),
    };
    judge(&Facts { profile: name, here, store, keyring, in_use })
}

fn changed_at(paths: &Paths, name: &ProfileName) -> Option<Timestamp> {
    let modified = std::fs::metadata(paths.profile(name)).ok()?.modified().ok()?;
    let since = modified.duration_since(UNIX_EPOCH).ok()?;
    Some(Timestamp(i64::try_from(since.as_millis()).ok()?))
}

/// An environment that runs, or that there is none.
pub async fn deployed(engine: &Engine, environment: Environment) -> Result<Deployed> {
    let status = crate::status::status(engine).await?;
    let found = status.environments.into_iter().find(|one| one.environment == environment);
    found.and_then(|one| one.deployed).ok_or_else(|| {
        Problem::new(
            ipc::Code::StackMissing,
            format!("{} is not deployed, so there is nothing to compare.", environment.title()),
            "Deploy it first.",
        )
    })
}

/// What Secrets Manager holds in other words than the profile, by the setting; the images read the snake_case family.
fn held(comparison: &SecretComparison) -> BTreeMap<&'static str, &str> {
    let mut held = BTreeMap::new();
    for (name, value) in &comparison.differing {
        let Some(key) = Key::of(name) else { continue };
        if let (Some(setting), Some(value), true) = (key.setting, value, key.snake == name) {
            held.insert(setting, value.as_str());
        }
    }
    held
}
