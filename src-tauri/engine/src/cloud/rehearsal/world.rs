//! What the rehearsed cloud remembers.
//!
//! A stack is the list of its events, past and still to come: an operation computes all of them when it
//! starts, each with its time and with what it brings about ([`Effect`]). Whoever asks folds the events up to
//! now (see [`super::view`]), so an operation goes on while the program is closed and nothing needs a timer.
//! Invariant: a stack's events are in the order in which they happen, since an operation is only accepted
//! when the one before is over.

use std::collections::{BTreeMap, BTreeSet};

use ipc::Timestamp;
use ipc::bridge::Fault;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::cloud::{Parameter, StackEvent};

/// The layout of the state file. A file of another version is refused rather than guessed at.
pub const VERSION: u32 = 1;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct World {
    pub version: u32,
    /// What everything fails with until it is cleared.
    pub fault: Option<Fault>,
    pub stacks: Vec<StoredStack>,
    pub change_sets: Vec<StoredChangeSet>,
    /// By name.
    pub secrets: BTreeMap<String, StoredSecret>,
    /// What somebody changed behind the stacks' backs: properties by logical id, none where it is gone.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub tampered: BTreeMap<String, Vec<String>>,
    /// Counts what was ever made, so that no made-up id comes twice.
    pub serial: u64,
}

impl World {
    pub fn next_serial(&mut self) -> u64 {
        self.serial += 1;
        self.serial
    }

    /// By name or ARN.
    pub fn stack(&self, name: &str) -> Option<&StoredStack> {
        self.stacks.iter().find(|s| s.is_called(name))
    }

    pub fn stack_mut(&mut self, name: &str) -> Option<&mut StoredStack> {
        self.stacks.iter_mut().find(|s| s.is_called(name))
    }

    /// Every physical id that was ever given, in any stack.
    pub fn used_ids(&self) -> BTreeSet<String> {
        self.stacks.iter().flat_map(|s| &s.events).filter_map(|e| e.event.physical_id.clone()).collect()
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StoredStack {
    pub name: String,
    pub arn: String,
    pub events: Vec<StoredEvent>,
}

impl StoredStack {
    fn is_called(&self, name: &str) -> bool {
        self.name == name || self.arn == name
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StoredEvent {
    pub event: StackEvent,
    #[serde(default, skip_serializing_if = "Effect::is_nothing")]
    pub effect: Effect,
}

/// What an event changes besides a status.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub enum Effect {
    #[default]
    Nothing,
    /// From now on the event's resource is this.
    Becomes(Box<Resource>),
    /// The event's resource no longer belongs to the stack.
    Leaves,
    /// From now on the stack's template, parameters, tags and outputs are these.
    Content(Box<Content>),
}

impl Effect {
    fn is_nothing(&self) -> bool {
        matches!(self, Self::Nothing)
    }
}

/// A resource as it was made: its properties are evaluated, nothing in them refers to anything.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Resource {
    pub resource_type: String,
    pub physical_id: String,
    pub properties: Map<String, Value>,
    /// Logical ids of the resources it needs, by DependsOn or by reference.
    pub depends_on: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deletion_policy: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub update_replace_policy: Option<String>,
}

impl Resource {
    /// A property that is a text, or a number or truth value written as one.
    pub fn text(&self, property: &str) -> Option<String> {
        self.properties.get(property).and_then(scalar)
    }
}

/// A scalar as CloudFormation passes it on: numbers and truth values are their text.
pub fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(truth) => Some(truth.to_string()),
        _ => None,
    }
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Content {
    pub template: Value,
    pub parameters: BTreeMap<String, String>,
    pub tags: BTreeMap<String, String>,
    pub outputs: BTreeMap<String, String>,
}

/// A change set is kept as what was asked; what it would change is computed again when it is executed, from
/// the same stack, since executing one change set voids all others of its stack.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StoredChangeSet {
    pub id: String,
    pub name: String,
    pub stack: String,
    pub created_stack: bool,
    pub template: String,
    pub parameters: BTreeMap<String, Parameter>,
    pub tags: BTreeMap<String, String>,
    pub token: String,
    /// The token with which it was executed.
    pub executed: Option<String>,
}

/// One value of a secret, as far as it is kept.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SecretVersion {
    #[serde(default)]
    pub version: String,
    /// Hexadecimal, made anew for each version.
    pub salt: String,
    /// SHA-256 over salt and canonical JSON, hexadecimal.
    pub digest: String,
    #[serde(default)]
    pub keys: BTreeMap<String, Kept>,
}

/// What one key of a secret holds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Kept {
    /// A setting, which the profile holds too.
    Shown(String),
    /// SHA-256 over the version's salt and the value, hexadecimal.
    Hashed(String),
}

/// What is kept of a secret: enough to tell whether another value is the same, never the value.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StoredSecret {
    pub arn: String,
    #[serde(flatten)]
    pub current: SecretVersion,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub previous: Option<SecretVersion>,
    pub tags: BTreeMap<String, String>,
    pub written_at: Timestamp,
    /// When its deletion was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deleted_at: Option<Timestamp>,
}
