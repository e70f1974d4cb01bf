//! Roles that are taken with the code of an MFA device.
//!
//! The SDK knows no `mfa_serial`. So where one stands in a chain of `source_profile`s, the chain is ours: the role with
//! the device is taken once, with a code, and its credentials stay in this process's memory until they expire; the
//! roles behind it are taken with them as the SDK would.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use aws_config::profile::{Profile, ProfileFileCredentialsProvider, ProfileSet};
use aws_config::sts::AssumeRoleProvider;
use aws_config::{Region, SdkConfig};
use aws_credential_types::Credentials;
use aws_credential_types::provider::error::CredentialsError;
use aws_credential_types::provider::{ProvideCredentials, SharedCredentialsProvider, future};
use aws_smithy_types::error::metadata::ProvideErrorMetadata;
use ipc::aws::MfaCode;
use ipc::{Code, Problem, Timestamp};

use super::listing::kind;
use super::{Chain, provider_config};
use crate::Result;
use crate::cloud::aws::problem::Origin;
use crate::cloud::aws::{AwsOptions, loader};

const SESSION_NAME: &str = "benchling-webhook-installer";

/// The roles that this process was given a code for, by the name of the profile with the device.
#[derive(Clone, Default)]
pub struct RoleSessions(Arc<Mutex<HashMap<String, Credentials>>>);

impl RoleSessions {
    fn of(&self, profile: &str, now: SystemTime) -> Option<Credentials> {
        let mut sessions = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        sessions.retain(|_, credentials| credentials.expiry().is_none_or(|expiry| expiry > now));
        sessions.get(profile).cloned()
    }

    /// When the role that is held ends; none where none is held.
    pub fn until(&self, profile: &str, now: Timestamp) -> Option<Timestamp> {
        let now = UNIX_EPOCH + Duration::from_millis(u64::try_from(now.0).unwrap_or_default());
        let left = self.of(profile, now)?.expiry()?.duration_since(UNIX_EPOCH).ok()?;
        Some(Timestamp(i64::try_from(left.as_millis()).ok()?))
    }

    fn hold(&self, profile: &str, credentials: Credentials) {
        let mut sessions = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        sessions.insert(profile.to_owned(), credentials);
    }
}

impl fmt::Debug for RoleSessions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("RoleSessions(...)")
    }
}

/// A profile and those that its roles are taken from. A profile that is its own source has keys beside its role.
pub(super) fn steps<'a>(
    profiles: &'a ProfileSet,
    profile: &'a Profile,
) -> impl Iterator<Item = &'a Profile> + 'a {
    let source = |profile: &&'a Profile| {
        let source = profiles.get_profile(profile.get("source_profile")?)?;
        (source.name() != profile.name()).then_some(source)
    };
    // A chain that comes back to itself is the SDK's to refuse.
    std::iter::successors(Some(profile), source).take(8)
}

/// The profile in the chain whose role wants a code.
pub(super) fn coded_profile<'a>(profiles: &'a ProfileSet, profile: &'a Profile) -> Option<&'a Profile> {
    steps(profiles, profile).find(|step| kind(step) == ipc::aws::CredentialKind::RoleMfa)
}

/// Nobody has given a code yet, or the role has ended.
#[derive(Debug)]
pub(in crate::cloud::aws) struct CodeNeeded {
    pub profile: String,
    pub device: String,
}

impl fmt::Display for CodeNeeded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "profile {} wants a code of {}", self.profile, self.device)
    }
}

impl std::error::Error for CodeNeeded {}

impl From<&CodeNeeded> for Problem {
    fn from(needed: &CodeNeeded) -> Self {
        Self::new(
            Code::MfaCodeNeeded,
            format!("The role of profile \"{}\" wants a code of your MFA device.", needed.profile),
            format!("Enter the six digits that {} shows now.", needed.device),
        )
    }
}

#[derive(Debug)]
struct CodedRole {
    profile: String,
    device: String,
    sessions: RoleSessions,
}

impl ProvideCredentials for CodedRole {
    fn provide_credentials<'a>(&'a self) -> future::ProvideCredentials<'a>
    where
        Self: 'a,
    {
        future::ProvideCredentials::ready(self.sessions.of(&self.profile, SystemTime::now()).ok_or_else(
            || {
                CredentialsError::provider_error(CodeNeeded {
                    profile: self.profile.clone(),
                    device: self.device.clone(),
                })
            },
        ))
    }
}

/// The provider of a profile with a device in its chain.
pub(super) async fn provider(
    profiles: &ProfileSet,
    profile: &Profile,
    coded: &Profile,
    region: &Region,
    options: &AwsOptions,
) -> Result<SharedCredentialsProvider> {
    let mut provider = SharedCredentialsProvider::new(CodedRole {
        profile: coded.name().to_owned(),
        device: coded.get("mfa_serial").unwrap_or_default().to_owned(),
        sessions: options.sessions.clone(),
    });
    let behind: Vec<&Profile> =
        steps(profiles, profile).take_while(|step| step.name() != coded.name()).collect();
    for step in behind.into_iter().rev() {
        let config = with_provider(region, options, &provider, step.name()).await?;
        let mut role = AssumeRoleProvider::builder(step.get("role_arn").unwrap_or_default())
            .session_name(step.get("role_session_name").unwrap_or(SESSION_NAME))
            .region(region.clone())
            .configure(&config);
        if let Some(id) = step.get("external_id") {
            role = role.external_id(id);
        }
        provider = SharedCredentialsProvider::new(role.build_from_provider(provider).await);
    }
    Ok(provider)
}

async fn with_provider(
    region: &Region,
    options: &AwsOptions,
    provider: &SharedCredentialsProvider,
    profile: &str,
) -> Result<SdkConfig> {
    let loader = loader(region.clone(), &options.wire)?;
    Ok(loader.credentials_provider(provider.clone()).profile_name(profile).load().await)
}

/// The device whose code is wanted before anything can be asked; none where no code is, or one was given already.
pub async fn device(options: &AwsOptions) -> Result<Option<String>> {
    let chain = Chain::choose(options).await?;
    let coded =
        chain.profiles.as_ref().zip(chain.coded.as_ref()).and_then(|(all, coded)| all.get_profile(coded));
    let held = |coded: &Profile| options.sessions.of(coded.name(), SystemTime::now()).is_some();
    Ok(coded.filter(|coded| !held(coded)).and_then(|coded| coded.get("mfa_serial")).map(str::to_owned))
}

/// Takes the role that wants a code, for the rest of this process or until it ends.
///
/// # Errors
/// `MfaCodeRefused` where the code is not the device's, and whatever taking a role can meet.
pub async fn take_role(options: &AwsOptions, code: &MfaCode) -> Result<()> {
    let chain = Chain::choose(options).await?;
    let (Some(profiles), Some(coded)) = (&chain.profiles, &chain.coded) else { return Err(no_device()) };
    let Some(coded) = profiles.get_profile(coded) else { return Err(no_device()) };
    let base = source_of(profiles, coded, &chain.region, options)?;
    let config = with_provider(&chain.region, options, &base, coded.name()).await?;
    let origin = Origin::of(chain.source.clone(), &config, options.wire.clone());
    let duration = coded.get("duration_seconds").and_then(|seconds| seconds.trim().parse().ok());
    let answer = aws_sdk_sts::Client::new(&config)
        .assume_role()
        .role_arn(coded.get("role_arn").unwrap_or_default())
        .role_session_name(coded.get("role_session_name").unwrap_or(SESSION_NAME))
        .set_external_id(coded.get("external_id").map(str::to_owned))
        .set_duration_seconds(duration)
        .set_serial_number(coded.get("mfa_serial").map(str::to_owned))
        .token_code(code.as_str())
        .send()
        .await
        .map_err(|error| {
            let said = error.message().unwrap_or_default().to_owned();
            let problem = origin.problem("take the role with this code", &error);
            refused_code(problem, &said, coded)
        })?;
    let Some(given) = answer.credentials() else { return Err(no_device()) };
    let expiry = SystemTime::try_from(*given.expiration()).ok();
    let credentials = Credentials::new(
        given.access_key_id(),
        given.secret_access_key(),
        Some(given.session_token().to_owned()),
        expiry,
        "AssumeRoleWithMfa",
    );
    options.sessions.hold(coded.name(), credentials);
    Ok(())
}

/// What the role is taken with: another profile, or this profile's own keys.
fn source_of(
    profiles: &ProfileSet,
    coded: &Profile,
    region: &Region,
    options: &AwsOptions,
) -> Result<SharedCredentialsProvider> {
    let own = coded.name();
    let source = coded.get("source_profile").filter(|source| *source != own);
    if let Some(source) = source {
        if profiles.get_profile(source).is_none() {
            return Err(unusable_source(own, &format!("there is no profile \"{source}\"")));
        }
        let provider = ProfileFileCredentialsProvider::builder()
            .configure(&provider_config(region, options)?)
            .profile_name(source)
            .build();
        return Ok(SharedCredentialsProvider::new(provider));
    }
    match (coded.get("aws_access_key_id"), coded.get("aws_secret_access_key"), coded.get("credential_source"))
    {
        (Some(id), Some(secret), None) => {
            let session = coded.get("aws_session_token").map(str::to_owned);
            Ok(SharedCredentialsProvider::new(Credentials::new(id, secret, session, None, "profile")))
        }
        (_, _, Some(source)) if source.eq_ignore_ascii_case("environment") => {
            Ok(SharedCredentialsProvider::new(
                aws_config::environment::EnvironmentVariableCredentialsProvider::new(),
            ))
        }
        _ => Err(unusable_source(own, "it names no source_profile")),
    }
}

/// STS says all of this as "access denied".
fn refused_code(problem: Problem, said: &str, coded: &Profile) -> Problem {
    if !said.contains("MultiFactorAuthentication failed") {
        return problem;
    }
    let causes = problem.causes;
    let device = coded.get("mfa_serial").unwrap_or_default();
    let problem = if said.contains("unable to validate") || said.contains("must provide") {
        Problem::new(
            Code::PermissionDenied,
            format!("AWS can't check a code of {device} for this user."),
            format!(
                "Correct mfa_serial of profile \"{}\" in the AWS configuration file, then try again.",
                coded.name()
            ),
        )
    } else {
        Problem::new(
            Code::MfaCodeRefused,
            "AWS does not accept this code.",
            "Wait until the device shows the next one and enter that: each is good once, for half a minute.",
        )
    };
    Problem { causes, ..problem }
}

fn unusable_source(profile: &str, why: &str) -> Problem {
    Problem::new(
        Code::CredentialsMissing,
        format!("The role of profile \"{profile}\" can't be taken: {why}."),
        format!("Correct profile \"{profile}\" in the AWS configuration files, then try again."),
    )
}

fn no_device() -> Problem {
    Problem::new(
        Code::CredentialsMissing,
        "No role of this profile wants a code.",
        "Connect without one, or choose another profile.",
    )
}
