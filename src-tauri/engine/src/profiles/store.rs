//! How a profile's file is read and written.
//!
//! Whoever writes holds the lock of all profiles, from before it reads to after it has written; two programs lose
//! nothing of each other's. What was there before is in `backups/` by then, without what sounds like a secret: one
//! content a profile, the one before the last change. A write that changes nothing does nothing.

use std::path::Path;

use ipc::profile::ProfileFault;
use ipc::{Code, Problem, Profile, ProfileName};
use serde_json::{Map, Value};

use super::settings;
use crate::diagnostics::without_secrets;
use crate::{Paths, Result, files};

/// Held while a profile is written; free again when it is dropped, or its process is gone.
pub fn turn(paths: &Paths) -> Result<std::fs::File> {
    files::lock(&paths.profiles())
}

/// The file's keys, in their order; `None` where there is no file.
pub fn keys(path: &Path) -> Result<Option<Map<String, Value>>> {
    let bytes = files::bytes(path)?;
    bytes.map(|bytes| object(&bytes).map_err(|fault| broken(path, &[fault]))).transpose()
}

/// The keys of a profile that is right; what is not right is never written over.
pub fn right_keys(paths: &Paths, name: &ProfileName) -> Result<Option<Map<String, Value>>> {
    let path = paths.profile(name);
    let Some(map) = keys(&path)? else { return Ok(None) };
    match settings::check(&mut map.clone()).as_slice() {
        [] => Ok(Some(map)),
        faults => Err(broken(&path, faults)),
    }
}

pub fn object(bytes: &[u8]) -> std::result::Result<Map<String, Value>, ProfileFault> {
    let whole = |why: String| ProfileFault { key: None, why };
    let text = std::str::from_utf8(bytes).map_err(|_| whole("It is no text in UTF-8.".to_owned()))?;
    // Some editors of Windows begin a file with a mark.
    let value = serde_json::from_str(text.trim_start_matches('\u{feff}'))
        .map_err(|error| whole(format!("It is not JSON: {error}.")))?;
    match value {
        Value::Object(map) => Ok(map),
        _ => Err(whole("It is JSON, but not an object.".to_owned())),
    }
}

/// The file's own `profile` key is a label; its name is what counts.
pub fn profile(
    mut map: Map<String, Value>,
    name: &ProfileName,
) -> std::result::Result<Profile, Vec<ProfileFault>> {
    map.insert("profile".into(), name.as_str().into());
    let faults = settings::check(&mut map);
    if !faults.is_empty() {
        return Err(faults);
    }
    serde_json::from_value(Value::Object(map))
        .map_err(|error| vec![ProfileFault { key: None, why: error.to_string() }])
}

/// Writes the profile over `map`, whose other keys and order stay. A setting that the profile leaves open keeps what
/// `map` says.
pub fn write(paths: &Paths, profile: &Profile, map: Map<String, Value>) -> Result<bool> {
    write_keys(paths, &profile.profile, &content(profile, map)?)
}

/// What is written then.
pub fn content(profile: &Profile, mut map: Map<String, Value>) -> Result<Map<String, Value>> {
    let Ok(Value::Object(known)) = serde_json::to_value(profile) else {
        return Err(Problem::new(Code::Internal, "The profile can't be written as JSON.", "Report this."));
    };
    map.extend(known);
    map.insert("benchlingSecret".into(), profile.secret_name().into());
    Ok(map)
}

/// Answers whether anything is another than before.
pub fn write_keys(paths: &Paths, name: &ProfileName, map: &Map<String, Value>) -> Result<bool> {
    let (path, text) = (paths.profile(name), pretty(map));
    let before = files::bytes(&path)?;
    if before.as_deref() == Some(text.as_bytes()) {
        return Ok(false);
    }
    if let Some(mut before) = before.and_then(|before| object(&before).ok()) {
        without_secrets(&mut before);
        files::write(&paths.backup(name), pretty(&before))?;
    }
    files::write(&path, text)?;
    Ok(true)
}

pub fn pretty(map: &Map<String, Value>) -> String {
    let mut text = serde_json::to_string_pretty(map).unwrap_or_default();
    text.push('\n');
    text
}

pub fn missing(name: &ProfileName, path: &Path) -> Problem {
    Problem::new(
        Code::ProfileMissing,
        format!("There is no profile \"{name}\"."),
        format!("Create it with the wizard or with: benchling-webhook setup-profile {name}"),
    )
    .because_text(format!("{} does not exist", path.display()))
}

/// The first fault is told, the others stand behind it.
pub fn broken(path: &Path, faults: &[ProfileFault]) -> Problem {
    let mut whys = faults.iter().map(|fault| fault.why.clone());
    let first = whys.next().unwrap_or_default();
    let problem = Problem::new(
        Code::ProfileBroken,
        format!("The profile {} can't be read. {first}", path.display()),
        "Repair it in the settings or with: benchling-webhook profiles repair, or set it aside. We don't change it by \
         ourselves.",
    );
    whys.fold(problem, Problem::because_text)
}
