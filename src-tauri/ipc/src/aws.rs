//! Who and where we are in AWS, and the Quilt stacks found there.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::StackArn;

/// A place credentials can come from, as found in the shared config files and the environment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CredentialSource {
    /// The AWS profile's name; none is the ordinary chain (environment, default profile, instance).
    pub profile: Option<String>,
    pub kind: CredentialKind,
    pub region: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CredentialKind {
    Environment,
    Keys,
    Sso,
    Role,
    Process,
    /// Nothing that we can name from the files alone.
    Other,
}

/// What to connect with; each left out follows the ordinary chain.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AwsChoice {
    pub profile: Option<String>,
    pub region: Option<String>,
}

/// Who AWS says we are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Caller {
    pub account: String,
    /// `arn:aws:sts::123456789012:assumed-role/Admin/anna@example.com`
    pub arn: String,
    pub region: String,
    /// Which credential source won: `environment variables`, `profile "work" (SSO)`.
    pub source: String,
}

impl Caller {
    /// The last part of the ARN: a user's or a session's name.
    pub fn name(&self) -> &str {
        self.arn.rsplit(['/', ':']).next().unwrap_or(&self.arn)
    }
}

/// A Quilt stack, recognised by its outputs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct QuiltStack {
    pub arn: StackArn,
    /// The catalog's host, without scheme: `quilt.example.com`.
    pub catalog: String,
    /// The stack's own switch says that Quilt runs the webhook itself.
    pub runs_webhook: bool,
    pub outputs: BTreeMap<String, String>,
}
