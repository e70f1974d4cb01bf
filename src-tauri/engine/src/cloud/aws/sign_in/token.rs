//! The token of a sign-in, where the AWS tools and the SDK look for it: `~/.aws/sso/cache/<SHA-1>.json`.
//!
//! The hash is that of the session's name, or of the start URL where a profile names no session. The keys, their
//! order and the moments are as version 2 of the AWS command line writes them, so whoever signs in here has signed
//! in there, too. The token is in this file and in memory, nowhere else.

use std::path::{Path, PathBuf};

use ipc::aws::SourceState;
use ipc::{Code, Problem, Timestamp};
use serde::{Deserialize, Serialize};
use sha1::{Digest, Sha1};
use zeroize::Zeroizing;

use super::Portal;
use crate::secret::Secret;
use crate::{Result, files};

/// A token, and the registration with which it can be renewed.
pub struct Token {
    pub access: Secret,
    pub expires: Timestamp,
    pub client_id: String,
    pub client_secret: Secret,
    pub registration_expires: Timestamp,
    /// Only where the session asks for scopes.
    pub refresh: Option<Secret>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct File<'a> {
    start_url: &'a str,
    region: &'a str,
    access_token: &'a str,
    expires_at: String,
    client_id: &'a str,
    client_secret: &'a str,
    registration_expires_at: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    refresh_token: Option<&'a str>,
}

/// What can be told of a token without using it.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Outline {
    expires_at: String,
    registration_expires_at: Option<String>,
    #[serde(default)]
    refresh_token: Option<serde::de::IgnoredAny>,
}

pub fn path(home: &Path, portal: &Portal) -> PathBuf {
    let key = portal.session.as_deref().unwrap_or(&portal.start_url);
    let hash: String = Sha1::digest(key.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect();
    home.join(".aws/sso/cache").join(format!("{hash}.json"))
}

pub fn keep(home: &Path, portal: &Portal, token: &Token) -> Result<()> {
    let file = File {
        start_url: &portal.start_url,
        region: &portal.region,
        access_token: token.access.expose(),
        expires_at: moment(token.expires),
        client_id: &token.client_id,
        client_secret: token.client_secret.expose(),
        registration_expires_at: moment(token.registration_expires),
        refresh_token: token.refresh.as_ref().map(Secret::expose),
    };
    let text = Zeroizing::new(serde_json::to_string(&file).unwrap_or_default());
    files::write(&path(home, portal), text.as_bytes()).map_err(|problem| {
        // The folder is not ours, and neither is the remedy.
        let causes = problem.causes;
        let problem = Problem::new(
            Code::Internal,
            format!("The sign-in can't be kept in {}.", home.join(".aws/sso/cache").display()),
            "Give yourself write access to that folder, then sign in again.",
        );
        Problem { causes, ..problem }
    })
}

/// Whether somebody is signed in. What can't be read is no sign-in.
pub fn standing(home: &Path, portal: &Portal, now: Timestamp) -> SourceState {
    let text = files::read(&path(home, portal)).ok().flatten().map(Zeroizing::new);
    let outline: Option<Outline> = text.and_then(|text| serde_json::from_str(&text).ok());
    let Some(outline) = outline else { return SourceState::SignInNeeded };
    let later = |text: &str| parse(text).filter(|at| *at > now);
    // The SDK renews the token of a named session only.
    let renews = portal.session.is_some()
        && outline.refresh_token.is_some()
        && outline.registration_expires_at.as_deref().and_then(later).is_some();
    match later(&outline.expires_at) {
        _ if renews => SourceState::SignedIn { until: None },
        Some(until) => SourceState::SignedIn { until: Some(until) },
        None => SourceState::SignInNeeded,
    }
}

/// To the second, as the AWS tools write it.
fn moment(at: Timestamp) -> String {
    jiff::Timestamp::from_second(at.0.div_euclid(1000))
        .map_or_else(|_| String::new(), |at| at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string())
}

/// Older versions ended it with the zone's name.
fn parse(text: &str) -> Option<Timestamp> {
    crate::clock::parse_rfc3339(&text.replace("UTC", "Z"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn portal(session: Option<&str>) -> Portal {
        Portal {
            profile: "work".into(),
            session: session.map(str::to_owned),
            start_url: "https://company.awsapps.com/start".into(),
            region: "eu-central-1".into(),
            scopes: Vec::new(),
        }
    }

    fn token(refresh: Option<&str>) -> Token {
        Token {
            access: Secret::new("access"),
            expires: Timestamp(1_640_467_800_999),
            client_id: "client".into(),
            client_secret: Secret::new("secret"),
            registration_expires: Timestamp(1_648_243_800_000),
            refresh: refresh.map(Secret::new),
        }
    }

    /// Written by version 2 of the AWS command line; its SSOTokenLoader reads what we write.
    const THEIRS: &str = r#"{"startUrl": "https://company.awsapps.com/start", "region": "eu-central-1", "accessToken": "access", "expiresAt": "2021-12-25T21:30:00Z", "clientId": "client", "clientSecret": "secret", "registrationExpiresAt": "2022-03-25T21:30:00Z", "refreshToken": "refresh"}"#;

    #[test]
    fn a_token_is_kept_as_the_aws_tools_keep_it() {
        let home = tempfile::tempdir().unwrap();
        let portal = portal(Some("company"));
        keep(home.path(), &portal, &token(Some("refresh"))).unwrap();
        // sha1("company")
        let path = home.path().join(".aws/sso/cache/").join(format!("{}.json", COMPANY));
        let text = std::fs::read_to_string(&path).unwrap();
        assert_eq!(text.replace("\":\"", "\": \"").replace("\",\"", "\", \""), THEIRS);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        }
    }

    const COMPANY: &str = "71b21161ffa1e6516bcc072aaf5ef38cbe85b511";
    const START_URL: &str = "b7037568a7e4f6fba9450af24427009b78703b33";

    #[test]
    fn without_a_session_the_start_url_names_the_file() {
        let home = tempfile::tempdir().unwrap();
        keep(home.path(), &portal(None), &token(None)).unwrap();
        let text =
            std::fs::read_to_string(home.path().join(format!(".aws/sso/cache/{START_URL}.json"))).unwrap();
        assert!(!text.contains("refreshToken"), "{text}");
    }

    #[test]
    fn what_is_kept_tells_whether_somebody_is_signed_in() {
        let home = tempfile::tempdir().unwrap();
        let (session, legacy) = (portal(Some("company")), portal(None));
        let before = Timestamp(1_640_000_000_000);
        let after = Timestamp(1_645_000_000_000);
        let standing = |portal: &Portal, now| standing(home.path(), portal, now);
        assert_eq!(standing(&session, before), SourceState::SignInNeeded);

        for portal in [&session, &legacy] {
            keep(home.path(), portal, &token(None)).unwrap();
            let until = Some(Timestamp(1_640_467_800_000));
            assert_eq!(standing(portal, before), SourceState::SignedIn { until });
            assert_eq!(standing(portal, after), SourceState::SignInNeeded);
            keep(home.path(), portal, &token(Some("refresh"))).unwrap();
        }
        assert_eq!(standing(&session, after), SourceState::SignedIn { until: None });
        assert_eq!(standing(&legacy, after), SourceState::SignInNeeded, "nobody renews it");
        assert_eq!(standing(&session, Timestamp(1_700_000_000_000)), SourceState::SignInNeeded);

        files::write(&path(home.path(), &session), "{").unwrap();
        assert_eq!(standing(&session, before), SourceState::SignInNeeded);
        let older =
            THEIRS.replace("21:30:00Z\", \"clientId", "21:30:00UTC\", \"clientId").replace("refreshT", "x");
        files::write(&path(home.path(), &session), older).unwrap();
        assert!(matches!(standing(&session, before), SourceState::SignedIn { until: Some(_) }));
    }
}
