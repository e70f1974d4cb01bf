//! The source that credentials come from, in words: what it is called, and how it is renewed.

use std::fmt;

use aws_credential_types::Credentials;
use aws_credential_types::credential_feature::AwsCredentialFeature;
use ipc::aws::CredentialKind;

/// Which source the credentials come from, as far as files and environment tell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// Static keys handed over by the host.
    Given,
    Environment,
    Profile {
        name: String,
        kind: CredentialKind,
        /// The profile to sign in with: this one, or the one that its role is taken from.
        sso: Option<String>,
    },
    /// Not in the environment, not in a file: a container, an instance, or nowhere.
    Elsewhere,
}

impl Source {
    /// A profile that is just being signed in with.
    pub fn signing_in(profile: &str) -> Self {
        Self::Profile { name: profile.into(), kind: CredentialKind::Sso, sso: Some(profile.into()) }
    }

    /// Where the credentials come out of a sign-in in the browser.
    pub fn is_sso(&self) -> bool {
        matches!(self, Self::Profile { sso: Some(_), .. })
    }

    /// The source that won, once the credentials are there and tell which provider gave them.
    pub fn describe(&self, credentials: &Credentials) -> String {
        use AwsCredentialFeature as Feature;
        let features = credentials.get_property::<Vec<Feature>>();
        let from = |feature| features.is_some_and(|features| features.contains(&feature));
        match self {
            Self::Elsewhere if from(Feature::CredentialsImds) => "this EC2 instance's role".into(),
            Self::Elsewhere if from(Feature::CredentialsHttp) => "this container's role".into(),
            Self::Elsewhere if from(Feature::CredentialsProfileStsWebIdToken) => {
                "a web identity token".into()
            }
            source => source.to_string(),
        }
    }

    /// What to do where the credentials are no longer good.
    pub fn renewal(&self) -> String {
        match self {
            Self::Given => "Give other keys and try again.".into(),
            Self::Environment => {
                "Put fresh credentials into the environment and start this program again from there.".into()
            }
            Self::Profile { sso: Some(name), .. } => {
                format!(
                    "Sign in again: in the window, or with `benchling-webhook sign-in --aws-profile {name}`."
                )
            }
            Self::Profile { name, kind, .. } => match kind {
                CredentialKind::Role | CredentialKind::RoleMfa => {
                    format!(
                        "Renew the credentials with which profile \"{name}\" takes its role, then try again."
                    )
                }
                CredentialKind::Process => {
                    format!("Sign in again with the program that profile \"{name}\" calls, then try again.")
                }
                CredentialKind::Keys => {
                    format!(
                        "Put fresh keys into profile \"{name}\" with `aws configure --profile {name}`, then try again."
                    )
                }
                CredentialKind::Sso | CredentialKind::Environment | CredentialKind::Other => {
                    format!("Correct profile \"{name}\" in the AWS configuration files, then try again.")
                }
            },
            Self::Elsewhere => "Run `aws configure sso` or `aws configure`, then try again.".into(),
        }
    }
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Given => f.write_str("the given access key"),
            Self::Environment => f.write_str("environment variables"),
            Self::Elsewhere => f.write_str("this machine's role"),
            Self::Profile { name, kind, .. } => {
                let kind = match kind {
                    CredentialKind::Keys => " (access keys)",
                    CredentialKind::Sso => " (SSO)",
                    CredentialKind::Role => " (role)",
                    CredentialKind::RoleMfa => " (role with MFA)",
                    CredentialKind::Process => " (credential process)",
                    CredentialKind::Environment | CredentialKind::Other => "",
                };
                write!(f, "profile \"{name}\"{kind}")
            }
        }
    }
}
