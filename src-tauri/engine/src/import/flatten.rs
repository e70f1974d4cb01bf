//! A profile of whichever generation, in the names and the form that we write.
//!
//! A nested key that has a flat name gets it; a nested key without one stays where it is, so that what we don't know goes
//! along in its place. A value that is written otherwise than we write it is changed and told; one that can't be right
//! is told and left out. Where both are there, the flat key counts. Secrets leave the map: the client secret as a [`Secret`],
//! whatever else sounds like one by its name alone.

use ipc::import::Normalised;
use ipc::profile::ProfileFault;
use serde_json::{Map, Value};

use crate::diagnostics::{sounds_secret, without_secrets};
use crate::profiles::settings::{self, Setting};
use crate::secret::Secret;

/// Group and key of the nested layout, and the flat name.
const NESTED: [(&str, &str, &str); 22] = [
    ("quilt", "stackArn", "quiltStackArn"),
    ("quilt", "catalog", "quiltCatalog"),
    ("quilt", "database", "quiltDatabase"),
    ("quilt", "queueUrl", "queueUrl"),
    ("quilt", "queueArn", "queueArn"),
    ("quilt", "region", "quiltRegion"),
    ("quilt", "bucket", "quiltUserBucket"),
    ("benchling", "tenant", "benchlingTenant"),
    ("benchling", "clientId", "benchlingClientId"),
    ("benchling", "clientSecret", "benchlingClientSecret"),
    ("benchling", "secretArn", "benchlingSecretArn"),
    ("benchling", "appDefinitionId", "benchlingAppDefinitionId"),
    ("benchling", "testEntryId", "benchlingTestEntry"),
    ("packages", "bucket", "benchlingPkgBucket"),
    ("packages", "prefix", "pkgPrefix"),
    ("packages", "metadataKey", "pkgKey"),
    ("deployment", "region", "cdkRegion"),
    ("deployment", "account", "cdkAccount"),
    ("deployment", "imageTag", "imageTag"),
    ("logging", "level", "logLevel"),
    ("security", "webhookAllowList", "webhookAllowList"),
    ("security", "enableVerification", "enableWebhookVerification"),
];
/// Where a setting of ours has no name of its own in an older file.
const STANDS_FOR: [(&str, &str); 1] = [("quiltUserBucket", "benchlingPkgBucket")];
/// In either layout.
const CLIENT_SECRET: &str = "benchlingClientSecret";

/// Where the name goes that an older tool's secret has in Secrets Manager.
pub const EARLIER_SECRET: &str = "earlierSecretName";

/// A profile as we write it, but for what is wrong or lacking.
#[derive(Debug, Default)]
pub struct Flat {
    pub map: Map<String, Value>,
    pub secret: Option<Secret>,
    pub normalised: Vec<Normalised>,
    pub faults: Vec<ProfileFault>,
    pub left_out: Vec<String>,
}

pub fn flatten(raw: Map<String, Value>) -> Flat {
    let mut map = unnested(raw);
    for (from, to) in STANDS_FOR {
        let usable = |value: Option<&Value>| {
            value.is_some_and(|value| settings::known(to).is_some_and(|it| it.read(value).is_ok()))
        };
        if !usable(map.get(to)) && usable(map.get(from)) {
            let value = map.get(from).cloned().unwrap_or_default();
            map.insert(to.into(), value);
        }
    }
    let secret = match map.shift_remove(CLIENT_SECRET) {
        Some(Value::String(text)) if !text.trim().is_empty() => Some(Secret::new(text.trim())),
        _ => None,
    };
    let mut flat = Flat { secret, ..Flat::default() };
    // It names the profile's file, and ours does.
    map.shift_remove("profile");
    if let Some(name) = map.shift_remove("benchlingSecret").as_ref().and_then(Value::as_str).filter(is_name) {
        map.insert(EARLIER_SECRET.into(), name.into());
    }
    catalog(&mut map, &mut flat.normalised);
    for setting in &settings::SETTINGS {
        known(&mut map, setting, &mut flat);
    }
    named_secrets("", &map, &mut flat.left_out);
    without_secrets(&mut map);
    // A group whose keys all went elsewhere is no longer one.
    map.retain(|key, value| {
        value != &Value::Object(Map::new()) || !NESTED.iter().any(|(group, ..)| group == key)
    });
    flat.map = map;
    flat
}

/// The nested keys under their flat names; what has none stays. What is empty then is not kept.
fn unnested(raw: Map<String, Value>) -> Map<String, Value> {
    let flat_too: Vec<String> =
        raw.iter().filter(|(_, value)| is_set(Some(value))).map(|(key, _)| key.clone()).collect();
    let mut map = Map::new();
    for (group, value) in raw {
        let Value::Object(mut inner) = value else {
            if is_set(Some(&value)) || !map.contains_key(&group) {
                map.insert(group, value);
            }
            continue;
        };
        let names: Vec<_> = NESTED.iter().filter(|(of, ..)| *of == group).collect();
        for (_, key, name) in &names {
            if let Some(value) = inner.shift_remove(*key)
                && !flat_too.iter().any(|known| known == name)
            {
                map.insert((*name).to_owned(), value);
            }
        }
        if names.is_empty() || !inner.is_empty() {
            map.insert(group, Value::Object(inner));
        }
    }
    // A repository of ours only where it is one; the npm tool also took its bare name.
    let repository = map.get("deployment").and_then(|group| group.get("ecrRepository")).cloned();
    let setting = settings::known("imageRepository");
    if let (Some(value), Some(setting)) = (repository, setting)
        && setting.read(&value).is_ok()
        && !map.contains_key(setting.key)
    {
        map.insert(setting.key.into(), value);
    }
    map
}

fn is_set(value: Option<&Value>) -> bool {
    match value {
        None | Some(Value::Null) => false,
        Some(Value::String(text)) => !text.trim().is_empty(),
        Some(_) => true,
    }
}

/// Flat files have the scheme, nested ones don't.
fn catalog(map: &mut Map<String, Value>, normalised: &mut Vec<Normalised>) {
    let Some(Value::String(found)) = map.get("quiltCatalog") else { return };
    let end = |last: char| last == '/' || last.is_whitespace();
    let host =
        found.trim().trim_start_matches("https://").trim_start_matches("http://").trim_end_matches(end);
    let becomes = format!("https://{host}");
    if !host.is_empty() && becomes != *found {
        normalised.push(Normalised {
            key: "quiltCatalog".into(),
            found: found.clone(),
            becomes: becomes.clone(),
        });
        map.insert("quiltCatalog".into(), becomes.into());
    }
}

fn known(map: &mut Map<String, Value>, setting: &Setting, flat: &mut Flat) {
    let key = setting.key;
    if !is_set(map.get(key)) {
        let empty_counts = key == "webhookAllowList" && map.get(key).is_some_and(Value::is_string);
        if !empty_counts {
            map.shift_remove(key);
        }
        if setting.needed {
            let why = format!("\"{key}\" ({}) is missing.", setting.what);
            flat.faults.push(ProfileFault { key: Some(key.into()), why });
        }
        return;
    }
    let Some(found) = map.get(key).cloned() else { return };
    let plain = found.as_str().map_or_else(|| found.to_string(), str::to_owned);
    // Numbers where a text belongs, and other words for true and false.
    let read =
        setting.read(&found).or_else(|why| match (&found, plain.trim().to_ascii_lowercase().as_str()) {
            (_, "yes" | "on" | "1") => setting.read(&true.into()).map_err(|_| why),
            (_, "no" | "off" | "0") => setting.read(&false.into()).map_err(|_| why),
            (Value::Number(_), _) => setting.typed(&plain).map_err(|_| why),
            _ => Err(why),
        });
    match read {
        Ok(value) => {
            if value != found {
                let becomes = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
                // A text that means a boolean is worth a word, though both look alike.
                let found =
                    if found.is_string() && !value.is_string() { format!("\"{plain}\"") } else { plain };
                flat.normalised.push(Normalised { key: key.into(), found, becomes });
                map.insert(key.into(), value);
            }
        }
        Err(why) => {
            map.shift_remove(key);
            let why = format!("\"{key}\" is not right: {why}");
            flat.faults.push(ProfileFault { key: Some(key.into()), why });
        }
    }
}

/// The name of a secret, or its ARN; never a secret itself.
fn is_name(text: &&str) -> bool {
    let good = |c: char| c.is_ascii_alphanumeric() || "/_+=.@:-".contains(c);
    text.contains('/') && text.len() < 600 && text.chars().all(good)
}

fn named_secrets(path: &str, map: &Map<String, Value>, found: &mut Vec<String>) {
    for (key, value) in map {
        let path = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
        match value {
            _ if sounds_secret(key) => found.push(path),
            Value::Object(inner) => named_secrets(&path, inner, found),
            _ => {}
        }
    }
}
