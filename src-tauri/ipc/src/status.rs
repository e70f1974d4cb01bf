//! What runs now, and what was deployed when.

use serde::{Deserialize, Serialize};

use crate::{Digest, Environment, ImageTag, ProfileName, Timestamp};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Status {
    /// None where the stack does not exist.
    pub stack: Option<StackSummary>,
    /// One entry for each environment, dev first, deployed or not.
    pub environments: Vec<EnvironmentStatus>,
    pub checked_at: Timestamp,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct StackSummary {
    pub name: String,
    pub account: String,
    pub region: String,
    /// CloudFormation's state, `UPDATE_COMPLETE`.
    pub state: String,
    /// A deployment is running now, ours or somebody else's.
    pub busy: bool,
}

impl StackSummary {
    /// It takes no deployment until it is repaired.
    pub fn is_stuck(&self) -> bool {
        let stuck = [
            "CREATE_FAILED",
            "ROLLBACK_COMPLETE",
            "ROLLBACK_FAILED",
            "UPDATE_ROLLBACK_FAILED",
            "DELETE_FAILED",
        ];
        stuck.contains(&self.state.as_str())
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct EnvironmentStatus {
    pub environment: Environment,
    pub deployed: Option<Deployed>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Deployed {
    pub endpoint: String,
    pub image_tag: ImageTag,
    pub digest: Option<Digest>,
    pub profile: Option<ProfileName>,
    pub deployed_at: Option<Timestamp>,
    pub health: Health,
    /// Tasks running of desired.
    pub tasks: Option<TaskCounts>,
    /// Targets healthy of registered.
    pub targets: Option<TargetCounts>,
    #[serde(default)]
    pub secret: Option<SecretStatus>,
}

/// A test of an environment, and what it was run against.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Tested {
    pub at: Timestamp,
    pub passed: bool,
    pub endpoint: String,
    pub digest: Option<Digest>,
}

/// An environment's secret in Secrets Manager, without its value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SecretStatus {
    pub name: String,
    /// None where it does not exist.
    pub written_at: Option<Timestamp>,
    /// Every running task was started after it was written; none where that can't be told.
    pub in_use: Option<bool>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Health {
    pub state: HealthState,
    /// What was seen, in a sentence.
    pub detail: String,
    /// How long `/health` took through the stage, in milliseconds.
    pub latency_ms: Option<u64>,
    /// The version that the container reports.
    pub version: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HealthState {
    Healthy,
    /// It answers, and says itself that something is missing.
    Degraded,
    /// It is being deployed or its tasks are starting.
    Starting,
    Unhealthy,
    /// The access list refuses this machine, so health can't be told from here.
    Refused,
    Unknown,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TaskCounts {
    pub running: u32,
    pub desired: u32,
    pub failed: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TargetCounts {
    pub healthy: u32,
    pub total: u32,
}

/// One row of the history in `deploy.json`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DeployRecord {
    pub stage: Environment,
    pub endpoint: String,
    pub image_tag: ImageTag,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub digest: Option<Digest>,
    /// RFC 3339, UTC.
    pub deployed_at: String,
    pub stack_name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub profile: Option<ProfileName>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deployed_by: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seconds: Option<u64>,
    pub outcome: RecordedOutcome,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RecordedOutcome {
    #[default]
    Succeeded,
    NotAnsweringYet,
    NotWaited,
    Failed,
}

/// The two sides of a promotion, and whether the way is free.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Promotion {
    pub from: Deployed,
    /// None where prod does not exist yet.
    pub to: Option<Deployed>,
    /// Dev's last test, if it was one of what dev runs now.
    #[serde(default)]
    pub tested: Option<Tested>,
    /// What prod gets, and in what it stays another than dev.
    #[serde(default)]
    pub differences: Vec<String>,
    /// Why it can't go ahead, or should not; empty when the way is free.
    pub objections: Vec<String>,
}
