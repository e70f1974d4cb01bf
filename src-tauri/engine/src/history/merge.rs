//! Rows of older records among our own: each once, newest first, the oldest in the archive.
//!
//! The archive is written first, so whoever is cut off in between leaves rows twice, which readers drop, and never rows
//! lost. Lines of the archive that can't be read stay, before all others.

use std::cmp::Reverse;
use std::collections::HashSet;

use serde_json::{Map, Value};

use super::{KEPT, broken, read, write};
use crate::import::records::{Rows, identity, is_whole};
use crate::{Paths, Result, clock, files};

/// How many of these rows our history has not.
pub fn fresh(paths: &Paths, rows: &Rows) -> Result<usize> {
    let known = known(paths, &read(paths)?)?;
    Ok(rows.history.iter().filter(|row| !known.contains(&identity(row))).count())
}

/// Takes the rows along and answers how many were new. An environment that the record lacks gets its present state.
pub fn import(paths: &Paths, rows: &Rows) -> Result<usize> {
    let _turn = files::lock(&paths.deploy_record())?;
    let mut map = read(paths)?;
    if map.get("history").is_some_and(|history| !history.is_array()) {
        return Err(broken(paths, "\"history\" is not a list."));
    }
    let (torn, archived) = archive(paths)?;
    let Some(merged) = merge(&mut map, archived, rows) else { return Ok(0) };
    if merged.count > 0 && !(merged.older.is_empty() && torn.is_empty()) {
        let lines = torn.into_iter().chain(merged.older.iter().map(Value::to_string));
        let text: String = lines.map(|line| line + "\n").collect();
        files::write(&paths.history_archive(), text)?;
    }
    write(paths, &map)?;
    Ok(merged.count)
}

/// What [`merge`] has no room for in `deploy.json`, oldest first, and how many rows were new.
pub struct Merged {
    pub older: Vec<Value>,
    pub count: usize,
}

/// The rows among those of `map`, a `deploy.json`, and of its archive. `None` where nothing is new; `map` is as it was
/// then. Keys that we don't know stay, in the map and in each row.
pub fn merge(map: &mut Map<String, Value>, archived: Vec<Value>, rows: &Rows) -> Option<Merged> {
    let recent = map.get("history").and_then(Value::as_array).into_iter().flatten();
    let known: HashSet<_> = recent.chain(&archived).filter_map(Value::as_object).map(identity).collect();
    let new = rows.history.iter().filter(|row| !known.contains(&identity(row)));
    let new: Vec<Value> = new.map(|row| Value::Object(row.clone())).collect();
    let is_lacking = |stage: &str| map.get(stage).is_none_or(Value::is_null);
    let lacking: Vec<_> =
        rows.current.iter().filter(|(stage, row)| is_lacking(stage.as_str()) && is_whole(row)).collect();
    if new.is_empty() && lacking.is_empty() {
        return None;
    }
    for (stage, row) in lacking {
        map.insert(stage.as_str().into(), Value::Object(row.clone()));
    }
    let count = new.len();
    if count == 0 {
        return Some(Merged { older: Vec::new(), count });
    }
    let mut all: Vec<Value> = match map.get_mut("history").map(Value::take) {
        Some(Value::Array(recent)) => recent,
        _ => Vec::new(),
    };
    all.extend(archived.into_iter().rev());
    all.extend(new);
    let mut seen = HashSet::new();
    all.retain(|row| seen.insert(row.to_string()));
    // Stable: rows of one moment, and those without one at the end, keep their order.
    all.sort_by_key(|row| {
        Reverse(row.get("deployedAt").and_then(Value::as_str).and_then(clock::parse_rfc3339))
    });
    let mut older = all.split_off(all.len().min(KEPT));
    older.reverse();
    map.insert("history".into(), Value::Array(all));
    Some(Merged { older, count })
}

/// What the archive's lines say, oldest first, and the lines that say nothing.
fn archive(paths: &Paths) -> Result<(Vec<String>, Vec<Value>)> {
    let bytes = files::bytes(&paths.history_archive())?.unwrap_or_default();
    let text = String::from_utf8_lossy(&bytes);
    let mut torn = Vec::new();
    let mut rows = Vec::new();
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        match serde_json::from_str(line) {
            Ok(row) => rows.push(row),
            Err(_) => torn.push(line.to_owned()),
        }
    }
    Ok((torn, rows))
}

fn known(paths: &Paths, map: &Map<String, Value>) -> Result<HashSet<(String, String, String)>> {
    let (_, archived) = archive(paths)?;
    let recent = map.get("history").and_then(Value::as_array).into_iter().flatten();
    Ok(recent.chain(&archived).filter_map(Value::as_object).map(identity).collect())
}
