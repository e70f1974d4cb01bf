//! Refusals as the person meets them: a sentence, what to do, and AWS's own words beneath.

use ipc::{Code, Problem};

use super::names::CALLER;

/// `doing` completes "AWS refused to ..."; `said` is what AWS says, in its words.
pub fn refused(doing: &str, said: impl AsRef<str>) -> Problem {
    let said = said.as_ref().trim_end_matches('.');
    Problem::new(
        Code::AwsRefused,
        format!("AWS refused to {doing}: {said}."),
        "Correct what AWS names and try again.",
    )
    .because_text(format!("ValidationError: {said}"))
}

pub fn missing(doing: &str, stack: &str) -> Problem {
    refused(doing, format!("Stack [{stack}] does not exist"))
}

pub fn denied(doing: &str, action: &str, resource: &str) -> Problem {
    Problem::new(
        Code::PermissionDenied,
        format!("AWS does not let you {doing}: the permission {action} is missing."),
        format!("Ask whoever manages the AWS account to allow {action}, then try again."),
    )
    .because_text(format!(
        "AccessDenied: User: {CALLER} is not authorized to perform: {action} on resource: {resource} because no \
         identity-based policy allows the {action} action"
    ))
}

pub fn expired() -> Problem {
    Problem::new(
        Code::CredentialsExpired,
        "The credentials from the rehearsal have expired.",
        "Clear the rehearsed failure to go on. In AWS you would sign in again, for example with `aws sso login`.",
    )
    .because_text("ExpiredToken: The security token included in the request is expired")
}
