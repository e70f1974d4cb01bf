//! An error as a person meets it: a stable code, a sentence, what to do next, and what caused it.

use std::fmt;

use serde::{Deserialize, Serialize};

macro_rules! codes {
    ($($name:ident: $meaning:literal,)*) => {
        /// A code exists only where someone branches on it: the window to choose where the error is shown and what it
        /// offers, the command line to choose its exit code, a test to tell one failure from another.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Code {
            $(#[doc = $meaning] $name,)*
        }

        impl Code {
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// When it is told, in a line.
            pub fn meaning(self) -> &'static str {
                match self {
                    $(Self::$name => $meaning,)*
                }
            }

            /// What a keyring can answer that leaves "for this session only".
            pub fn is_of_keyring(self) -> bool {
                self.is_of_whole_keyring() || self == Self::KeyringAmbiguous
            }

            /// What it answers for one profile, it would answer for each.
            pub fn is_of_whole_keyring(self) -> bool {
                matches!(self, Self::KeyringMissing | Self::KeyringLocked | Self::KeyringDenied)
            }
        }
    };
}

codes! {
    // What the person typed.
    ValueInvalid: "A value can't be what it is said to be.",
    ProfileMissing: "There is no profile of that name.",
    ProfileBroken: "A profile or the record of deployments can't be read; it is never written over.",
    // This machine.
    ConfigFolderUnwritable: "The configuration folder takes no files.",
    KeyringMissing: "The machine has no keyring.",
    KeyringLocked: "The keyring is locked.",
    KeyringDenied: "The keyring refused.",
    KeyringAmbiguous: "The keyring has several entries for one profile.",
    ClientSecretMissing: "Nobody has given the profile's client secret.",
    // Benchling.
    BenchlingTenantNotFound: "Benchling has no such tenant.",
    BenchlingCredentialsRefused: "Benchling refuses the client id and secret.",
    BenchlingUnreachable: "Benchling does not answer.",
    AppDefinitionUnknown: "Benchling knows no app with this definition id.",
    // AWS, who and where.
    CredentialsMissing: "No AWS credentials were found.",
    CredentialsExpired: "The AWS credentials have expired, or are not accepted.",
    SignInNeeded: "Somebody has to sign in with SSO first.",
    MfaCodeNeeded: "A role wants the code of an MFA device.",
    MfaCodeRefused: "AWS does not accept the MFA code.",
    PermissionDenied: "AWS does not allow it; the missing permission is named.",
    RegionMissing: "No AWS region was found.",
    AwsUnreachable: "AWS does not answer.",
    AwsThrottled: "AWS limits this account's requests.",
    // The Quilt stack.
    QuiltStackMissing: "There is no such Quilt stack.",
    QuiltStackIncomplete: "The Quilt stack lacks outputs that the webhook needs.",
    QuiltStackElsewhere: "The Quilt stack is in another account or region.",
    QuiltRunsWebhook: "The Quilt stack runs a webhook itself.",
    // The bucket.
    BucketMissing: "There is no bucket of that name.",
    // The image.
    ImageMissing: "The repository has no such image.",
    ImageVersionUnknown: "The image does not say which version it is.",
    // The stack that we deploy.
    StackBusy: "The stack is being changed, by whomever.",
    StackStuck: "The stack is in a state in which it takes no deployment; it can be repaired.",
    StackForeign: "Another tool made the stack, and it can't be taken over this way.",
    StackMissing: "There is no stack, environment or history for what was asked.",
    NetworkUnsuitable: "The chosen VPC or subnets don't suit.",
    PairingUnconfirmed: "An environment would take a profile other than its usual one.",
    ConfirmationNeeded: "It needs a word that nobody has given.",
    PlanStale: "The plan is not there any more.",
    OtherEnvironmentTouched: "The other environment would change too.",
    DeploymentFailed: "The stack operation failed; the cause is told.",
    DeploymentStopped: "A person stopped the operation, and it was put back.",
    VerificationFailed: "A test of an environment failed.",
    // Anything else, in AWS's own words or ours.
    AwsRefused: "AWS refused, in its own words.",
    UpdateFailed: "A newer version of the program could not be found out about, or not be installed.",
    Internal: "Something that should not happen.",
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

    /// The same problem with another next action.
    pub fn with_next(mut self, next: impl Into<String>) -> Self {
        self.next = next.into();
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

#[cfg(test)]
mod tests {
    use super::*;

    /// ARCHITECTURE.md has the table as this makes it.
    #[test]
    fn the_table_of_codes_is_in_the_architecture_page() {
        let rows: Vec<String> =
            Code::ALL.iter().map(|code| format!("| `{}` | {} |", code.as_str(), code.meaning())).collect();
        let table = format!("| code | when it is told |\n|---|---|\n{}\n", rows.join("\n"));
        let page = include_str!("../../../ARCHITECTURE.md");
        assert!(page.contains(&table), "put this into ARCHITECTURE.md:\n{table}");
    }
}
