//! A deployment while it runs. The host folds every event into one [`Progress`] and sends it whole, so that a
//! late subscriber and a steady one see the same thing and no event can be missed.

use serde::{Deserialize, Serialize};

use crate::plan::Group;
use crate::{Digest, Environment, ImageTag, Problem, Timestamp};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Progress {
    /// Names the run; also its journal's file name.
    pub run: String,
    pub environments: Vec<Environment>,
    /// All steps from the start, in order.
    pub steps: Vec<StepProgress>,
    /// All resources that the change set touches, in the order in which they started.
    pub resources: Vec<ResourceProgress>,
    /// The one sentence that matters now.
    pub headline: String,
    pub started_at: Timestamp,
    /// Grows with each change. An answer can come after an event that tells more, both within the same millisecond.
    pub sequence: u64,
    /// The host's clock when this was sent, or when it ended: running times are counted from it.
    pub at: Timestamp,
    /// Set once, at the end.
    pub outcome: Option<Outcome>,
    /// How many events CloudFormation has sent; they come when they are asked for.
    pub events: usize,
}

impl Progress {
    /// It tells an earlier state of the same run than `other`.
    pub fn is_older_than(&self, other: &Self) -> bool {
        self.run == other.run && self.sequence < other.sequence
    }
}

/// The linear steps of a deployment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    Preflight,
    Plan,
    Secret,
    Execute,
    Readiness,
    Record,
    #[serde(other)]
    Unknown,
}

impl Step {
    pub const ALL: [Self; 6] =
        [Self::Preflight, Self::Plan, Self::Secret, Self::Execute, Self::Readiness, Self::Record];

    pub fn title(self) -> &'static str {
        match self {
            Self::Preflight => "Check everything first",
            Self::Plan => "Ask CloudFormation what will change",
            Self::Secret => "Store the secret",
            Self::Execute => "Create and change resources",
            Self::Readiness => "Wait until it answers",
            Self::Record => "Write it down",
            Self::Unknown => "Another step",
        }
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct StepProgress {
    pub step: Step,
    pub state: StepState,
    pub detail: Option<String>,
    pub started_at: Option<Timestamp>,
    pub ended_at: Option<Timestamp>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StepState {
    Pending,
    Running,
    Done,
    /// Not needed this time.
    Skipped,
    Failed,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ResourceProgress {
    pub logical_id: String,
    pub resource_type: String,
    pub name: String,
    pub group: Group,
    pub state: ResourceState,
    /// CloudFormation's reason, where it gave one.
    pub reason: Option<String>,
    pub physical_id: Option<String>,
    pub started_at: Option<Timestamp>,
    pub ended_at: Option<Timestamp>,
    /// How long this type usually takes, in seconds, from and to.
    pub usual: (u32, u32),
    /// Of a service, as ECS told it last while it was under way.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rollout: Option<RolloutProgress>,
}

/// How far the tasks of a service's new deployment have come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RolloutProgress {
    pub desired: u32,
    pub running: u32,
    /// Tasks that stopped, or never came up.
    pub failed: u32,
    pub state: RolloutState,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RolloutState {
    InProgress,
    Completed,
    Failed,
}

/// "1 of 2 tasks run, 3 failed".
impl std::fmt::Display for RolloutProgress {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (running, desired) = (self.running, self.desired);
        match desired {
            1 => write!(f, "{running} of 1 task runs")?,
            _ => write!(f, "{running} of {desired} tasks run")?,
        }
        if self.failed > 0 { write!(f, ", {} failed", self.failed) } else { Ok(()) }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ResourceState {
    Waiting,
    Creating,
    Updating,
    Removing,
    Done,
    Removed,
    Failed,
    /// Given up because another one failed first.
    Cancelled,
    RollingBack,
    RolledBack,
}

/// One of CloudFormation's own events, for "details".
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RawEvent {
    pub id: String,
    pub at: Timestamp,
    pub logical_id: String,
    pub resource_type: String,
    pub status: String,
    pub reason: Option<String>,
}

/// How a deployment ended. "Nothing to change" and "cancelled" are outcomes, not errors.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Outcome {
    Succeeded {
        endpoints: Vec<Endpoint>,
    },
    /// The stack is done, but the environment had not answered when the wait ended.
    NotAnsweringYet {
        endpoints: Vec<Endpoint>,
        seen: String,
    },
    /// The stack is done; nobody waited for the environment.
    NotWaited {
        endpoints: Vec<Endpoint>,
    },
    NothingToChange {
        endpoints: Vec<Endpoint>,
    },
    /// Something other than a deployment is done: the sentence says what.
    Done {
        what: String,
    },
    Failed {
        problem: Problem,
    },
    Cancelled,
}

impl Outcome {
    pub fn endpoints(&self) -> &[Endpoint] {
        match self {
            Self::Succeeded { endpoints }
            | Self::NotAnsweringYet { endpoints, .. }
            | Self::NotWaited { endpoints }
            | Self::NothingToChange { endpoints } => endpoints,
            Self::Done { .. } | Self::Failed { .. } | Self::Cancelled => &[],
        }
    }
}

/// Where an environment is reached, and what runs behind it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Endpoint {
    pub environment: Environment,
    /// The stage's root, without a trailing slash: what is pasted into Benchling.
    pub url: String,
    pub image_tag: ImageTag,
    pub digest: Option<Digest>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_older_state_is_known_within_its_run_only() {
        let nth = |run: &str, sequence| Progress {
            run: run.into(),
            environments: vec![],
            steps: vec![],
            resources: vec![],
            headline: String::new(),
            started_at: Timestamp(0),
            sequence,
            at: Timestamp(0),
            outcome: None,
            events: 0,
        };
        assert!(nth("a", 1).is_older_than(&nth("a", 2)));
        assert!(!nth("a", 2).is_older_than(&nth("a", 2)));
        assert!(!nth("b", 1).is_older_than(&nth("a", 2)));
    }

    #[test]
    fn tasks_in_words() {
        let tell = |desired, running, failed| {
            RolloutProgress { desired, running, failed, state: RolloutState::InProgress }.to_string()
        };
        assert_eq!(tell(2, 1, 3), "1 of 2 tasks run, 3 failed");
        assert_eq!(tell(1, 0, 0), "0 of 1 task runs");
    }
}
