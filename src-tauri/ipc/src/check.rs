//! Checks that change nothing: the preflight of a deployment, and the test of a running environment.

use serde::{Deserialize, Serialize};

use crate::aws::{Caller, QuiltStack};
use crate::{Digest, Environment, ImageTag, Problem};

/// One line of a report: what was checked and what came of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Check {
    /// What was asked, as a noun phrase: "Benchling credentials".
    pub title: String,
    pub outcome: CheckOutcome,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum CheckOutcome {
    /// Good, with what was found.
    Passed {
        detail: String,
    },
    /// Good enough to go on, but the person should know.
    Attention {
        detail: String,
    },
    Failed {
        problem: Problem,
    },
    /// Not asked, since an earlier answer makes it pointless.
    Skipped {
        detail: String,
    },
}

/// What a deployment's preflight found. It may go on only where no check failed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Preflight {
    pub checks: Vec<Check>,
    pub caller: Option<Caller>,
    pub quilt: Option<QuiltStack>,
    pub image: Option<ImageFound>,
}

impl Preflight {
    pub fn first_problem(&self) -> Option<&Problem> {
        self.checks.iter().find_map(|check| match &check.outcome {
            CheckOutcome::Failed { problem } => Some(problem),
            _ => None,
        })
    }
}

/// What a tag stands for at this moment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ImageFound {
    pub tag: ImageTag,
    pub digest: Digest,
    /// `BUILD_VERSION` out of the image, or the tag where it is a version; none when neither tells.
    pub version: Option<String>,
}

/// The test of a running environment, line by line.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Verification {
    /// None where an address was tested rather than an environment.
    pub environment: Option<Environment>,
    pub endpoint: String,
    pub checks: Vec<Check>,
}

impl Verification {
    pub fn passed(&self) -> bool {
        !self.checks.iter().any(|check| matches!(check.outcome, CheckOutcome::Failed { .. }))
    }
}

/// The bucket for packages, as the person's own credentials find it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct BucketFound {
    pub region: String,
    pub readable: bool,
    pub writable: bool,
    /// What deserves to be known before going on, in full sentences.
    pub remark: Option<String>,
}

/// What Benchling answered about an app: its name in the list of keys that sign its webhooks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SigningKeys {
    pub count: usize,
}
