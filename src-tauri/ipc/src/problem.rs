//! An error as a person meets it: a stable code, a sentence, what to do next, and what caused it.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A code exists only where someone branches on it: the window to choose where the error is shown and what it
/// offers, the command line to choose its exit code, a test to tell one failure from another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Code {
    // What the person typed.
    ValueInvalid,
    ProfileMissing,
    ProfileBroken,
    // This machine.
    ConfigFolderUnwritable,
    KeyringMissing,
    KeyringLocked,
    KeyringDenied,
    ClientSecretMissing,
    // Benchling.
    BenchlingTenantNotFound,
    BenchlingCredentialsRefused,
    BenchlingUnreachable,
    AppDefinitionUnknown,
    // AWS, who and where.
    CredentialsMissing,
    CredentialsExpired,
    PermissionDenied,
    RegionMissing,
    AwsUnreachable,
    AwsThrottled,
    // The Quilt stack.
    QuiltStackMissing,
    QuiltStackIncomplete,
    QuiltStackElsewhere,
    QuiltRunsWebhook,
    // The image.
    ImageMissing,
    ImageVersionUnknown,
    // The stack that we deploy.
    StackBusy,
    StackStuck,
    StackForeign,
    StackMissing,
    NetworkUnsuitable,
    PairingUnconfirmed,
    ConfirmationNeeded,
    PlanStale,
    OtherEnvironmentTouched,
    DeploymentFailed,
    DeploymentStopped,
    VerificationFailed,
    // Anything else, in AWS's own words or ours.
    AwsRefused,
    Internal,
}

impl Code {
    /// As it is written in JSON and shown behind "details".
    pub fn as_str(self) -> String {
        serde_json::to_value(self).ok().and_then(|v| v.as_str().map(str::to_owned)).unwrap_or_default()
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.as_str())
    }
}

/// What went wrong, in the words that the window and the command line show.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("{message}")]
#[serde(rename_all = "camelCase")]
pub struct Problem {
    pub code: Code,
    /// One sentence: what happened, and why where it is known.
    pub message: String,
    /// One sentence: what to do now.
    pub next: String,
    /// What lies beneath, outermost first, in the words of whoever said it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub causes: Vec<String>,
}

impl Problem {
    pub fn new(code: Code, message: impl Into<String>, next: impl Into<String>) -> Self {
        Self { code, message: message.into(), next: next.into(), causes: Vec::new() }
    }

    /// The same problem with what caused it, and what caused that.
    pub fn because(mut self, cause: &(dyn std::error::Error + 'static)) -> Self {
        let mut next = Some(cause);
        while let Some(error) = next {
            let text = error.to_string();
            if !self.causes.contains(&text) {
                self.causes.push(text);
            }
            next = error.source();
        }
        self
    }

    pub fn because_text(mut self, cause: impl Into<String>) -> Self {
        self.causes.push(cause.into());
        self
    }
}

impl From<crate::InvalidName> for Problem {
    fn from(invalid: crate::InvalidName) -> Self {
        Self::new(Code::ValueInvalid, invalid.0, "Correct the value and try again.")
    }
}
