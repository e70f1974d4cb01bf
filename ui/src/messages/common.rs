//! What several parts say: the components, the shell, a deployment while it runs and how it ended.

use ipc::Code;

pub const SETTINGS: &str = "Settings";
pub const OPEN_DASHBOARD: &str = "Open the dashboard";
pub const LOADING: &str = "Loading";
pub const CLOSE: &str = "Close";
pub const COPY: &str = "Copy";
pub const COPIED: &str = "Copied";
pub const DETAILS: &str = "Details";
pub const COPY_DETAILS: &str = "Copy the details";
pub const CHECKING: &str = "Checking";
pub const NO_ANSWER: &str = "No answer";
pub const PASSED: &str = "Passed";
pub const ATTENTION: &str = "Attention";
pub const FAILED: &str = "Failed";
pub const SKIPPED: &str = "Skipped";
pub const HELD: &str = "Held, not shown again";
pub const REPLACE: &str = "Replace";
pub const REVEAL: &str = "Show what you type";
pub const IMAGE_VERSION: &str = "Version of this image";
pub const IMAGE_VERSION_HELP: &str =
    "Such as 0.18.0. It decides the port, the containers and the queues that the image gets.";
pub const CHECK_AGAIN: &str = "Check again";
pub const REHEARSAL: &str = "Rehearsal";
pub const REHEARSAL_SAYS: &str = "Rehearsal: nothing is sent to AWS";
pub const REHEARSE_FAILURE: &str = "Rehearse a failure";
pub const NO_FAILURE: &str = "None";
pub const LEAVE_REHEARSAL: &str = "Leave rehearsal";

/// A check that came to nothing: what it says about the value.
pub fn not_accepted(code: Code) -> &'static str {
    match code {
        Code::BenchlingTenantNotFound
        | Code::QuiltStackMissing
        | Code::BucketMissing
        | Code::AppDefinitionUnknown => "Not found",
        Code::BenchlingCredentialsRefused => "Refused",
        Code::QuiltStackElsewhere => "Elsewhere",
        Code::QuiltStackIncomplete => "Incomplete",
        Code::NetworkUnsuitable => "Not suitable",
        _ => "Not accepted",
    }
}

pub fn because(cause: &str) -> String {
    format!("because: {cause}")
}

/// A plan as a letter.
pub mod letter {
    use crate::words;

    pub const STORED: &str = "What is stored where";
    pub const STAYS: &str = "What stays";
    pub const CAN_BE_UNDONE: &str = "What can be undone";
    pub const DETAILS: &str = super::DETAILS;
    pub const CHANGES: &str = "Changes";
    pub const ACTION: &str = "Action";
    pub const PART: &str = "Part";
    pub const TYPE: &str = "Type";
    pub const PARAMETERS: &str = "Parameters";
    pub const SECRETS: &str = "Secrets";
    pub const COST: &str = "Cost a month";
    pub const ESTIMATE: &str = "An estimate in US dollars from public prices; your traffic decides.";
    pub const TO_ADD: &str = "to add";
    pub const TO_CHANGE: &str = "to change";
    pub const PERHAPS_TO_REPLACE: &str = "perhaps to replace";
    pub const TO_REPLACE: &str = "to replace";
    pub const TO_REMOVE: &str = "to remove";
    pub const ADD: &str = "Add";
    pub const CHANGE: &str = "Change";
    pub const PERHAPS_REPLACE: &str = "Perhaps replace";
    pub const REPLACE: &str = "Replace";
    pub const REMOVE: &str = "Remove";
    pub const SECRET_NEW: &str = "Made new";
    pub const SECRET_VERSION: &str = "Gets a new version";
    pub const SECRET_RESTORED: &str = "Restored from its scheduled deletion, then gets a new version";
    pub const SECRET_STAYS: &str = "Stays as it is";

    pub fn same(cost: (u32, u32)) -> String {
        format!("Costs what it costs now: {} a month", words::dollars(cost))
    }
    pub fn before(cost: (u32, u32)) -> String {
        format!("{} before this. ", words::dollars(cost))
    }
}

/// Nothing can be done before this is put right.
pub mod trouble {
    pub const UNWRITABLE: &str = "The settings can't be written";
    pub const PROFILE_BROKEN: &str = "A profile can't be read";
    pub const CANT_GO_ON: &str = "The program can't go on";
    pub const TRY_AGAIN: &str = "Try again";
    pub const OPEN_SETTINGS: &str = "Open the settings";
    pub const KEPT_IN: &str = "Profiles and records are kept in";
}

/// A deployment while it runs, and how it ended other than well.
pub mod progress {
    use ipc::Environment;

    use crate::words;

    pub const LOADING: &str = "Loading the deployment";
    pub const NOT_SUCCEEDED: &str = "This did not succeed";
    pub const IN_ALL: &str = "in all";
    pub const RUNNING: &str = "running";
    pub const LEAVE: &str = "You can leave this page or close the window: CloudFormation goes on by itself, and the program picks it up again at its next start.";
    pub const STOP: &str = "Stop";
    pub const GO_ON: &str = "Go on";
    pub const STOP_ALL: &str = "Stop and put everything back";
    pub const DETAILS: &str = super::DETAILS;
    pub const COPY_EVENTS: &str = "Copy all events";
    pub const STEPS: &str = "Steps";
    pub const TO_DO: &str = "To do";
    pub const STEP_RUNNING: &str = "Running";
    pub const DONE: &str = "Done";
    pub const NOT_NEEDED: &str = "Not needed";
    pub const FAILED: &str = super::FAILED;
    pub const TIME: &str = "Where the time went";
    pub const RESOURCES: &str = "Resources";
    pub const SHOW_IDS: &str = "Show ids";
    pub const SILENT: &str = "Everything is deployed, but the webhook does not answer yet.";
    pub const SILENT_NEXT: &str = "A first start can take some minutes. Test it again in a moment; if it stays silent, the environment's log group in CloudWatch tells why.";
    pub const NOT_WAITED: &str = "Everything is deployed. Nobody waited for the webhook to answer.";
    pub const NOT_WAITED_NEXT: &str = "Test it before you rely on it.";
    pub const NOTHING: &str = "There was nothing to change.";
    pub const NOTHING_WHY: &str =
        "What runs is already what you asked for, so nothing was sent to CloudFormation.";
    pub const CANCELLED: &str = "This deployment was cancelled.";
    pub const CANCELLED_NEXT: &str = "What was there before is unchanged.";
    pub const BACK_TO_REVIEW: &str = "Back to the review";

    pub fn deploying(environments: &[Environment]) -> String {
        format!("Deploying {}", words::listed(environments))
    }
    pub fn events(count: usize) -> String {
        words::counted(count as u64, "event")
    }
    pub fn done(count: usize) -> String {
        format!("{count} done")
    }
    pub fn longer(usual: &str) -> String {
        format!("{usual}, longer this time")
    }
    pub fn test(environment: Environment) -> String {
        format!("Test {environment}")
    }
}

/// The environments answer.
pub mod done {
    use ipc::Environment;

    use crate::words;

    pub const OPEN_APP: &str = "Open your app in Benchling";
    pub const OPEN_APP_HOW: &str = "In Benchling, open the app that you named here and edit its webhook.";
    pub const PASTE: &str = "Paste the URL";
    pub const ROUTING: &str = "Set the routing to";
    /// As Benchling names it.
    pub const SUFFIXED: &str = "Suffixed";
    pub const ROUTING_WHY: &str =
        "Benchling then adds the path for each kind of event. With \"Stable\" every event ends in a 404.";
    pub const SHARING: &str = "The app sees a Benchling project only after the project has been shared with the app's service account.";
    pub const WORK: &str = "What was done, and how long it took";

    pub fn headline(environments: &[Environment]) -> String {
        match environments {
            [one] => format!("{} is running and answers", one.title()),
            [] => "The webhook is running and answers".into(),
            _ => "Dev and prod are running and answer".into(),
        }
    }
    pub fn resources(count: usize) -> String {
        words::counted(count as u64, "resource")
    }
    pub fn made(resources: &str, took: &str) -> String {
        format!("{resources} in {took}. One thing is left: tell Benchling where to send its events.")
    }
    pub fn paste_which(environments: &[Environment]) -> &'static str {
        match environments {
            [_] => "As the webhook's URL, paste this address as it is.",
            _ => "As the webhook's URL, paste the address of prod as it is; dev's belongs to your test app.",
        }
    }
    pub fn test_now(environment: Environment) -> String {
        format!("Test {environment} now")
    }
    pub fn copy_address(environment: Environment) -> String {
        format!("Copy the address of {environment}")
    }
}

/// The page has met a fault of its own.
pub mod fault {
    pub const TITLE: &str = "The window has a fault";
    pub const WHAT: &str = "Nothing is lost: a deployment that runs goes on in AWS, and what you typed is kept, but for a client secret. Load the window again; if it comes back, send the details to whoever helps you.";
    pub const RELOAD: &str = "Load the window again";
    pub const COPY: &str = "Copy the details";
}

/// The window's title, and a notification's.
pub mod presence {
    use ipc::Environment;

    use crate::words;

    pub const TITLE: &str = "Benchling Webhook Installer";

    /// `Deploying prod — 3 min`; of an operation that has no environment, what it is done to.
    pub fn running(environments: &[Environment], minutes: u64) -> String {
        let what = named(environments);
        if minutes == 0 { format!("Deploying {what}") } else { format!("Deploying {what} — {minutes} min") }
    }
    pub fn done(environments: &[Environment]) -> String {
        format!("Done: {}", named(environments))
    }
    pub fn failed(environments: &[Environment]) -> String {
        format!("Failed: {}", named(environments))
    }
    pub fn cancelled(environments: &[Environment]) -> String {
        format!("Cancelled: {}", named(environments))
    }
    pub fn silent(environments: &[Environment]) -> String {
        format!("Not answering yet: {}", named(environments))
    }
    pub fn rehearsed(title: &str) -> String {
        format!("Rehearsal. {title}")
    }

    fn named(environments: &[Environment]) -> String {
        if environments.is_empty() { "the stack".into() } else { words::listed(environments) }
    }
}
