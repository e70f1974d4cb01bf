//! The wizard's AWS page, and signing in.

use ipc::aws::CredentialKind;

pub const CREDENTIALS: &str = "Credentials";
pub const LOOKING: &str = "Looking for credentials on this computer";
pub const LOOK_AGAIN: &str = "Look again";
pub const CHOOSE_REGION: &str = "Choose a region";
pub const ENVIRONMENT: &str = "Environment variables";
pub const USUAL_CHAIN: &str = "Default credentials";
pub const REHEARSED: &str = "A made-up account; nothing on this computer is used";
pub const NO_SOURCES: &str = "We found no AWS credentials on this computer.";
pub const NO_SOURCES_BEFORE: &str = "Make a profile with the AWS command line (";
pub const NO_SOURCES_COMMAND: &str = "aws configure sso";
pub const NO_SOURCES_AFTER: &str = ") or ask your administrator for one, then look again.";
pub const FILTER: &str = "Find a profile";
pub const FILTER_PLACEHOLDER: &str = "Name, or SSO, role, keys";
pub const NOTHING_FOUND: &str = "No profile has this in its name or kind.";

pub fn kind(kind: CredentialKind) -> &'static str {
    match kind {
        CredentialKind::Environment => "AWS_ACCESS_KEY_ID and its companions",
        CredentialKind::Keys => "Access keys in the shared credentials file",
        CredentialKind::Sso => "Single sign-on (SSO)",
        CredentialKind::Role => "A role that is taken from another profile",
        CredentialKind::RoleMfa => "A role that is taken with an MFA code",
        CredentialKind::Process => "A program that hands out credentials",
        CredentialKind::Other => "Whatever the AWS tools find on this computer",
    }
}

pub fn found(count: usize, all: usize) -> String {
    format!("{count} of {all}")
}

// Who we are.
pub const ACCOUNT: &str = "Account ";
pub const BY: &str = "By ";
pub const CONNECTED: &str = "Connected";

// What stands between a source and its credentials.
pub const SIGNED_IN: &str = "Signed in";
pub const SIGN_IN_NEEDED: &str = "Sign-in needed";
pub const CODE_NEEDED: &str = "Code needed";

pub fn signed_in_until(moment: &str) -> String {
    format!("Signed in until {moment}")
}

// Signing in.
pub const SIGN_IN: &str = "Sign in";

pub fn sign_in_first(profile: &str) -> String {
    format!("Nobody is signed in for {profile}.")
}
pub const SIGN_IN_HELP: &str =
    "\"Sign in\" opens AWS's page in your browser. The AWS command line is then signed in, too.";
pub const AGREE: &str = "Agree in your browser";
pub const AGREE_OPENED: &str =
    "AWS's page has opened in your browser. Allow the request there if it shows this code:";
pub const AGREE_BY_HAND: &str = "We could not open your browser. Open the address below there, and allow the request if it shows this code:";
pub const COPY_CODE: &str = "Copy the code";
pub const ADDRESS: &str = "Address";
pub const COPY_ADDRESS: &str = "Copy the address";
pub const OPEN_AGAIN: &str = "Open the page again";
pub const WAITING: &str = "Waiting for you to agree";
pub const CANCEL: &str = "Cancel";

pub fn time_left(duration: &str) -> String {
    format!("{duration} left")
}

// The code of an MFA device.
pub const CODE: &str = "MFA code";

pub fn code_help(device: &str) -> String {
    format!("The six digits that {device} shows now. They are used once and not kept.")
}

pub fn refused(message: &str, next: &str) -> String {
    format!("{message} {next}")
}

// The way out.
pub const NETWORK: &str = "Network";
pub const PROXY: &str = "Proxy";
pub const PROXY_PLACEHOLDER: &str = "http://proxy.example.com:8080";
pub const PROXY_HELP: &str =
    "For AWS and Benchling. Without a name and password: those are not kept in a file.";
pub const CA_BUNDLE: &str = "CA bundle";
pub const CA_BUNDLE_PLACEHOLDER: &str = "/etc/ssl/company.pem";
pub const CA_BUNDLE_HELP: &str =
    "A file with your company's certificates (PEM), where its network opens encrypted connections.";
pub const SAVE_NETWORK: &str = "Save network settings";
pub const NETWORK_SAVED: &str = "Saved. It counts from the next connection on.";

pub fn from_environment(what: &str) -> String {
    format!("Left empty, {what} counts, as the environment says.")
}
