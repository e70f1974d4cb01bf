//! `deploy.json`: the local record of what was deployed, and its history.
//!
//! `{"dev": {...}, "prod": {...}, "history": [newest first]}`. `dev` and `prod` are what people's scripts read
//! (`jq -r '.dev.endpoint'`) and name only deployments whose stack was done; the history has the failed and the
//! cancelled ones too. Keys that we don't know are kept. The stack is the truth; what this file lacks of it is
//! rebuilt from it.
//!
//! `deploy.json` keeps the newest [`KEPT`] rows. Older ones move to `history.jsonl` beside it, oldest first, and are
//! on disk there before they leave `deploy.json`: whoever is cut off in between leaves rows twice, never rows lost.
//! A reader drops the second of two equal rows, and reads `deploy.json` first, so that a move meanwhile hides none.
//! Writers take turns by a lock.

mod book;
mod merge;
mod rows;

use std::collections::HashSet;

use ipc::status::{DeployRecord, Operation};
use ipc::{Code, Environment, Problem, ProfileName};
use serde::Deserialize;
use serde_json::{Map, Value};

pub use self::book::Book;
pub use self::merge::{fresh, import, merge};
pub use self::rows::{Facts, Origin, of_stack, rows};
use crate::cloud::Stack;
use crate::{Paths, Result, files};

/// How many rows `deploy.json` holds.
pub const KEPT: usize = 200;

/// All of it, newest first. A row that can't be understood is left out here and left alone in the file.
pub fn history(paths: &Paths) -> Result<Vec<DeployRecord>> {
    newest(paths, None, usize::MAX)
}

/// The newest rows of one environment, or of both; the archive is read only where `deploy.json` has too few.
pub fn newest(paths: &Paths, environment: Option<Environment>, limit: usize) -> Result<Vec<DeployRecord>> {
    let mut found = Vec::new();
    walk(paths, |row| {
        if found.len() < limit && environment.is_none_or(|environment| row.stage == environment) {
            found.push(row);
        }
        found.len() < limit
    })?;
    Ok(found)
}

/// The rows that `deploy.json` itself holds, newest first.
pub fn recent(paths: &Paths) -> Result<Vec<DeployRecord>> {
    let map = read(paths)?;
    let rows = map.get("history").and_then(Value::as_array).into_iter().flatten();
    Ok(rows.filter_map(|row| DeployRecord::deserialize(row).ok()).collect())
}

/// Hands out the rows, newest first, for as long as it is told to go on.
fn walk(paths: &Paths, mut take: impl FnMut(DeployRecord) -> bool) -> Result<()> {
    let map = read(paths)?;
    let recent: Vec<String> =
        map.get("history").and_then(Value::as_array).into_iter().flatten().map(Value::to_string).collect();
    let archive;
    let mut seen = HashSet::new();
    let mut take = |line| {
        let row = seen.insert(line).then(|| serde_json::from_slice(line).ok()).flatten();
        row.is_none_or(&mut take)
    };
    if recent.iter().all(|row| take(row.as_bytes())) {
        archive = files::bytes(&paths.history_archive())?.unwrap_or_default();
        let _ = archive.rsplit(|byte| *byte == b'\n').all(take);
    }
    Ok(())
}

/// The last deployment of an environment that finished.
pub fn current(paths: &Paths, environment: Environment) -> Result<Option<DeployRecord>> {
    let map = read(paths)?;
    let Some(Value::Object(mut entry)) = map.get(environment.as_str()).cloned() else { return Ok(None) };
    // What older tools wrote has no outcome, and was written only on success.
    entry.entry("outcome").or_insert_with(|| "succeeded".into());
    entry.entry("stage").or_insert_with(|| environment.as_str().into());
    Ok(serde_json::from_value(Value::Object(entry)).ok())
}

/// Adds rows to the history, and makes those whose stack was done the environment's current entry.
pub fn record(paths: &Paths, rows: &[DeployRecord]) -> Result<()> {
    if rows.is_empty() {
        return Ok(());
    }
    let _turn = files::lock(&paths.deploy_record())?;
    let mut map = read(paths)?;
    let mut history = match map.get_mut("history").map(Value::take) {
        Some(Value::Array(rows)) => rows,
        Some(other) => return Err(broken(paths, &format!("\"history\" is not a list but {other}."))),
        None => Vec::new(),
    };
    for row in rows {
        let value = serde_json::to_value(row).unwrap_or_default();
        if row.outcome.is_done() {
            let stage = row.stage.as_str();
            if row.operation == Operation::Remove {
                map.shift_remove(stage);
            } else {
                let entry = map.get_mut(stage).map(Value::take);
                map.insert(stage.into(), over(entry, &value));
            }
        }
        history.insert(0, value);
    }
    if history.len() > KEPT {
        let older: Vec<String> = history.drain(KEPT..).rev().map(|row| row.to_string()).collect();
        files::append_line(&paths.history_archive(), &older.join("\n"))?;
    }
    map.insert("history".into(), Value::Array(history));
    write(paths, &map)
}

/// Gives each environment of the stack that the record lacks its entry, marked `"rebuilt": true`. No row of the
/// history is made up for it.
pub fn rebuild(paths: &Paths, stack: &Stack) -> Result<()> {
    let lacking = |map: &Map<String, Value>| -> Vec<DeployRecord> {
        Environment::ALL
            .into_iter()
            .filter(|environment| map.get(environment.as_str()).is_none_or(Value::is_null))
            .filter_map(|environment| rows::of_stack(stack, environment))
            .collect()
    };
    if lacking(&read(paths)?).is_empty() {
        return Ok(());
    }
    let _turn = files::lock(&paths.deploy_record())?;
    let mut map = read(paths)?;
    for row in lacking(&map) {
        let mut value = serde_json::to_value(&row).unwrap_or_default();
        value["rebuilt"] = true.into();
        map.insert(row.stage.as_str().into(), value);
    }
    write(paths, &map)
}

/// The environments that were deployed from a profile go by its new name. The history says what was.
pub fn rename_profile(paths: &Paths, from: &ProfileName, to: &ProfileName) -> Result<()> {
    let _turn = files::lock(&paths.deploy_record())?;
    let mut map = read(paths)?;
    let mut changed = false;
    for environment in Environment::ALL {
        let usual = ProfileName::usual_for(environment);
        if let Some(Value::Object(entry)) = map.get_mut(environment.as_str()) {
            let named = entry.get("profile").and_then(Value::as_str).unwrap_or(usual.as_str());
            if named == from.as_str() {
                entry.insert("profile".into(), to.as_str().into());
                changed = true;
            }
        }
    }
    if changed { write(paths, &map) } else { Ok(()) }
}

/// A new entry in the place of an older one, whose keys that we don't know stay.
fn over(entry: Option<Value>, new: &Value) -> Value {
    let mut entry = match entry {
        Some(Value::Object(entry)) => entry,
        _ => Map::new(),
    };
    for gone in ["rebuilt", "cause", "seconds"] {
        entry.shift_remove(gone);
    }
    entry.extend(new.as_object().cloned().unwrap_or_default());
    Value::Object(entry)
}

fn read(paths: &Paths) -> Result<Map<String, Value>> {
    match files::read(&paths.deploy_record())? {
        None => Ok(Map::new()),
        Some(text) => serde_json::from_str(&text)
            .map_err(|error| broken(paths, &format!("It is not a JSON object: {error}."))),
    }
}

fn write(paths: &Paths, map: &Map<String, Value>) -> Result<()> {
    let mut text = serde_json::to_string_pretty(map).unwrap_or_default();
    text.push('\n');
    files::write(&paths.deploy_record(), text)
}

fn broken(paths: &Paths, why: &str) -> Problem {
    Problem::new(
        Code::ProfileBroken,
        format!("The record {} can't be read. {why}", paths.deploy_record().display()),
        "Correct the file in a text editor, or move it away: the stack itself is not affected.",
    )
}

#[cfg(test)]
mod tests;
