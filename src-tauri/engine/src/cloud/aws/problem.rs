//! From whatever the SDK says to a [`Problem`]: one mapping for all services.
//!
//! In this order, since each hides the next: no credentials could be had at all; nobody answered; AWS answered
//! and said no. A refusal is told apart by its error code (services spell the same thing differently); what has
//! no remedy of its own keeps AWS's own words.

use std::error::Error;
use std::fmt::Debug;

use aws_config::SdkConfig;
use aws_credential_types::provider::error::CredentialsError;
use aws_smithy_runtime_api::client::result::SdkError;
use aws_smithy_types::error::metadata::ProvideErrorMetadata;
use ipc::{Code, Problem};
use url::Url;

use super::credentials::{CodeNeeded, Source};
use crate::cloud::refused_action;
use crate::wire::{Trouble, Wire};

/// Codes for a session that was good once.
const EXPIRED: [&str; 4] =
    ["ExpiredToken", "ExpiredTokenException", "TokenRefreshRequired", "UnauthorizedException"];
/// Codes for keys that AWS does not know, or a signature that they don't match.
const UNACCEPTED: [&str; 7] = [
    "AuthFailure",
    "IncompleteSignature",
    "InvalidAccessKeyId",
    "InvalidClientTokenId",
    "MissingAuthenticationToken",
    "SignatureDoesNotMatch",
    "UnrecognizedClientException",
];
const DENIED: [&str; 5] = [
    "AccessDenied",
    "AccessDeniedException",
    "AuthorizationError",
    "UnauthorizedAccess",
    "UnauthorizedOperation",
];
const THROTTLED: [&str; 10] = [
    "BandwidthLimitExceeded",
    "PriorRequestNotComplete",
    "RequestLimitExceeded",
    "RequestThrottled",
    "RequestThrottledException",
    "SlowDown",
    "ThrottledException",
    "Throttling",
    "ThrottlingException",
    "TooManyRequestsException",
];

/// Codes of a service that fails by its own fault: nothing that a person could correct.
const OUT_OF_ORDER: [&str; 8] = [
    "InternalError",
    "InternalFailure",
    "InternalServerError",
    "InternalServiceError",
    "InternalServiceErrorException",
    "ServerException",
    "ServiceUnavailable",
    "ServiceUnavailableException",
];

/// Who asked, and whom: what a person needs to know beside AWS's own words.
#[derive(Clone, Debug)]
pub(super) struct Origin {
    pub source: Source,
    pub region: String,
    /// An endpoint other than AWS's own.
    pub endpoint: Option<Url>,
    pub wire: Wire,
}

impl Origin {
    pub fn of(source: Source, config: &SdkConfig, wire: Wire) -> Self {
        Self {
            source,
            region: config.region().map_or_else(String::new, ToString::to_string),
            endpoint: config.endpoint_url().and_then(|endpoint| Url::parse(endpoint).ok()),
            wire,
        }
    }

    /// `doing` completes "AWS refused to ...": `list the stacks`.
    pub fn problem<E, R>(&self, doing: &str, error: &SdkError<E, R>) -> Problem
    where
        E: ProvideErrorMetadata + Error + 'static,
        R: Debug + 'static,
    {
        if let Some(credentials) = chain(error).find_map(|cause| cause.downcast_ref()) {
            return self.credentials_problem(credentials);
        }
        match error {
            // Without a code it is not AWS that speaks: every service's errors have one.
            SdkError::ServiceError(service) if service.err().code().is_some() => {
                let meta = service.err();
                let words = Words {
                    code: meta.code().unwrap_or_default(),
                    message: meta.message().unwrap_or_default(),
                    request: meta.meta().extra("aws_request_id"),
                };
                self.refusal(doing, &words)
            }
            SdkError::DispatchFailure(_) | SdkError::TimeoutError(_) => {
                self.unreachable(Trouble::of(error)).because(error)
            }
            _ => Problem::new(
                Code::AwsRefused,
                format!("AWS was asked to {doing}, and the answer can't be understood."),
                "Check whether a proxy or another program answers in AWS's place, then try again.",
            )
            .because(error),
        }
    }

    pub fn refusal(&self, doing: &str, words: &Words<'_>) -> Problem {
        let Words { code, message, .. } = *words;
        let problem = if EXPIRED.contains(&code) {
            self.expired()
        } else if is_clock_skew(code, message) {
            Problem::new(
                Code::AwsRefused,
                "AWS refused the request because this machine's clock is wrong.",
                "Set the machine's date and time, then try again.",
            )
        } else if UNACCEPTED.contains(&code) {
            Problem::new(
                Code::CredentialsExpired,
                format!(
                    "AWS does not accept the credentials from {}: they are out of date, deleted or mistyped.",
                    self.source
                ),
                self.source.renewal(),
            )
        } else if DENIED.contains(&code) || message.contains("is not authorized to perform") {
            denied(doing, message)
        } else if THROTTLED.contains(&code) {
            Problem::new(
                Code::AwsThrottled,
                format!("AWS was asked to {doing} and is limiting this account's requests."),
                "Wait a minute and try again. Another tool may be using the same limits.",
            )
        } else if OUT_OF_ORDER.contains(&code) {
            Problem::new(
                Code::AwsUnreachable,
                format!("AWS was asked to {doing} and can't answer at the moment."),
                "Wait a few minutes and try again. The AWS Health Dashboard tells of longer outages.",
            )
        } else {
            let said = if message.is_empty() { code } else { message.trim_end_matches('.') };
            Problem::new(
                Code::AwsRefused,
                format!("AWS refused to {doing}: {said}."),
                "Correct what AWS names and try again.",
            )
        };
        problem.because_text(words.to_string())
    }

    /// Credentials that could not even be loaded.
    pub fn credentials_problem(&self, error: &CredentialsError) -> Problem {
        if let Some(needed) = chain(error).find_map(|cause| cause.downcast_ref::<CodeNeeded>()) {
            return needed.into();
        }
        let problem = match error {
            CredentialsError::CredentialsNotLoaded(_) => self.no_credentials(),
            CredentialsError::ProviderTimedOut(_) => Problem::new(
                Code::CredentialsMissing,
                format!("The credentials from {} did not arrive in time.", self.source),
                self.source.renewal(),
            ),
            _ => {
                let whole = chain(error).map(ToString::to_string).collect::<Vec<_>>().join(": ");
                if whole.contains("dispatch failure") {
                    self.unreachable(Trouble::of(error))
                } else if whole.contains("is not authorized to perform") {
                    denied("take the role that the profile names", &whole)
                } else if whole.contains("ForbiddenException") {
                    Problem::new(
                        Code::PermissionDenied,
                        format!("AWS does not give you the account and role that {} names.", self.source),
                        "Ask whoever manages the AWS account for that role, or choose another profile.",
                    )
                } else if self.source.is_sso() || is_expiry(&whole) {
                    self.expired()
                } else {
                    Problem::new(
                        Code::CredentialsMissing,
                        format!("The credentials from {} can't be used.", self.source),
                        self.source.renewal(),
                    )
                }
            }
        };
        problem.because(error)
    }

    pub fn no_credentials(&self) -> Problem {
        match &self.source {
            Source::Elsewhere => Problem::new(
                Code::CredentialsMissing,
                "No AWS credentials were found: not in the environment, not in the AWS configuration files, \
                 and this machine has no role.",
                "Run `aws configure sso` or `aws configure`, then try again.",
            ),
            source => Problem::new(
                Code::CredentialsMissing,
                format!("No credentials could be had from {source}."),
                source.renewal(),
            ),
        }
    }

    fn expired(&self) -> Problem {
        let (code, message) = if self.source.is_sso() {
            (
                Code::SignInNeeded,
                format!("Nobody is signed in for {}, or the sign-in has ended.", self.source),
            )
        } else {
            (Code::CredentialsExpired, format!("The credentials from {} have expired.", self.source))
        };
        Problem::new(code, message, self.source.renewal())
    }

    fn unreachable(&self, trouble: Trouble) -> Problem {
        let whom = match &self.endpoint {
            Some(endpoint) => format!("AWS at {endpoint}"),
            None => format!("AWS in region {}", self.region),
        };
        // Where an endpoint is set, a name or a silence is that setting's more likely than the network's.
        let known = match trouble {
            Trouble::Name | Trouble::Time if self.endpoint.is_some() => None,
            trouble => trouble.tell(&whom, &self.wire),
        };
        if let Some((message, next)) = known {
            return Problem::new(Code::AwsUnreachable, message, next);
        }
        match &self.endpoint {
            Some(endpoint) => Problem::new(
                Code::AwsUnreachable,
                format!("Nothing answers at {endpoint}, which is set as the endpoint of AWS."),
                "Check AWS_ENDPOINT_URL and whether that server runs, then try again.",
            ),
            None => Problem::new(
                Code::AwsUnreachable,
                format!("AWS could not be reached in region {}.", self.region),
                "Check the network, the proxy and the region's name, then try again.",
            ),
        }
    }
}

/// What AWS said.
pub(super) struct Words<'a> {
    pub code: &'a str,
    pub message: &'a str,
    pub request: Option<&'a str>,
}

impl std::fmt::Display for Words<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let texts = [self.code, self.message].into_iter().filter(|text| !text.is_empty());
        f.write_str(&texts.collect::<Vec<_>>().join(": "))?;
        self.request.map_or(Ok(()), |request| write!(f, " (request {request})"))
    }
}

/// AWS's message names the action, the caller and often the reason; the person needs the action.
fn denied(doing: &str, message: &str) -> Problem {
    let (why, next) = match refused_action(message) {
        Some(action) if message.contains("explicit deny") => (
            format!("a policy denies {action}"),
            format!(
                "Ask whoever manages the AWS account to change the policy that denies {action}, then try again."
            ),
        ),
        Some(action) => (
            format!("the permission {action} is missing"),
            format!("Ask whoever manages the AWS account to allow {action}, then try again."),
        ),
        None => (
            "a permission is missing".to_owned(),
            "Ask whoever manages the AWS account to allow it, then try again.".to_owned(),
        ),
    };
    Problem::new(Code::PermissionDenied, format!("AWS does not let you {doing}: {why}."), next)
}

fn is_clock_skew(code: &str, message: &str) -> bool {
    ["RequestTimeTooSkewed", "RequestExpired", "RequestInTheFuture"].contains(&code)
        || message.starts_with("Signature expired")
        || message.starts_with("Signature not yet current")
}

fn is_expiry(text: &str) -> bool {
    text.contains("expired") || text.contains("ExpiredToken")
}

/// An error, what caused it, what caused that.
pub(super) fn chain<'a>(
    error: &'a (dyn Error + 'static),
) -> impl Iterator<Item = &'a (dyn Error + 'static)> + 'a {
    std::iter::successors(Some(error), |&error| error.source())
}

/// AWS says "does not exist" of a stack in a code that it uses for every invalid request.
pub(super) fn is_missing_stack<E: ProvideErrorMetadata, R>(error: &SdkError<E, R>) -> bool {
    error.code() == Some("ValidationError") && error.message().is_some_and(|m| m.contains("does not exist"))
}

pub(super) fn has_code<E: ProvideErrorMetadata, R>(error: &SdkError<E, R>, codes: &[&str]) -> bool {
    error.code().is_some_and(|code| codes.contains(&code.trim_end_matches("Exception")))
}
