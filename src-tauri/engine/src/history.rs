//! `deploy.json`: the local record of what was deployed, and its history.
//!
//! `{"dev": {...}, "prod": {...}, "history": [newest first]}`. `dev` and `prod` are what people's scripts read
//! (`jq -r '.dev.endpoint'`) and name only deployments whose stack was done; the history has the failed ones
//! too. Keys that we don't know are kept. The stack is the truth; this file can be rebuilt from it.

use ipc::plan::Plan;
use ipc::progress::{Endpoint, Outcome};
use ipc::status::{DeployRecord, RecordedOutcome};
use ipc::{Code, Environment, Problem, Timestamp};
use serde_json::{Map, Value};

use crate::{Paths, Result, clock, files};

/// Newest first. A row that can't be understood is left out here and left alone in the file.
pub fn history(paths: &Paths) -> Result<Vec<DeployRecord>> {
    let map = read(paths)?;
    let rows = map.get("history").and_then(Value::as_array).cloned().unwrap_or_default();
    Ok(rows.into_iter().filter_map(|row| serde_json::from_value(row).ok()).collect())
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
    let mut map = read(paths)?;
    let mut history = match map.remove("history") {
        Some(Value::Array(rows)) => rows,
        Some(other) => return Err(broken(paths, &format!("\"history\" is not a list but {other}."))),
        None => Vec::new(),
    };
    for row in rows {
        let value = serde_json::to_value(row).unwrap_or_default();
        if row.outcome != RecordedOutcome::Failed {
            let mut entry = match map.remove(row.stage.as_str()) {
                Some(Value::Object(entry)) => entry,
                _ => Map::new(),
            };
            if let Value::Object(new) = &value {
                entry.extend(new.clone());
            }
            map.insert(row.stage.as_str().into(), Value::Object(entry));
        }
        history.insert(0, value);
    }
    map.insert("history".into(), Value::Array(history));
    let mut text = serde_json::to_string_pretty(&map).unwrap_or_default();
    text.push('\n');
    files::write(&paths.deploy_record(), &text)
}

/// Who deployed, when it began and when it ended.
pub struct Facts<'a> {
    pub deployed_by: &'a str,
    pub began: Timestamp,
    pub ended: Timestamp,
}

/// The rows that a finished plan leaves in the history, one for each environment.
pub fn rows(plan: &Plan, outcome: &Outcome, facts: &Facts<'_>) -> Vec<DeployRecord> {
    let recorded = match outcome {
        Outcome::Succeeded { .. } => RecordedOutcome::Succeeded,
        Outcome::NotAnsweringYet { .. } => RecordedOutcome::NotAnsweringYet,
        Outcome::NotWaited { .. } => RecordedOutcome::NotWaited,
        Outcome::Failed { .. } => RecordedOutcome::Failed,
        Outcome::NothingToChange { .. } | Outcome::Done { .. } | Outcome::Cancelled => return Vec::new(),
    };
    plan.targets
        .iter()
        .map(|target| DeployRecord {
            stage: target.environment,
            endpoint: endpoint(outcome, target.environment).map(|e| e.url.clone()).unwrap_or_default(),
            image_tag: target.image_tag.clone(),
            digest: Some(target.digest.clone()),
            deployed_at: clock::rfc3339(facts.ended),
            stack_name: plan.stack.clone(),
            region: Some(plan.region.clone()),
            account: Some(plan.account.clone()),
            profile: Some(target.profile.clone()),
            deployed_by: Some(facts.deployed_by.to_owned()),
            seconds: Some(facts.ended.seconds_since(facts.began)),
            outcome: recorded,
        })
        .collect()
}

fn endpoint(outcome: &Outcome, environment: Environment) -> Option<&Endpoint> {
    outcome.endpoints().iter().find(|endpoint| endpoint.environment == environment)
}

fn read(paths: &Paths) -> Result<Map<String, Value>> {
    match files::read(&paths.deploy_record())? {
        None => Ok(Map::new()),
        Some(text) => serde_json::from_str(&text)
            .map_err(|error| broken(paths, &format!("It is not a JSON object: {error}."))),
    }
}

fn broken(paths: &Paths, why: &str) -> Problem {
    Problem::new(
        Code::ProfileBroken,
        format!("The record {} can't be read. {why}", paths.deploy_record().display()),
        "Correct the file in a text editor, or move it away: the stack itself is not affected.",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(stage: Environment, tag: &str, outcome: RecordedOutcome) -> DeployRecord {
        DeployRecord {
            stage,
            endpoint: format!("https://abc.execute-api.us-east-1.amazonaws.com/{stage}"),
            image_tag: tag.parse().unwrap(),
            digest: None,
            deployed_at: "2026-01-02T03:04:05.000Z".into(),
            stack_name: "BenchlingWebhookStack".into(),
            region: None,
            account: None,
            profile: None,
            deployed_by: None,
            seconds: None,
            outcome,
        }
    }

    #[test]
    fn the_record_keeps_foreign_keys_and_puts_the_newest_first() {
        let folder = tempfile::tempdir().unwrap();
        let paths = Paths::at(folder.path());
        files::write(&paths.deploy_record(), r#"{"note":"mine","dev":{"extra":1,"endpoint":"old"}}"#)
            .unwrap();
        record(&paths, &[row(Environment::Dev, "0.17.1", RecordedOutcome::Succeeded)]).unwrap();
        record(&paths, &[row(Environment::Dev, "0.18.0", RecordedOutcome::Failed)]).unwrap();
        let tags: Vec<String> = history(&paths).unwrap().iter().map(|r| r.image_tag.to_string()).collect();
        assert_eq!(tags, ["0.18.0", "0.17.1"]);
        let map = read(&paths).unwrap();
        assert_eq!((map["note"].as_str(), map["dev"]["extra"].as_i64()), (Some("mine"), Some(1)));
        assert_eq!(map["dev"]["imageTag"], "0.17.1", "a failed deployment does not become the current one");
        assert_eq!(current(&paths, Environment::Prod).unwrap(), None);
    }

    #[test]
    fn what_the_older_tool_wrote_is_read() {
        let folder = tempfile::tempdir().unwrap();
        let paths = Paths::at(folder.path());
        let old = r#"{"prod":{"endpoint":"https://x/prod","imageTag":"0.6.3","deployedAt":"2025-11-04T12:00:00.000Z","stackName":"BenchlingWebhookStack","stage":"prod"}}"#;
        files::write(&paths.deploy_record(), old).unwrap();
        assert_eq!(current(&paths, Environment::Prod).unwrap().unwrap().image_tag.as_str(), "0.6.3");
    }

    #[test]
    fn a_broken_record_is_told_and_not_written_over() {
        let folder = tempfile::tempdir().unwrap();
        let paths = Paths::at(folder.path());
        files::write(&paths.deploy_record(), "{").unwrap();
        let problem =
            record(&paths, &[row(Environment::Dev, "1.0.0", RecordedOutcome::Succeeded)]).unwrap_err();
        assert_eq!(problem.code, Code::ProfileBroken);
        assert_eq!(files::read(&paths.deploy_record()).unwrap().unwrap(), "{");
    }
}
