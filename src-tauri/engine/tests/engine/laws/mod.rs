//! What holds for any content of the files that we read. The fuzz targets check the same.

#![allow(clippy::unwrap_used, reason = "a law fails by panicking")]

use engine::cloud::aws::sources_in;
use engine::import::{flatten, merge, records};
use engine::{history, profiles};
use ipc::{Environment, ProfileName, Timestamp};
use serde_json::{Map, Value};

fn object(bytes: &[u8]) -> Option<Map<String, Value>> {
    serde_json::from_slice(bytes).ok()
}

/// Equal but for the last digit of a fraction, which reading and writing may change.
fn same(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Number(a), Value::Number(b)) => {
            a == b || a.as_f64().zip(b.as_f64()).is_some_and(|(a, b)| (a - b).abs() <= a.abs() * 1e-14)
        }
        (Value::Array(a), Value::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b)),
        (Value::Object(a), Value::Object(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|((k, a), (l, b))| k == l && same(a, b))
        }
        _ => one == other,
    }
}

/// A profile: read and written it says the same, and what we don't know is there, as it was and in its order.
pub fn profile(bytes: &[u8]) {
    let name: ProfileName = "default".parse().unwrap();
    let tidied = String::from_utf8_lossy(bytes).into_owned();
    let tidied = profiles::mend::tidy(&tidied);
    if let Some(map) = object(bytes) {
        let again = object(tidied.as_bytes()).unwrap();
        assert!(same(&Value::Object(map.clone()), &Value::Object(again)), "tidying changed what it says");
        older(&map);
    }
    let Ok(read) = profiles::parse(bytes, &name) else { return };
    let text = profiles::rewritten(bytes, &read).unwrap();
    assert_eq!(profiles::parse(text.as_bytes(), &name).unwrap(), read);
    let settings = serde_json::to_value(&read).unwrap();
    let known = |key: &String| settings.get(key).is_some() || key == "benchlingSecret";
    let unknown = |map: Map<String, Value>| -> Vec<(String, Value)> {
        map.into_iter().filter(|(key, value)| !known(key) && !value.is_null()).collect()
    };
    let (before, after) = (object(bytes), object(text.as_bytes()).unwrap());
    // A file may begin with a mark that JSON doesn't know.
    let before =
        before.or_else(|| object(String::from_utf8_lossy(bytes).trim_start_matches('\u{feff}').as_bytes()));
    let (before, after) = (unknown(before.unwrap()), unknown(after));
    assert_eq!(before.len(), after.len());
    for ((key, value), (key_after, value_after)) in before.iter().zip(&after) {
        assert!(key == key_after && same(value, value_after), "{key}");
    }
}

/// As a key, at whatever depth; what stands under another key may be any text.
fn names_the_secret(value: &Value) -> bool {
    match value {
        Value::Object(map) => map.iter().any(|(key, value)| {
            key == "clientSecret" || key == "benchlingClientSecret" || names_the_secret(value)
        }),
        Value::Array(items) => items.iter().any(names_the_secret),
        _ => false,
    }
}

/// A profile of any generation: nothing that sounds like a secret comes out, the rest does, and a second time nothing
/// changes.
fn older(map: &Map<String, Value>) {
    let first = flatten(map.clone());
    let text = Value::Object(first.map.clone()).to_string();
    assert!(!names_the_secret(&Value::Object(first.map.clone())), "{text}");
    let second = flatten(first.map.clone());
    assert!(second.secret.is_none());
    assert!(same(&Value::Object(first.map.clone()), &Value::Object(second.map)), "{text}");
    for key in map.keys().filter(|key| key.starts_with("x-")) {
        let Some(kept) = first.map.get(key) else {
            let lower: String = key.to_lowercase().chars().filter(char::is_ascii_alphanumeric).collect();
            let gone =
                ["secret", "password", "token", "credential", "key"].iter().any(|word| lower.contains(word));
            assert!(gone, "{key} is lost");
            continue;
        };
        if !kept.is_object() && !kept.is_array() {
            assert_eq!(Some(kept), map.get(key));
        }
    }
    // To inherit from itself adds nothing.
    let merged = merge(map.clone(), map.clone());
    assert!(same(&Value::Object(map.clone()), &Value::Object(merged)));
}

/// A record of deployments, taken over into one of ours: every row is there once, and what was there stays.
pub fn deploy_json(bytes: &[u8]) {
    let Some(mut ours) = object(bytes) else { return };
    let row = serde_json::json!({
        "deployedAt": "2025-11-04T10:00:00Z", "imageTag": "0.7.10", "endpoint": "https://x/prod", "mine": 1,
        "stage": "prod", "stackName": "BenchlingWebhookStack", "outcome": "succeeded",
    });
    let rows = records::Rows {
        history: row.as_object().cloned().into_iter().collect(),
        current: row.as_object().map(|row| (Environment::Prod, row.clone())).into_iter().collect(),
    };
    taken_over(&mut ours, &rows);
}

fn taken_over(ours: &mut Map<String, Value>, rows: &records::Rows) {
    let before = ours.clone();
    let archived = Vec::new();
    let Some(merged) = history::merge(ours, archived, rows) else {
        assert_eq!(*ours, before);
        return;
    };
    for (key, value) in before.iter().filter(|(key, _)| *key != "history") {
        let environment = Environment::ALL.iter().any(|it| it.as_str() == key);
        assert!(environment && value.is_null() || ours.get(key) == Some(value), "{key}");
    }
    let mut all = merged.older.clone();
    all.extend(ours.get("history").and_then(Value::as_array).cloned().unwrap_or_default());
    let has = |row: &Value| all.iter().any(|other| other == row);
    assert!(before.get("history").and_then(Value::as_array).into_iter().flatten().all(has));
    assert!(rows.history.iter().all(|row| {
        all.iter()
            .filter_map(Value::as_object)
            .any(|other| records::identity(other) == records::identity(row))
    }));
    let again = ours.clone();
    let older = merged.older;
    assert!(history::merge(ours, older, rows).is_none(), "a second time nothing changes");
    assert_eq!(*ours, again);
}

/// A record as the npm tool wrote it: each row keeps what we don't know, and read again it is the same.
pub fn deployments_json(bytes: &[u8]) {
    let Some(map) = object(bytes) else { return };
    let profile = "dev".parse().ok();
    let found = records::rows(&map, &profile);
    let again = Value::Array(found.history.iter().cloned().map(Value::Object).collect());
    let again = records::rows(&Map::from_iter([("history".to_owned(), again)]), &profile);
    assert_eq!(again.history, found.history);
    taken_over(&mut Map::new(), &found);
    deploy_json(bytes);
}

/// A config file of the AWS tools: whatever it says, the list has each name once.
pub fn aws_config(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let sources = runtime.block_on(sources_in(&text, Timestamp(0)));
    let mut names: Vec<_> = sources.iter().map(|source| source.profile.clone()).collect();
    names.sort();
    names.dedup();
    assert_eq!(names.len(), sources.len());
}
