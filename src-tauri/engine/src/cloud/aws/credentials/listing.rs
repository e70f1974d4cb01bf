//! Every place that credentials can come from, what each is, and what stands between it and its credentials, as far as
//! the environment and the shared config files tell without a network.

use aws_config::environment::EnvironmentVariableRegionProvider;
use aws_config::meta::region::ProvideRegion;
use aws_config::profile::{Profile, ProfileSet};
use ipc::Timestamp;
use ipc::aws::{CredentialKind, CredentialSource, SourceState};

use super::roles::{coded_profile, steps};
use super::{has_environment_keys, load_profiles};
use crate::cloud::aws::AwsOptions;
use crate::cloud::aws::sign_in::{Portal, token};

/// All of them, `AWS_CONFIG_FILE` and `AWS_SHARED_CREDENTIALS_FILE` honoured. A file that can't be read has none.
/// `options` tells the home folder with the sign-ins, and the roles that are taken already.
pub async fn credential_sources(options: &AwsOptions, now: Timestamp) -> Vec<CredentialSource> {
    let mut sources = Vec::new();
    if has_environment_keys().await {
        let region = EnvironmentVariableRegionProvider::new().region().await;
        sources.push(CredentialSource {
            profile: None,
            kind: CredentialKind::Environment,
            region: region.map(|region| region.to_string()),
            state: SourceState::Ready,
        });
    }
    if let Ok(profiles) = load_profiles().await {
        sources.extend(profile_sources(&profiles, options, now));
    }
    sources
}

/// What a config file of this text offers; nothing where it can't be read.
#[allow(deprecated, reason = "the new name is in a crate that nothing else here needs")]
pub async fn sources_in(text: &str, now: Timestamp) -> Vec<CredentialSource> {
    use aws_config::profile::profile_file::{ProfileFileKind, ProfileFiles};
    let file = ProfileFiles::builder().with_contents(ProfileFileKind::Config, text).build();
    match aws_config::profile::load(&Default::default(), &Default::default(), &file, None).await {
        Ok(profiles) => profile_sources(&profiles, &AwsOptions::default(), now),
        Err(_) => Vec::new(),
    }
}

/// `default` first, the others by name as people sort them; what can't be used for want of anything comes last.
fn profile_sources(profiles: &ProfileSet, options: &AwsOptions, now: Timestamp) -> Vec<CredentialSource> {
    let listed = profiles.profiles().filter_map(|name| profiles.get_profile(name));
    let mut sources: Vec<CredentialSource> = listed
        .map(|profile| CredentialSource {
            profile: Some(profile.name().to_owned()),
            kind: kind(profile),
            region: profile.get("region").map(str::to_owned),
            state: state(profiles, profile, options, now),
        })
        .collect();
    sources.sort_by_cached_key(|source| {
        let name = source.profile.clone().unwrap_or_default();
        (name != "default", source.kind == CredentialKind::Other, name.to_lowercase(), name)
    });
    sources
}

/// A profile can hold several; this is the order in which the SDK looks.
pub(super) fn kind(profile: &Profile) -> CredentialKind {
    let has = |key| profile.get(key).is_some();
    if has("role_arn") {
        if has("mfa_serial") { CredentialKind::RoleMfa } else { CredentialKind::Role }
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

fn state(profiles: &ProfileSet, profile: &Profile, options: &AwsOptions, now: Timestamp) -> SourceState {
    let coded = coded_profile(profiles, profile);
    if let Some(until) = coded.and_then(|coded| options.sessions.until(coded.name(), now)) {
        return SourceState::SignedIn { until: Some(until) };
    }
    let signed_in = match (sso_profile(profiles, profile), &options.home) {
        (Some(sso), Some(home)) => match portal(profiles, sso) {
            Some(portal) => token::standing(home, &portal, now),
            // It can't be signed in to either; connecting says what is wrong.
            None => SourceState::Ready,
        },
        _ => SourceState::Ready,
    };
    match coded.and_then(|coded| coded.get("mfa_serial")) {
        Some(device) if signed_in != SourceState::SignInNeeded => {
            SourceState::CodeNeeded { device: device.to_owned() }
        }
        _ => signed_in,
    }
}

/// The profile at the end of the chain of `source_profile`s, where that one signs in with SSO.
pub(super) fn sso_profile<'a>(profiles: &'a ProfileSet, profile: &'a Profile) -> Option<&'a Profile> {
    steps(profiles, profile).find(|profile| kind(profile) == CredentialKind::Sso)
}

/// Where to sign in for a profile: in the section that it names, or by what it says itself.
pub(super) fn portal(profiles: &ProfileSet, profile: &Profile) -> Option<Portal> {
    let session = profile.get("sso_session");
    let section = match session {
        Some(name) => Some(profiles.sso_session(name)?),
        None => None,
    };
    let value = |key: &str| match section {
        Some(section) => section.get(key).map(str::to_owned),
        None => profile.get(key).map(str::to_owned),
    };
    let scopes = value("sso_registration_scopes").unwrap_or_default();
    Some(Portal {
        profile: profile.name().to_owned(),
        session: session.map(str::to_owned),
        start_url: value("sso_start_url")?,
        region: value("sso_region")?,
        scopes: scopes.split(',').map(|one| one.trim().to_owned()).filter(|one| !one.is_empty()).collect(),
    })
}
