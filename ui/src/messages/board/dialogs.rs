//! The dialogs that change something, or ask whether all is as it should be.

use ipc::{Environment, ImageTag, ProfileName};

use crate::words::counted;

pub const CANCEL: &str = "Cancel";
pub const CLOSE: &str = "Close";
pub const BACK: &str = "Back";
pub const CHECK_AGAIN: &str = "Check again";
pub const TO_GO_AHEAD: &str = "To go ahead";

pub fn type_word(word: &str) -> String {
    format!("Type {word}")
}

// From a request to a plan.
pub const CHECKING: &str = "Checking AWS, the Quilt stack, Benchling and the image.";
pub const PLANNING: &str = "Asking CloudFormation what will change.";
pub const UPDATE_BOTH: &str = "Plan an update of both";
pub const NOTHING_TO_CHANGE: &str = "There is nothing to change.";
pub const AS_ASKED: &str = "What runs is already what you ask for: the same image, with the same settings.";

pub fn checks_failed(count: u64) -> String {
    format!("{} failed, so nothing was planned and nothing was changed.", counted(count, "check"))
}

// Deploying.
pub const PROFILE: &str = "Profile";
pub const NO_SUCH_PROFILE: &str = "There is no such profile yet. Make it in the settings, or choose another.";
pub const IMAGE_TAG: &str = "Image tag";
pub const IMAGE_TAG_HELP: &str = "A version such as 0.18.0. Left empty, the profile's own is taken.";
pub const PROFILE_SAYS: &str = "The profile says ";
pub const FULL_STOP: &str = ".";
pub const ANOTHER_IMAGE: &str = "Choose another image";
pub const CHECK_AND_PLAN: &str = "Check and plan";

pub fn deploy_to(environment: Environment) -> String {
    format!("Deploy to {environment}")
}

pub fn profile_help(environment: Environment) -> String {
    let usual = ProfileName::usual_for(environment);
    format!("The settings that {environment} gets. It usually has those of profile {usual}.")
}

pub fn unusual_pairing(environment: Environment, profile: &ProfileName, usual: &ProfileName) -> String {
    format!("Deploy {environment} with the settings of profile {profile}, not of {usual}")
}

// Testing.
pub const TEST_AGAIN: &str = "Test again";
pub const ALL_GOOD: &str = "Everything that Benchling needs is in place.";
pub const NOT_GOOD: &str = "Something is not as Benchling needs it. The failed lines say why.";

pub fn test(environment: Environment) -> String {
    format!("Test {environment}")
}

pub fn testing(environment: Environment) -> String {
    format!("Asking {environment} for its health, and sending an event that it must refuse.")
}

// Promoting.
pub const PROMOTE_TITLE: &str = "Promote dev to prod";
pub const READING_BOTH: &str = "Reading what runs in dev and prod";
pub const PROMOTE: &str = "Promote to prod";
pub const NOTHING_TO_PROMOTE: &str =
    "Prod already runs the image that dev runs. There is nothing to promote.";
pub const OBJECTIONS: &str = "Something speaks against it";
/// What has to be typed to promote all the same.
pub const PROMOTE_WORD: &str = "promote";
pub const PROMOTE_ANYWAY: &str = "To promote anyway";
pub const NOT_THERE_YET: &str = "Not there yet";
pub const WILL_BE_MADE: &str = "It will be made.";
pub const DEPLOYED: &str = "Deployed ";
pub const TESTED: &str = "Tested ";
pub const TEST_PASSED: &str = ", passed";
pub const TEST_FAILED: &str = ", failed";
pub const NOT_TESTED: &str = "Not tested since it was deployed";

pub fn reports(version: &str) -> String {
    format!("Reports {version}")
}

// Going back.
pub const FINDING_WAY_BACK: &str = "Reading the history";
pub const ONLY_THE_IMAGE: &str =
    "Only the image goes back. The profile's settings and the secret stay as they are now.";
pub const THEN: &str = "Deployed then ";

pub fn roll_back(environment: Environment) -> String {
    format!("Roll {environment} back")
}

pub fn roll_back_to(environment: Environment, tag: &ImageTag) -> String {
    format!("Roll {environment} back to {tag}")
}

pub fn by(who: &str) -> String {
    format!(" by {who}")
}

// A new client secret.
pub const ROTATE_STEPS: [&str; 3] = [
    "Benchling is asked whether it accepts the new secret. If not, nothing changes.",
    "Secrets Manager gets a new version. The one before stays there.",
    "Containers are restarted one after the other. An old one stops only when a new one is healthy, so a secret that doesn't work leaves everything as it was.",
];
pub const NEW_SECRET: &str = "New client secret";
pub const NEW_SECRET_HELP: &str =
    "From the app's page in Benchling. It goes to Benchling and Secrets Manager, never into a file.";
pub const KEEP_IN_KEYRING: &str = "Keep it in this computer's keyring too";
pub const CHECK_SECRET: &str = "Check and plan";
pub const ASKING_BENCHLING: &str = "Asking Benchling whether it accepts the new secret.";
pub const SECRET_ACCEPTED: &str = "Benchling accepts the new secret.";
pub const RESTART: &str = "Write it and restart";
pub const SAME_SECRET: &str = "Secrets Manager already has this secret, and the containers use it.";

pub fn settle(environment: Environment) -> String {
    format!("Bring {environment} up to date")
}

pub const ADOPTED: &str =
    "The profile has the settings of Secrets Manager now. What it had before is in its backup.";
pub const ADOPTING: &str = "Taking the settings over";
pub const SETTLE: &str = "Deploy and restart";

pub fn rotate(environment: Environment) -> String {
    format!("Change the client secret of {environment}")
}

// Drift.
pub const DRIFT_TITLE: &str = "Drift";
pub const DRIFT_LOOKING: &str = "CloudFormation looks at every resource of the stack. This takes a minute or two, and changes nothing. You can close this and come back.";
pub const DRIFT_NONE: &str = "Everything is as the template says.";
pub const DRIFT_AGAIN: &str = "Check again";
pub const DRIFT_ADVICE: &str =
    "A deployment puts back only what its own template changes. Put back by hand what should be as it was.";
pub const DRIFT_CHECKED: &str = "Checked ";
pub const GONE: &str = "It is gone.";

pub fn drift_found(count: u64) -> String {
    format!("{} changed behind the stack's back", counted(count, "resource"))
}

pub fn differs_in(properties: &[String]) -> String {
    format!("Differs in {}", properties.join(", "))
}

// Removing.
pub const SECRETS_TOO: &str = "Delete its secret too. For thirty days it can be restored.";
pub const LOGS_TOO: &str = "Delete its logs too, for good.";

pub fn remove(environment: Environment) -> String {
    format!("Remove {environment}")
}

pub fn not_the_word(word: &str) -> String {
    format!("This is not {word}. Nothing is removed before the two are the same.")
}

// Getting a stack going.
pub const REPAIR_TITLE: &str = "Get the stack going";
pub const WAY_OUT: &str = "What can be done";
pub const GO_AHEAD: &str = "Go ahead";

pub fn pass_over(id: &str) -> String {
    format!("Pass over {id}")
}
