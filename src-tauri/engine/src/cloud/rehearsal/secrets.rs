//! Secrets Manager without the secrets: a salt and a hash tell whether a value is the same, and nothing in
//! the state file tells what it is. Of the keys, those that a profile holds too are kept as they are.

use std::collections::BTreeMap;
use std::hash::{BuildHasher as _, RandomState};

use ipc::Timestamp;
use serde_json::Value;
use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

use super::names::{arn, letters};
use super::world::{Kept, SecretVersion, StoredSecret, World};
use crate::cloud::{SecretComparison, SecretFacts, SecretState};
use crate::container_secret::may_be_shown;
use crate::secret::Secret;

pub fn state(world: &World, name: &str, wanted: &Secret) -> SecretState {
    match world.secrets.get(name) {
        None => SecretState::Missing,
        Some(stored) if stored.deleted_at.is_some() => SecretState::ScheduledForDeletion,
        Some(stored) if stored.current.digest == digest(&stored.current.salt, wanted) => SecretState::Same,
        Some(_) => SecretState::Different,
    }
}

pub fn compare(world: &World, name: &str, wanted: &Secret, version: &str) -> Option<SecretComparison> {
    let held = &world.secrets.get(name)?.current;
    let differs = |(key, value): (String, Zeroizing<String>)| {
        let kept = held.keys.get(&key);
        let same = kept.is_some_and(|kept| match kept {
            Kept::Shown(text) => *text == *value,
            Kept::Hashed(hash) => *hash == hashed(&held.salt, &value),
        });
        let shown = kept.and_then(|kept| match kept {
            Kept::Shown(text) => Some(text.clone()),
            Kept::Hashed(_) => None,
        });
        (!same).then_some((key, shown))
    };
    Some(SecretComparison {
        is_version: held.version == version,
        differing: texts(wanted).into_iter().filter_map(differs).collect(),
    })
}

/// Each key's value as text; none where it is no JSON object.
fn texts(secret: &Secret) -> BTreeMap<String, Zeroizing<String>> {
    let map: BTreeMap<String, Value> = serde_json::from_str(secret.expose()).unwrap_or_default();
    let text = |value: Value| match value {
        Value::String(text) => Zeroizing::new(text),
        other => Zeroizing::new(other.to_string()),
    };
    map.into_iter().map(|(key, value)| (key, text(value))).collect()
}

fn kept(salt: &str, value: &Secret) -> BTreeMap<String, Kept> {
    let keep = |(key, text): (String, Zeroizing<String>)| {
        let kept = if may_be_shown(&key) {
            Kept::Shown(text.to_string())
        } else {
            Kept::Hashed(hashed(salt, &text))
        };
        (key, kept)
    };
    texts(value).into_iter().map(keep).collect()
}

/// Gives the ARN, which stays the same from version to version.
pub fn put(
    world: &mut World,
    name: &str,
    value: &Secret,
    version: &str,
    tags: &BTreeMap<String, String>,
    now: Timestamp,
) -> String {
    let serial = world.next_serial();
    let made =
        || arn("secretsmanager", &format!("secret:{name}-{}", letters(&format!("{name}/{serial}"), 6)));
    let arn = world.secrets.get(name).map_or_else(made, |stored| stored.arn.clone());
    let salt = salt();
    let digest = digest(&salt, value);
    let previous = match world.secrets.get(name) {
        Some(stored) if stored.current.version == version => stored.previous.clone(),
        stored => stored.map(|stored| stored.current.clone()),
    };
    let stored = StoredSecret {
        arn: arn.clone(),
        current: SecretVersion { version: version.to_owned(), keys: kept(&salt, value), salt, digest },
        previous,
        tags: tags.clone(),
        written_at: now,
        deleted_at: None,
    };
    world.secrets.insert(name.to_owned(), stored);
    arn
}

/// Whether there was something to go back to.
pub fn put_back(world: &mut World, name: &str, version: &str, now: Timestamp) -> bool {
    let Some(stored) = world.secrets.get_mut(name).filter(|stored| stored.current.version == version) else {
        return false;
    };
    let Some(previous) = stored.previous.take() else { return false };
    stored.previous = Some(std::mem::replace(&mut stored.current, previous));
    stored.written_at = now;
    true
}

pub fn facts(world: &World, name: &str) -> Option<SecretFacts> {
    let stored = world.secrets.get(name)?;
    Some(SecretFacts { written_at: Some(stored.written_at), deleted_at: stored.deleted_at })
}

pub fn delete(world: &mut World, name: &str, now: Timestamp) {
    if let Some(stored) = world.secrets.get_mut(name) {
        stored.deleted_at.get_or_insert(now);
    }
}

/// 256 bits by way of the standard library's hash keys, which come from the system's source of randomness.
fn salt() -> String {
    (0..4_u8).map(|i| format!("{:016x}", RandomState::new().hash_one(i))).collect()
}

fn digest(salt: &str, value: &Secret) -> String {
    hashed(salt, &canonical(value.expose()))
}

fn hashed(salt: &str, text: &str) -> String {
    let mut hash = Sha256::new();
    hash.update(salt.as_bytes());
    hash.update(text.as_bytes());
    super::names::hexadecimal(&hash.finalize())
}

/// JSON with its keys in order and no spaces, so that only the content counts; other text as it is.
fn canonical(text: &str) -> Zeroizing<String> {
    match serde_json::from_str::<BTreeMap<String, Value>>(text) {
        Ok(sorted) => Zeroizing::new(serde_json::to_string(&sorted).unwrap_or_default()),
        Err(_) => Zeroizing::new(text.to_owned()),
    }
}
