//! Records of deployments as older tools wrote them, as rows of our history.
//!
//! `deploy.json`: `{dev, prod}`, each the newest deployment. `deployments.json`: `{active, history}`, where `active` is by
//! stage, or one record, or null. Keys that we don't know stay in the row.

use ipc::status::DeployRecord;
use ipc::{Environment, ImageTag, ProfileName};
use serde::Deserialize;
use serde_json::{Map, Value};

use crate::template::STACK_NAME;

/// Rows, and which of them is the environment's present state.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rows {
    pub history: Vec<Map<String, Value>>,
    pub current: Vec<(Environment, Map<String, Value>)>,
}

impl Rows {
    pub fn len(&self) -> usize {
        self.history.len()
    }

    pub fn is_empty(&self) -> bool {
        self.history.is_empty()
    }
}

pub fn rows(record: &Map<String, Value>, profile: &Option<ProfileName>) -> Rows {
    let mut found = Rows::default();
    let list = record.get("history").and_then(Value::as_array).into_iter().flatten();
    for value in list {
        found.add(value, None, profile);
    }
    let active = match record.get("active") {
        Some(Value::Object(active)) => active,
        Some(_) => return found,
        None => record,
    };
    let by_stage =
        Environment::ALL.into_iter().filter_map(|stage| Some((stage, active.get(stage.as_str())?)));
    let by_stage: Vec<_> = by_stage.filter(|(_, value)| value.is_object()).collect();
    for (stage, value) in &by_stage {
        if let Some(row) = found.add(value, Some(*stage), profile) {
            found.current.push((*stage, row));
        }
    }
    // One record: it says its stage, or its profile does.
    let says = |key: &str| active.contains_key(key);
    let single =
        by_stage.is_empty() && record.contains_key("active") && (says("imageTag") || says("endpoint"));
    if single && let Some(row) = found.add(&Value::Object(active.clone()), None, profile) {
        let stage = row.get("stage").and_then(|stage| Environment::deserialize(stage).ok());
        found.current.extend(stage.map(|stage| (stage, row)));
    }
    found
}

impl Rows {
    /// A row that is there already is not added again, but is answered.
    fn add(
        &mut self,
        value: &Value,
        stage: Option<Environment>,
        profile: &Option<ProfileName>,
    ) -> Option<Map<String, Value>> {
        let row = row(value.as_object()?, stage, profile);
        if !self.history.iter().any(|known| same(known, &row)) {
            self.history.push(row.clone());
        }
        Some(row)
    }
}

/// The same deployment, whichever tool wrote it down.
pub fn same(one: &Map<String, Value>, other: &Map<String, Value>) -> bool {
    identity(one) == identity(other)
}

/// Stage, moment and image.
pub fn identity(row: &Map<String, Value>) -> (String, String, String) {
    let text = |key: &str| row.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
    let moment = text("deployedAt");
    let moment = crate::clock::parse_rfc3339(&moment).map_or(moment, |at| at.0.to_string());
    (text("stage"), moment, text("imageTag"))
}

fn row(
    value: &Map<String, Value>,
    stage: Option<Environment>,
    profile: &Option<ProfileName>,
) -> Map<String, Value> {
    let mut row = value.clone();
    if let Some(moment) = row.shift_remove("timestamp") {
        row.entry("deployedAt").or_insert(moment);
    }
    let usual = match profile {
        Some(profile) if profile.as_str() == Environment::Dev.as_str() => Environment::Dev,
        _ => Environment::Prod,
    };
    match stage {
        Some(stage) => drop(row.insert("stage".into(), stage.as_str().into())),
        None => drop(row.entry("stage").or_insert_with(|| usual.as_str().into())),
    }
    if let Some(Value::String(endpoint)) = row.get_mut("endpoint") {
        *endpoint = endpoint.trim_end_matches('/').to_owned();
    }
    if let Some(Value::String(tag)) = row.get_mut("imageTag")
        && let Ok(right) = tag.parse::<ImageTag>()
    {
        *tag = right.into();
    }
    row.entry("stackName").or_insert_with(|| STACK_NAME.into());
    // Older tools wrote a row only on success.
    row.entry("outcome").or_insert_with(|| "succeeded".into());
    if let Some(profile) = profile {
        row.entry("profile").or_insert_with(|| profile.as_str().into());
    }
    crate::diagnostics::without_secrets(&mut row);
    row
}

/// Whether it says enough to be an environment's present state.
pub fn is_whole(row: &Map<String, Value>) -> bool {
    row.get("stackName").and_then(Value::as_str) == Some(STACK_NAME)
        && DeployRecord::deserialize(Value::Object(row.clone())).is_ok()
}
