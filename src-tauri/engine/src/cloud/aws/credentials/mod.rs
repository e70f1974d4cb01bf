//! Where credentials come from: what there is to choose from, and what the choice leads to.
//!
//! The order is AWS's: a profile that was chosen here, else keys in the environment, else the profile that
//! `AWS_PROFILE` names (`default` without it), else a container's or an instance's role. The SDK's own chain
//! puts the environment before a chosen profile; the AWS command line does not, and neither do we.

mod listing;
mod roles;
mod source;

use std::time::Duration;

use aws_config::Region;
use aws_config::default_provider::credentials::DefaultCredentialsChain;
use aws_config::environment::{EnvironmentVariableCredentialsProvider, EnvironmentVariableRegionProvider};
use aws_config::imds;
use aws_config::imds::region::ImdsRegionProvider;
use aws_config::meta::region::ProvideRegion;
use aws_config::profile::{ProfileFileCredentialsProvider, ProfileFileLoadError, ProfileSet};
use aws_config::provider_config::ProviderConfig;
use aws_credential_types::provider::{ProvideCredentials, SharedCredentialsProvider};
use ipc::aws::CredentialKind;
use ipc::{Code, Problem};

pub use listing::{credential_sources, sources_in};
use listing::{kind, portal, sso_profile};
pub(super) use roles::CodeNeeded;
pub use roles::{RoleSessions, device, take_role};
pub use source::Source;

use super::AwsOptions;
use super::sign_in::Portal;
use crate::Result;

/// What to connect with.
pub(super) struct Chain {
    pub source: Source,
    /// The profile whose other settings (endpoints, retries) count too.
    pub profile: Option<String>,
    pub region: Region,
    pub provider: SharedCredentialsProvider,
    /// None where the files can't be read and nothing of them is needed.
    profiles: Option<ProfileSet>,
    /// The profile in the chain whose role wants a code.
    coded: Option<String>,
}

impl Chain {
    pub async fn choose(options: &AwsOptions) -> Result<Self> {
        let AwsOptions { profile, region, .. } = options.clone();
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
                sso: profiles
                    .as_ref()
                    .and_then(|profiles| sso_profile(profiles, listed))
                    .map(|profile| profile.name().to_owned()),
            },
            _ => Source::Elsewhere,
        };
        let coded = match (&source, &profiles, listed) {
            (Source::Profile { .. }, Some(profiles), Some(listed)) => {
                roles::coded_profile(profiles, listed).map(|coded| (profiles, listed, coded))
            }
            _ => None,
        };
        let config = provider_config(&region, options)?;
        let provider = match (coded, &profile) {
            (Some((profiles, listed, coded)), _) => {
                roles::provider(profiles, listed, coded, &region, options).await?
            }
            (None, Some(name)) => {
                let provider =
                    ProfileFileCredentialsProvider::builder().configure(&config).profile_name(name).build();
                SharedCredentialsProvider::new(provider)
            }
            (None, None) => {
                let chain = DefaultCredentialsChain::builder()
                    .configure(config)
                    .region(region.clone())
                    .imds_client(metadata);
                SharedCredentialsProvider::new(chain.build().await)
            }
        };
        let coded = coded.map(|(_, _, coded)| coded.name().to_owned());
        Ok(Self { source, profile, region, provider, profiles, coded })
    }
}

/// What the SDK's own providers ask with.
fn provider_config(region: &Region, options: &AwsOptions) -> Result<ProviderConfig> {
    let config = ProviderConfig::without_region().with_region(Some(region.clone()));
    Ok(config.with_http_client(options.wire.sdk()?))
}

/// Where one signs in for a profile, or for the chain's own where none is chosen.
///
/// # Errors
/// `CredentialsMissing` where there is no such profile, or it has nothing to sign in to.
pub(super) async fn portal_of(profile: Option<&str>) -> Result<Portal> {
    let profiles = load_profiles().await.map_err(|error| broken_files(&error))?;
    let name = profile.unwrap_or(profiles.selected_profile());
    let listed = profiles.get_profile(name).ok_or_else(|| missing_profile(name, &profiles))?;
    let sso = sso_profile(&profiles, listed).ok_or_else(|| {
        Problem::new(
            Code::CredentialsMissing,
            format!("Profile \"{name}\" has nothing to sign in to: it does not use SSO."),
            "Choose a profile that does, or make one with `aws configure sso`.",
        )
    })?;
    portal(&profiles, sso).ok_or_else(|| {
        let name = sso.name();
        let lacks = match sso.get("sso_session") {
            Some(session) if profiles.sso_session(session).is_none() => {
                format!("names the sso-session \"{session}\", which is not there")
            }
            _ => "lacks sso_start_url or sso_region".into(),
        };
        Problem::new(
            Code::CredentialsMissing,
            format!("Profile \"{name}\" {lacks}."),
            format!("Correct it in the AWS configuration file, or run `aws configure sso --profile {name}`."),
        )
    })
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
