//! The dashboard itself: its head, the cards of the environments, the way between them.

use ipc::status::{HealthState, Remedy};
use ipc::{Environment, ImageTag};

pub const NAME: &str = "Benchling webhook";
pub const NOTHING_INSTALLED: &str = "Nothing is installed yet";
pub const CHECKED: &str = "Checked ";
pub const CHECK_NOW: &str = "Check again now";
pub const EDIT_SETTINGS: &str = "Edit settings";
pub const SIGN_IN: &str = "Sign in";
pub const CHECK_AGAIN: &str = "Check again";
pub const LAST_KNOWN: &str = "What you see below is what was last known, from ";
pub const FULL_STOP: &str = ".";
pub const FOLLOW_IT: &str = "Follow it";
pub const WAY_OUT: &str = "What can be done";
pub const SHOW_PROGRESS: &str = "Show the progress";

pub fn asking(environment: Environment) -> String {
    format!("Asking AWS how {environment} is")
}

pub fn place(region: &str, account: &str) -> String {
    format!("{region} / {account}")
}

pub fn deploying(environments: &str, headline: &str) -> String {
    format!("Deploying {environments}. {headline}")
}

/// Removing, repairing and following name no environment of their own.
pub fn working(headline: &str) -> String {
    format!("A change of the stack is under way. {headline}")
}

pub const BUSY: &str = "Another deployment is running, begun in another window or by somebody else. Until it has ended, this page only shows what runs.";
pub const NO_ANSWER_YET: &str = "AWS has not answered yet. Until it does, these are the last known values.";
pub const OFFLINE: &str = "You are offline. These are the last known values.";
pub const UNSURE: &str = "These are the last known values. Solve the problem above first.";

pub fn stuck(state: &str) -> String {
    format!("The stack takes no deployment as it is ({state}). There is a way out.")
}

pub fn health(state: HealthState) -> &'static str {
    match state {
        HealthState::Healthy => "Healthy",
        HealthState::Degraded => "Degraded",
        HealthState::Starting => "Starting",
        HealthState::Unhealthy => "Not healthy",
        HealthState::Refused => "Can't see from here",
        HealthState::Unknown => "Unknown",
    }
}

/// Where it was known before, that too.
pub fn unsure_health(state: HealthState) -> String {
    match state {
        HealthState::Unknown => health(state).to_owned(),
        _ => format!("Unknown, was {}", health(state).to_ascii_lowercase()),
    }
}

pub fn copy_address(environment: Environment) -> String {
    format!("Copy the address of {environment}")
}

pub fn reports(version: &str) -> String {
    format!(" reports {version}")
}

pub const TASKS: &str = "Tasks";
pub const TARGETS: &str = "Healthy targets";
pub const ANSWERS_IN: &str = "Answers in";
pub const NO_ANSWER: &str = "no answer";
pub const UNKNOWN: &str = "unknown";

pub fn of(some: u32, all: u32) -> String {
    format!("{some} of {all}")
}

pub fn milliseconds(ms: u64) -> String {
    format!("{ms} ms")
}

pub fn latencies(least: u64, most: u64, checks: usize) -> String {
    format!("{least} to {most} ms over the last {checks} checks")
}

pub const DEPLOYED: &str = "Deployed ";
pub const DEPLOYED_UNKNOWN: &str = "Deployed at an unknown time";
pub const SECRET_WRITTEN: &str = "Secret written ";
pub const SECRET_MISSING: &str = "Its secret is missing in Secrets Manager";
pub const TESTED: &str = "Tested ";
pub const TEST_PASSED: &str = ", passed";
pub const TEST_FAILED: &str = ", failed";
pub const NOT_TESTED: &str = "Not tested since it was deployed";

pub fn secret_used(in_use: Option<bool>) -> &'static str {
    match in_use {
        Some(true) => ", used by all tasks",
        Some(false) => ", not yet used by all tasks",
        None => "",
    }
}

pub fn remedy(remedy: Remedy) -> &'static str {
    match remedy {
        Remedy::Deploy => "Deploy the change",
        Remedy::Restart => "Restart the tasks",
        Remedy::Adopt => "Take it into the profile",
        Remedy::EnterSecret => "Enter the client secret",
    }
}

pub fn with_profile(profile: &str) -> String {
    format!(", profile {profile}")
}

pub fn failed_tasks(count: u32) -> String {
    format!("{count} failed to start")
}

pub const DEPLOY: &str = "Deploy";
pub const TEST: &str = "Test";
pub const LOGS: &str = "Logs";
pub const MORE: &str = "More";
pub const ROTATE: &str = "Change the client secret";
pub const DRIFT: &str = "Check for drift";

pub fn deploy_to(environment: Environment) -> String {
    format!("Deploy to {environment}")
}

pub fn test(environment: Environment) -> String {
    format!("Test {environment}")
}

pub fn show_logs(environment: Environment) -> String {
    format!("Show the logs of {environment}")
}

pub fn more(environment: Environment) -> String {
    format!("More that can be done with {environment}")
}

pub fn remove(environment: Environment) -> String {
    format!("Remove {environment}")
}

pub fn roll_back(to: Option<&ImageTag>) -> String {
    match to {
        Some(tag) => format!("Roll back to {tag}"),
        None => "Roll back".to_owned(),
    }
}

pub fn absent(environment: Environment) -> String {
    format!("There is no {environment} environment yet")
}

pub fn absent_words(environment: Environment) -> &'static str {
    match environment {
        Environment::Dev => {
            "A place to try a new version before prod gets it. It shares prod's network and load balancer, has its own address, tasks and secret, and never touches prod."
        }
        Environment::Prod => {
            "The environment that your production tenant sends its events to, with at least two tasks."
        }
    }
}

pub fn make(environment: Environment) -> String {
    format!("Make {environment}")
}

pub const PROMOTE: &str = "Promote";
pub const PROMOTE_LABEL: &str = "Promote to prod what dev runs";
pub const PATH_UNKNOWN: &str = "Unknown until the next check";
pub const NO_DEV: &str = "Dev doesn't exist yet";
pub const SAME_IMAGE: &str = "Prod runs the same image";
pub const DEV_UNTESTED: &str = "Dev has not been tested yet";
pub const DEV_TEST_FAILED: &str = "Dev's last test failed";

pub fn dev_is(state: HealthState) -> &'static str {
    match state {
        HealthState::Healthy => "Dev is healthy",
        HealthState::Degraded => "Dev is degraded",
        HealthState::Starting => "Dev is still starting",
        HealthState::Unhealthy => "Dev is not healthy",
        HealthState::Refused => "Dev's health can't be seen from here",
        HealthState::Unknown => "Dev's health is unknown",
    }
}

pub fn ready(tag: &ImageTag) -> String {
    format!("{tag} is ready for prod")
}
