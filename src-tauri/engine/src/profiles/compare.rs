//! Two profiles side by side, and one to give away: both without secrets.

use std::collections::BTreeSet;
use std::path::Path;

use ipc::profile::ProfileDifference;
use ipc::{Code, Problem, ProfileName};
use serde_json::{Map, Value};

use super::store;
use crate::diagnostics::{sounds_secret, without_secrets};
use crate::{Paths, Result, files};

/// What differs between two profiles, with all that their files say, by the path of the key. Their names and the names
/// that are made of those are left out.
pub fn compare(paths: &Paths, left: &ProfileName, right: &ProfileName) -> Result<Vec<ProfileDifference>> {
    let leaves = |name: &ProfileName| -> Result<Vec<(String, String)>> {
        let profile = super::load(paths, name)?;
        let mut map = store::keys(&paths.profile(name))?.unwrap_or_default();
        if let Ok(Value::Object(known)) = serde_json::to_value(profile) {
            map.extend(known);
        }
        map.shift_remove("profile");
        Ok(leaves(&map))
    };
    Ok(differences(&leaves(left)?, &leaves(right)?))
}

/// What one has and the other has not, or has otherwise.
pub(crate) fn differences(left: &[(String, String)], right: &[(String, String)]) -> Vec<ProfileDifference> {
    let value = |side: &[(String, String)], key: &str| {
        side.iter().find(|(known, _)| known == key).map(|(_, value)| value.clone())
    };
    let mut seen = BTreeSet::new();
    let keys = left.iter().chain(right).map(|(key, _)| key).filter(|key| seen.insert(key.as_str()));
    keys.filter_map(|key| {
        let (left, right) = (value(left, key), value(right, key));
        (left != right).then(|| ProfileDifference { key: key.clone(), left, right })
    })
    .collect()
}

/// Every value with the path of its key; what sounds like a secret is left out.
pub(crate) fn leaves(map: &Map<String, Value>) -> Vec<(String, String)> {
    fn walk(path: &str, value: &Value, found: &mut Vec<(String, String)>) {
        match value {
            Value::Object(map) if !map.is_empty() => {
                for (key, value) in map.iter().filter(|(key, _)| !sounds_secret(key)) {
                    walk(&if path.is_empty() { key.clone() } else { format!("{path}.{key}") }, value, found);
                }
            }
            Value::String(text) => found.push((path.to_owned(), text.clone())),
            other => found.push((path.to_owned(), other.to_string())),
        }
    }
    let mut found = Vec::new();
    walk("", &Value::Object(map.clone()), &mut found);
    found
}

/// The profile's file as somebody else may have it. It can be imported again; its secret can't.
pub fn export(paths: &Paths, name: &ProfileName) -> Result<String> {
    super::load(paths, name)?;
    let mut map = store::keys(&paths.profile(name))?.unwrap_or_default();
    without_secrets(&mut map);
    Ok(store::pretty(&map))
}

/// The same in a new file in a folder of the person's, and where.
pub fn export_to(paths: &Paths, name: &ProfileName, folder: Option<&Path>) -> Result<String> {
    let unsaved =
        |message: String| Problem::new(Code::Internal, message, "Use: benchling-webhook profiles export");
    let text = export(paths, name)?;
    let folder = folder.ok_or_else(|| unsaved("This computer names no folder for downloads.".to_owned()))?;
    let stem = format!("benchling-webhook-{name}");
    let path = files::write_new(folder, &stem, "json", &text).map_err(|error| {
        unsaved(format!("The file could not be written into {}.", folder.display())).because(&error)
    })?;
    Ok(path.display().to_string())
}
