//! Signing in with SSO: the device authorisation of IAM Identity Center's OIDC.
//!
//! This program registers itself, gets a code and a page, and asks whether somebody has agreed there with the same
//! code, until somebody has or the code's time is over ([`polling`]). The token that comes is kept where every AWS
//! tool finds it ([`token`]); the device code and the token never leave this process otherwise.

mod polling;
pub(super) mod token;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use aws_config::Region;
use aws_config::retry::RetryConfig;
use aws_sdk_ssooidc::Client;
use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_types::error::metadata::ProvideErrorMetadata;
use ipc::aws::{SignInEnd, SignInPrompt};
use ipc::{Code, Problem, Timestamp};
use tokio::sync::Notify;
use url::Url;

use self::polling::{Answer, USUAL_INTERVAL, poll};
use self::token::Token;
use super::credentials::{Source, portal_of};
use super::problem::{Origin, has_code};
use super::{AwsOptions, loader};
use crate::secret::Secret;
use crate::{Clock, Result};

/// As the browser's page names whoever asks.
const CLIENT_NAME: &str = "benchling-webhook-installer";
const GRANT: &str = "urn:ietf:params:oauth:grant-type:device_code";

/// Where one signs in for a profile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Portal {
    /// The profile that says so.
    pub profile: String,
    /// The `sso-session` section that it names. Without one, the profile has the address itself.
    pub session: Option<String>,
    pub start_url: String,
    pub region: String,
    /// Asked for where the section lists some; without any, the token can't be renewed.
    pub scopes: Vec<String>,
}

/// A sign-in under way: somebody has been asked, and has not agreed yet.
pub struct SignIn {
    prompt: SignInPrompt,
    portal: Portal,
    home: PathBuf,
    clock: Arc<dyn Clock>,
    oidc: Client,
    origin: Origin,
    client_id: String,
    client_secret: Secret,
    registration_expires: Timestamp,
    device_code: Secret,
    interval: Duration,
    cancelled: Notify,
}

impl SignIn {
    /// Asks for a code. `options` names the profile; without one it is the chain's.
    ///
    /// # Errors
    /// `CredentialsMissing` where the profile has nothing to sign in to.
    pub async fn begin(options: &AwsOptions, clock: Arc<dyn Clock>) -> Result<Self> {
        let portal = portal_of(options.profile.as_deref()).await?;
        let home = options.home.clone().ok_or_else(homeless)?;
        let config = loader(Region::new(portal.region.clone()), &options.wire)?
            .no_credentials()
            // Each question is asked once: the pauses between are the device grant's own.
            .retry_config(RetryConfig::disabled())
            .profile_name(&portal.profile)
            .load()
            .await;
        let origin = Origin::of(Source::signing_in(&portal.profile), &config, options.wire.clone());
        let oidc = Client::new(&config);

        let scopes = (!portal.scopes.is_empty()).then(|| portal.scopes.clone());
        let registered = oidc
            .register_client()
            .client_name(CLIENT_NAME)
            .client_type("public")
            .set_scopes(scopes)
            .send()
            .await
            .map_err(|error| origin.problem("begin the sign-in", &error))?;
        let (Some(client_id), Some(client_secret)) = (registered.client_id(), registered.client_secret())
        else {
            return Err(incomplete());
        };
        let asked = oidc
            .start_device_authorization()
            .client_id(client_id)
            .client_secret(client_secret)
            .start_url(&portal.start_url)
            .send()
            .await
            .map_err(|error| refused_start(&portal, &origin, &error))?;
        let (Some(device_code), Some(code), Some(page)) =
            (asked.device_code(), asked.user_code(), asked.verification_uri())
        else {
            return Err(incomplete());
        };
        let address = asked.verification_uri_complete().unwrap_or(page);
        let seconds = i64::from(asked.expires_in());
        let interval = u64::try_from(asked.interval()).ok().filter(|seconds| *seconds > 0);
        Ok(Self {
            prompt: SignInPrompt {
                code: code.to_owned(),
                address: web_address(address)?,
                page: web_address(page)?,
                expires: Timestamp(clock.now().0 + seconds * 1000),
            },
            client_id: client_id.to_owned(),
            client_secret: Secret::new(client_secret),
            registration_expires: Timestamp(registered.client_secret_expires_at().saturating_mul(1000)),
            device_code: Secret::new(device_code),
            interval: interval.map_or(USUAL_INTERVAL, Duration::from_secs),
            cancelled: Notify::new(),
            portal,
            home,
            clock,
            oidc,
            origin,
        })
    }

    /// What to show the person.
    pub fn prompt(&self) -> &SignInPrompt {
        &self.prompt
    }

    /// Ends the waiting, now or when it begins.
    pub fn cancel(&self) {
        self.cancelled.notify_one();
    }

    /// Waits until the person has agreed, and keeps the token.
    ///
    /// # Errors
    /// `SignInNeeded` where the code's time is over or the person has said no.
    pub async fn wait(&self) -> Result<SignInEnd> {
        let asking = poll(self.clock.as_ref(), self.interval, self.prompt.expires, || self.ask());
        tokio::select! {
            () = self.cancelled.notified() => Ok(SignInEnd::Cancelled),
            token = asking => {
                let token = token.unwrap_or_else(|| Err(overdue()))?;
                token::keep(&self.home, &self.portal, &token)?;
                Ok(SignInEnd::SignedIn)
            }
        }
    }

    async fn ask(&self) -> Answer<Result<Token>> {
        let answer = self
            .oidc
            .create_token()
            .grant_type(GRANT)
            .client_id(&self.client_id)
            .client_secret(self.client_secret.expose())
            .device_code(self.device_code.expose())
            .send()
            .await;
        match answer {
            Ok(answer) => Answer::Given(match answer.access_token() {
                Some(access) => Ok(Token {
                    access: Secret::new(access),
                    expires: Timestamp(self.clock.now().0 + i64::from(answer.expires_in()) * 1000),
                    client_id: self.client_id.clone(),
                    client_secret: self.client_secret.clone(),
                    registration_expires: self.registration_expires,
                    refresh: answer.refresh_token().map(Secret::new),
                }),
                None => Err(incomplete()),
            }),
            Err(error) if has_code(&error, &["AuthorizationPending"]) => Answer::Pending,
            Err(error) if has_code(&error, &["SlowDown"]) => Answer::SlowDown,
            Err(error) if has_code(&error, &["ExpiredToken"]) => Answer::Given(Err(overdue())),
            Err(error) if has_code(&error, &["AccessDenied"]) => Answer::Given(Err(denied())),
            Err(error) if has_code(&error, &["InternalServer"]) => Answer::None,
            Err(SdkError::DispatchFailure(_) | SdkError::TimeoutError(_)) => Answer::None,
            Err(error) => Answer::Given(Err(self.origin.problem("finish the sign-in", &error))),
        }
    }
}

/// The address comes from a server and goes to a browser.
fn web_address(text: &str) -> Result<String> {
    match Url::parse(text) {
        Ok(url) if matches!(url.scheme(), "https" | "http") => Ok(url.into()),
        _ => Err(incomplete()),
    }
}

/// AWS answers a start URL that it does not know as an invalid request.
fn refused_start<E, R>(portal: &Portal, origin: &Origin, error: &SdkError<E, R>) -> Problem
where
    E: ProvideErrorMetadata + std::error::Error + 'static,
    R: std::fmt::Debug + 'static,
{
    let problem = origin.problem("begin the sign-in", error);
    if !has_code(error, &["InvalidRequest"]) {
        return problem;
    }
    let causes = problem.causes;
    let problem = Problem::new(
        Code::CredentialsMissing,
        format!("AWS knows no sign-in page {} in {}.", portal.start_url, portal.region),
        format!(
            "Correct sso_start_url and sso_region of profile \"{}\" in the AWS configuration file, then try again.",
            portal.profile
        ),
    );
    Problem { causes, ..problem }
}

fn overdue() -> Problem {
    Problem::new(
        Code::SignInNeeded,
        "Nobody agreed in the browser before the code's time was over.",
        "Sign in again; there will be a new code.",
    )
}

fn denied() -> Problem {
    Problem::new(
        Code::SignInNeeded,
        "The request was denied in the browser.",
        "Sign in again, and allow it there.",
    )
}

fn incomplete() -> Problem {
    Problem::new(
        Code::AwsRefused,
        "AWS's sign-in service gave an answer that can't be used.",
        "Check whether a proxy or another program answers in AWS's place, then try again.",
    )
}

fn homeless() -> Problem {
    Problem::new(
        Code::CredentialsMissing,
        "This user has no home folder, so there is no place to keep a sign-in.",
        "Set HOME to a folder of yours, then try again.",
    )
}
