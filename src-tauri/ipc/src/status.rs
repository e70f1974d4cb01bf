//! What runs now, and what was deployed when.

use serde::{Deserialize, Serialize};

use crate::plan::Group;
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
    /// Whether profile, Secrets Manager, tasks and keyring agree; none where it was not looked at.
    #[serde(default)]
    pub agreement: Option<Agreement>,
    /// Its last test, if it was one of what runs now.
    #[serde(default)]
    pub tested: Option<Tested>,
    /// The image that it can go back to, by the newest rows of the history.
    #[serde(default)]
    pub previous: Option<ImageTag>,
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

/// How what an environment is configured with is held in four places, and what brings them together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Agreement {
    pub verdict: Verdict,
    /// Which of them is newest and in what they differ, in a sentence; then what can't be told.
    pub detail: String,
    /// The one right thing to do; none where there is nothing.
    pub remedy: Option<Remedy>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// As far as it can be told.
    Agree,
    /// The profile or the keyring was changed after the last deployment.
    ProfileNewer,
    /// Somebody changed the secret in Secrets Manager after the last deployment.
    StoreNewer,
    /// Secrets Manager has no secret of that name any more.
    StoreMissing,
    /// Tasks run that were started before the secret was written.
    TasksOlder,
    /// The keyring has no client secret for the profile.
    KeyringMissing,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Remedy {
    /// Deploy what runs with what this machine has.
    Deploy,
    /// Deploy what runs, so that new tasks read the secret.
    Restart,
    /// Take the settings out of Secrets Manager into the profile.
    Adopt,
    /// Enter the client secret.
    EnterSecret,
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

/// One row of the history in `deploy.json`. What was added later is optional: older rows do without.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DeployRecord {
    pub stage: Environment,
    pub endpoint: String,
    pub image_tag: ImageTag,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub digest: Option<Digest>,
    /// When it ended. RFC 3339, UTC.
    pub deployed_at: String,
    pub stack_name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub profile: Option<ProfileName>,
    /// The short name out of `caller_arn`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deployed_by: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub caller_arn: Option<String>,
    #[serde(default)]
    pub operation: Operation,
    /// RFC 3339, UTC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub started_at: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seconds: Option<u64>,
    /// The first 16 hexadecimal digits of the SHA-256 of the template as it was sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub template_hash: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub change_set_id: Option<String>,
    pub outcome: RecordedOutcome,
    /// Why it failed, was cancelled or does not answer: a sentence, for a failure with the problem's code behind it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cause: Option<String>,
}

impl DeployRecord {
    /// The stack had this image then, and it is known exactly which.
    pub fn can_be_deployed_again(&self) -> bool {
        self.outcome.is_done() && self.operation != Operation::Remove && self.digest.is_some()
    }

    /// "Deployed 0.18.0", "Tried to promote 0.18.0".
    pub fn what(&self) -> String {
        let tag = &self.image_tag;
        let done = self.outcome.is_done();
        let (past, tried) = match self.operation {
            Operation::Deploy => ("Deployed", "deploy"),
            Operation::Promote => ("Promoted", "promote"),
            Operation::Rollback => ("Rolled back to", "roll back to"),
            Operation::Remove => ("Removed", "remove"),
            Operation::RotateSecret => ("Changed the secret of", "change the secret of"),
            Operation::Repair => ("Repaired", "repair"),
            Operation::Unknown => ("Changed", "change"),
        };
        if done { format!("{past} {tag}") } else { format!("Tried to {tried} {tag}") }
    }
}

/// What was asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Operation {
    #[default]
    Deploy,
    Promote,
    Rollback,
    Remove,
    RotateSecret,
    Repair,
    /// A newer version knows which.
    #[serde(other)]
    Unknown,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RecordedOutcome {
    #[default]
    Succeeded,
    NotAnsweringYet,
    NotWaited,
    Failed,
    /// It was cut off before the stack was changed.
    Cancelled,
    /// A newer version knows which.
    #[serde(other)]
    Unknown,
}

impl RecordedOutcome {
    /// The stack has what was asked for.
    pub fn is_done(self) -> bool {
        matches!(self, Self::Succeeded | Self::NotAnsweringYet | Self::NotWaited)
    }

    pub fn title(self) -> &'static str {
        match self {
            Self::Succeeded => "Succeeded",
            Self::NotAnsweringYet => "Not answering yet",
            Self::NotWaited => "Not waited for",
            Self::Failed => "Failed",
            Self::Cancelled => "Cancelled",
            Self::Unknown => "Not known",
        }
    }
}

/// A resource that somebody changed behind the stack's back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Drift {
    pub logical_id: String,
    pub resource_type: String,
    /// "Load balancer".
    pub name: String,
    pub group: Group,
    /// It is there no longer.
    pub gone: bool,
    /// What differs, as CloudFormation names it; none where it is gone.
    pub properties: Vec<String>,
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
