//! Where credentials come from: what there is to choose from, and what the choice leads to.
//!
//! The order is AWS's: a profile that was chosen here, else keys in the environment, else the profile that
//! `AWS_PROFILE` names (`default` without it), else a container's or an instance's role. The SDK's own chain
//! puts the environment before a chosen profile; the AWS command line does not, and neither do we.

use std::fmt;
use std::time::Duration;

use aws_config::Region;
use aws_config::default_provider::credentials::DefaultCredentialsChain;
use aws_config::environment::{EnvironmentVariableCredentialsProvider, EnvironmentVariableRegionProvider};
use aws_config::imds;
use aws_config::imds::region::ImdsRegionProvider;
use aws_config::meta::region::ProvideRegion;
use aws_config::profile::{Profile, ProfileFileCredentialsProvider, ProfileFileLoadError, ProfileSet};
use aws_config::provider_config::ProviderConfig;
use aws_credential_types::Credentials;
use aws_credential_types::credential_feature::AwsCredentialFeature;
use aws_credential_types::provider::{ProvideCredentials, SharedCredentialsProvider};
use ipc::aws::{CredentialKind, CredentialSource};
use ipc::{Code, Problem};

use crate::Result;

/// Which source the credentials come from, as far as files and environment tell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Source {
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
                format!("Run `aws sso login --profile {name}`, then try again.")
            }
            Self::Profile { name, kind, .. } => match kind {
                CredentialKind::Role => {
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
                    CredentialKind::Process => " (credential process)",
                    CredentialKind::Environment | CredentialKind::Other => "",
                };
                write!(f, "profile \"{name}\"{kind}")
            }
        }
    }
}

/// What to connect with.
pub(super) struct Chain {
    pub source: Source,
    /// The profile whose other settings (endpoints, retries) count too.
    pub profile: Option<String>,
    pub region: Region,
    pub provider: SharedCredentialsProvider,
}

impl Chain {
    pub async fn choose(profile: Option<String>, region: Option<String>) -> Result<Self> {
        let profiles = load_profiles().await;
        let profiles = match (&profile, profiles) {
            (Some(name), Ok(profiles)) if profiles.get_profile(name).is_none() => {
                return Err(missing_profile(name, &profiles));
            }
            (Some(_), Err(error)) => return Err(broken_files(&error)),
            (_, profiles) => profiles.ok(),
        };

        let metadata = metadata_client();
        let name = profile.as_deref().or(profiles.as_ref().map(ProfileSet::selected_profile));
        let listed = name.and_then(|name| profiles.as_ref()?.get_profile(name));
        let region = match region.filter(|region| !region.is_empty()).map(Region::new) {
            Some(region) => Some(region),
            None => match EnvironmentVariableRegionProvider::new().region().await {
                Some(region) => Some(region),
                None => match listed.and_then(|profile| profile.get("region")) {
                    Some(region) => Some(Region::new(region.to_owned())),
                    None => {
                        ImdsRegionProvider::builder().imds_client(metadata.clone()).build().region().await
                    }
                },
            },
        };
        let Some(region) = region else { return Err(missing_region(name)) };

        let source = match listed {
            _ if profile.is_none() && has_environment_keys().await => Source::Environment,
            Some(listed) if profile.is_some() || kind(listed) != CredentialKind::Other => Source::Profile {
                name: listed.name().to_owned(),
                kind: kind(listed),
                sso: profiles.as_ref().and_then(|profiles| sso_profile(profiles, listed)),
            },
            _ => Source::Elsewhere,
        };
        let provider = match &profile {
            Some(name) => {
                let config = ProviderConfig::without_region().with_region(Some(region.clone()));
                let provider =
                    ProfileFileCredentialsProvider::builder().configure(&config).profile_name(name).build();
                SharedCredentialsProvider::new(provider)
            }
            None => {
                let chain = DefaultCredentialsChain::builder().region(region.clone()).imds_client(metadata);
                SharedCredentialsProvider::new(chain.build().await)
            }
        };
        Ok(Self { source, profile, region, provider })
    }
}

/// Most machines are no EC2 instance, and there the address of the metadata just swallows packets: one short
/// attempt instead of the SDK's four.
fn metadata_client() -> imds::Client {
    let limit = Duration::from_millis(700);
    imds::Client::builder()
        .max_attempts(1)
        .connect_timeout(limit)
        .read_timeout(limit)
        .operation_timeout(limit * 2)
        .operation_attempt_timeout(limit * 2)
        .build()
}

/// Every place that credentials can come from, as far as the environment and the shared config files tell;
/// `AWS_CONFIG_FILE` and `AWS_SHARED_CREDENTIALS_FILE` are honoured. A file that can't be read has none.
pub async fn credential_sources() -> Vec<CredentialSource> {
    let mut sources = Vec::new();
    if has_environment_keys().await {
        let region = EnvironmentVariableRegionProvider::new().region().await;
        sources.push(CredentialSource {
            profile: None,
            kind: CredentialKind::Environment,
            region: region.map(|region| region.to_string()),
        });
    }
    if let Ok(profiles) = load_profiles().await {
        sources.extend(profile_sources(&profiles));
    }
    sources
}

/// `default` first, the others by name.
fn profile_sources(profiles: &ProfileSet) -> Vec<CredentialSource> {
    let mut names: Vec<&str> = profiles.profiles().collect();
    names.sort_by_key(|name| (*name != "default", *name));
    let listed = names.into_iter().filter_map(|name| profiles.get_profile(name));
    listed
        .map(|profile| CredentialSource {
            profile: Some(profile.name().to_owned()),
            kind: kind(profile),
            region: profile.get("region").map(str::to_owned),
        })
        .collect()
}

/// A profile can hold several; this is the order in which the SDK looks.
fn kind(profile: &Profile) -> CredentialKind {
    let has = |key| profile.get(key).is_some();
    if has("role_arn") {
        CredentialKind::Role
    } else if has("sso_session") || has("sso_start_url") {
        CredentialKind::Sso
    } else if has("credential_process") {
        CredentialKind::Process
    } else if has("aws_access_key_id") {
        CredentialKind::Keys
    } else {
        CredentialKind::Other
    }
}

/// The profile at the end of the chain of `source_profile`s, where that one signs in with SSO.
fn sso_profile(profiles: &ProfileSet, profile: &Profile) -> Option<String> {
    let source = |profile: &&Profile| profiles.get_profile(profile.get("source_profile")?);
    // A chain that comes back to itself is the SDK's to refuse.
    std::iter::successors(Some(profile), source)
        .take(8)
        .find(|profile| kind(profile) == CredentialKind::Sso)
        .map(|profile| profile.name().to_owned())
}

async fn load_profiles() -> std::result::Result<ProfileSet, ProfileFileLoadError> {
    aws_config::profile::load(&Default::default(), &Default::default(), &Default::default(), None).await
}

async fn has_environment_keys() -> bool {
    EnvironmentVariableCredentialsProvider::new().provide_credentials().await.is_ok()
}

fn missing_profile(name: &str, profiles: &ProfileSet) -> Problem {
    let mut names: Vec<&str> = profiles.profiles().collect();
    names.sort_unstable();
    let next = if names.is_empty() {
        format!(
            "Run `aws configure sso --profile {name}` or `aws configure --profile {name}`, then try again."
        )
    } else {
        format!("Choose one of {}, or run `aws configure --profile {name}`.", names.join(", "))
    };
    Problem::new(
        Code::CredentialsMissing,
        format!("The AWS configuration files have no profile \"{name}\"."),
        next,
    )
}

fn broken_files(error: &ProfileFileLoadError) -> Problem {
    Problem::new(
        Code::CredentialsMissing,
        "The AWS configuration files can't be read.",
        "Correct the file that is named in the details, then try again.",
    )
    .because(error)
}

fn missing_region(profile: Option<&str>) -> Problem {
    Problem::new(
        Code::RegionMissing,
        "No AWS region is set: not chosen, not in the environment, not in the AWS configuration files.",
        format!(
            "Choose the region of your Quilt stack, or run `aws configure set region <region> --profile {}`.",
            profile.unwrap_or("default")
        ),
    )
}
