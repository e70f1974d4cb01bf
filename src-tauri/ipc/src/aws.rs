//! Who and where we are in AWS, how one signs in, and the Quilt stacks found there.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::profile::ProfileEntry;
use crate::{Environment, InvalidName, ProfileName, StackArn, Timestamp};

/// A place credentials can come from, as found in the shared config files and the environment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CredentialSource {
    /// The AWS profile's name; none is the ordinary chain (environment, default profile, instance).
    pub profile: Option<String>,
    pub kind: CredentialKind,
    pub region: Option<String>,
    #[serde(default)]
    pub state: SourceState,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CredentialKind {
    Environment,
    Keys,
    Sso,
    Role,
    /// A role that is taken with the code of a device.
    RoleMfa,
    Process,
    /// Nothing that we can name from the files alone.
    Other,
}

/// What stands between a source and its credentials, as far as this machine knows without a network.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum SourceState {
    /// Nothing, or nothing that is known here.
    #[default]
    Ready,
    SignedIn {
        /// None renews itself.
        until: Option<Timestamp>,
    },
    SignInNeeded,
    /// The code that this device shows: `arn:aws:iam::123456789012:mfa/anna`.
    CodeNeeded {
        device: String,
    },
}

/// What a person needs to sign in, in a browser on whatever machine.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SignInPrompt {
    /// `WDJB-MJHT`; the page that opens asks whether it is the same.
    pub code: String,
    /// The page with the code filled in.
    pub address: String,
    /// The page where the code is typed.
    pub page: String,
    pub expires: Timestamp,
}

/// How a sign-in ended, apart from a problem.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SignInEnd {
    SignedIn,
    Cancelled,
}

/// How to get out of this machine, as it is set in the window; empty is not set.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct NetworkSettings {
    /// `http://proxy.example.com:8080`, without a password.
    pub proxy: String,
    /// A file with PEM certificates.
    pub ca_bundle: String,
}

/// What is set, and what counts where nothing is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Network {
    pub settings: NetworkSettings,
    /// The environment's, shown without a password.
    pub environment: NetworkSettings,
}

/// The six digits that an MFA device shows. Good for half a minute and once, and still not printed.
#[derive(Clone, PartialEq, Eq)]
pub struct MfaCode(String);

impl MfaCode {
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for MfaCode {
    type Err = InvalidName;

    /// Devices show the digits in two groups, so spaces are taken out.
    fn from_str(text: &str) -> Result<Self, InvalidName> {
        let digits: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        if digits.len() == 6 && digits.bytes().all(|b| b.is_ascii_digit()) {
            Ok(Self(digits))
        } else {
            Err(InvalidName("The code has six digits.".into()))
        }
    }
}

impl fmt::Debug for MfaCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MfaCode(...)")
    }
}

/// What to connect with; each left out follows the ordinary chain.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AwsChoice {
    pub profile: Option<String>,
    pub region: Option<String>,
}

impl AwsChoice {
    /// As the profile for prod says, or else dev's; the ordinary chain where there is neither.
    pub fn usual(profiles: &[ProfileEntry]) -> Self {
        let of = |environment| {
            let name = ProfileName::usual_for(environment);
            profiles.iter().find(|entry| entry.name == name)?.content.as_ref().ok()
        };
        of(Environment::Prod).or_else(|| of(Environment::Dev)).map_or_else(Self::default, |profile| Self {
            profile: profile.aws_profile.clone(),
            region: Some(profile.quilt_stack_arn.region().to_owned()),
        })
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_six_digits_however_they_are_grouped() {
        assert_eq!("123 456".parse::<MfaCode>().unwrap().as_str(), "123456");
        for wrong in ["", "12345", "1234567", "12345a", "\u{0661}23456"] {
            assert!(wrong.parse::<MfaCode>().is_err(), "{wrong}");
        }
        assert_eq!(format!("{:?}", "123456".parse::<MfaCode>().unwrap()), "MfaCode(...)");
    }
}
