//! The wizard, but for its AWS page.

use ipc::Environment;

use crate::wizard::{Environments, Key, Network, Page};

// The pages

/// In the rail.
pub fn title(page: Page) -> &'static str {
    match page {
        Page::Welcome => "Welcome",
        Page::Aws => "AWS",
        Page::Quilt => "Quilt",
        Page::Benchling => "Benchling",
        Page::Packages => "Packages",
        Page::Environments => "Environments",
        Page::Review => "Review",
    }
}

pub fn heading(page: Page) -> &'static str {
    match page {
        Page::Welcome => "Bring your Benchling notebooks into Quilt",
        Page::Aws => "Connect to AWS",
        Page::Quilt => "Choose your Quilt stack",
        Page::Benchling => "Connect to Benchling",
        Page::Packages => "Choose the bucket",
        Page::Environments => "Choose the environments",
        Page::Review => "Review and deploy",
    }
}

/// The sentence beneath the heading.
pub fn lead(page: Page) -> &'static str {
    match page {
        Page::Welcome => {
            "This sets up the webhook that turns Benchling entries into Quilt packages, in your own AWS account."
        }
        Page::Aws => {
            "We use credentials that this computer already has. Nothing is changed until you agree to a plan."
        }
        Page::Quilt => {
            "The webhook writes packages for one Quilt stack and runs beside it, in the same account and region."
        }
        Page::Benchling => "We use the app's own account, never yours.",
        Page::Packages => "Each notebook entry becomes a package in this bucket.",
        Page::Environments => "Prod serves your scientists. Dev is where a new version proves itself first.",
        Page::Review => "Everything is checked first. Nothing is made before you press the button below.",
    }
}

pub fn go_to(page: Page) -> String {
    format!("Go to {}", title(page))
}

// The rail

pub const SET_UP: &str = "Set up";
pub const MARK_DONE: &str = ", done";
pub const MARK_ATTENTION: &str = ", needs attention";
pub const MARK_AHEAD: &str = ", comes later";

// The foot

pub const TO_DASHBOARD: &str = "Back to the dashboard";
pub const REHEARSE: &str = "Rehearse first";
pub const REHEARSE_HELP: &str = "Goes through everything; nothing is sent to AWS.";
pub const CHECK_AGAIN: &str = "Check again";
pub const BACK: &str = "Back";
pub const BEGIN_REHEARSAL: &str = "Begin the rehearsal";
pub const CONNECT: &str = "Connect";
pub const CHECK_AND_CONTINUE: &str = "Check and continue";
pub const CHECK_AND_REVIEW: &str = "Check and review";
pub const CONTINUE: &str = "Continue";
pub const OPEN_DASHBOARD: &str = "Open the dashboard";
pub const FILL_IN_EXAMPLES: &str = "Fill in with examples";

pub fn deploy_to(environment: Environment) -> String {
    format!("Deploy to {environment}")
}

pub fn deploy_all(listed: &str) -> String {
    format!("Deploy {listed}")
}

// Welcome

pub const JOURNEY: &str =
    "From a Benchling entry, through the webhook in your AWS account, to a Quilt package";
pub const JOURNEY_STOPS: [(&str, &str, &str); 3] = [
    ("flask-conical", "Benchling", "A scientist writes a notebook entry."),
    ("webhook", "Webhook", "A small service in your own AWS account hears of it."),
    ("package", "Quilt", "The entry and its files become a package."),
];
pub const WHAT_YOU_NEED: &str = "What you need";
pub const NEEDS: [(&str, &str, &str); 4] = [
    ("cloud", "AWS credentials on this computer", "for the account that has your Quilt stack"),
    ("key-round", "A Benchling app", "we help you to make one on the way"),
    ("clock", "About fifteen minutes", "most of them AWS's own, while you watch"),
    ("wallet", "A monthly cost", "shown line by line before anything is made"),
];

// Fields

pub struct KeyTexts {
    pub label: &'static str,
    pub help: &'static str,
    pub placeholder: &'static str,
}

pub fn key_texts(key: Key) -> KeyTexts {
    let (label, help, placeholder) = match key {
        Key::Region => ("Region", "Where your Quilt stack is.", ""),
        Key::QuiltStackArn => (
            "Stack ARN",
            "In the AWS console, under CloudFormation, on the stack's page.",
            "arn:aws:cloudformation:us-east-1:123456789012:stack/quilt/...",
        ),
        Key::Tenant => ("Tenant", "The part before .benchling.com in your Benchling address.", "my-company"),
        Key::AppDefinitionId => {
            ("App definition id", "In Benchling: Developer console, your app, Overview.", "appdef_...")
        }
        Key::ClientId => ("Client id", "On the same page, under Client credentials.", ""),
        Key::ClientSecret => ("Client secret", "Kept in your computer's keyring, never in a file.", ""),
        Key::PackageBucket => {
            ("Bucket", "The S3 bucket that packages are written to. Quilt must know it.", "my-company-quilt")
        }
        Key::PackagePrefix => {
            ("Prefix", "The first part of every package's name: benchling/EXP00001234.", "benchling")
        }
        Key::MetadataKey => (
            "Metadata key",
            "The key in a package's metadata that holds the entry's display id, so that packages show up in the entry.",
            "experiment_id",
        ),
        Key::LogLevel => ("Log level", "INFO is right unless you are looking for a fault.", ""),
        Key::ProdImageTag | Key::DevImageTag => (
            "Image tag",
            "A version such as 0.18.0, or latest. What it stands for today is deployed, and stays.",
            "latest",
        ),
        Key::DevAppDefinitionId => (
            "App definition id",
            "Of a second Benchling app, since an app sends its webhooks to one address only.",
            "appdef_...",
        ),
        Key::DevClientId => ("Client id", "Of the dev app.", ""),
        Key::DevClientSecret => ("Client secret", "Kept in your computer's keyring, apart from prod's.", ""),
        Key::Cpu(_) => ("CPU", "Of each task. A task serves several requests at once.", ""),
        Key::Memory(_) => ("Memory", "Of each task: what Fargate has for this much CPU.", ""),
        Key::MinTasks(Environment::Prod) => {
            ("Fewest tasks", "With two, one may fail without anybody noticing.", "")
        }
        Key::MinTasks(Environment::Dev) => ("Fewest tasks", "One is enough to try things.", ""),
        Key::MaxTasks(_) => ("Most tasks", "Reached only while there is much to do.", ""),
        Key::AllowList(_) => (
            "Who may call",
            "Addresses or CIDR blocks with commas between. Empty lets anybody call; what is not signed by Benchling is \
             refused all the same.",
            "203.0.113.0/24, 198.51.100.7",
        ),
        Key::Network => ("Network", "", ""),
        Key::Vpc => ("VPC", "Its id, from the AWS console under VPC.", "vpc-0123456789abcdef0"),
        Key::Subnets => (
            "Subnets",
            "Two or more private ones in different zones. Left empty, we find them.",
            "subnet-0a..., subnet-0b...",
        ),
    };
    KeyTexts { label, help, placeholder }
}

pub const CHOOSE_REGION: &str = "Choose the region that your Quilt stack is in.";
pub const ENTER_CLIENT_ID: &str = "Enter the client id that Benchling shows on the app's page.";
pub const ENTER_SECRET: &str = "Enter the client secret that Benchling showed when it was made.";
pub const WRONG_PREFIX: &str = "A prefix has letters, digits, hyphens and underscores, no slash: benchling.";
pub const ENTER_METADATA_KEY: &str =
    "Enter the metadata key that links a package to an entry, such as experiment_id.";

// What a check says beside its field

pub const VALID: &str = "Valid";
pub const ACCEPTED: &str = "Accepted";
pub const FOUND: &str = "Found";
pub const READ_AND_WRITE: &str = "Read and write";
pub const NOT_READABLE: &str = "Not readable";
pub const NOT_WRITABLE: &str = "Not writable";
pub const ANOTHER_REGION: &str = "Another region";
pub const RUNS_WEBHOOK: &str = "Runs a webhook";

/// Of an access list.
pub fn entries(count: usize) -> String {
    if count == 1 { "1 entry".into() } else { format!("{count} entries") }
}

pub fn keys_found(counted: &str) -> String {
    format!("{counted} found")
}

pub const GO_ON: &str = "You can go on: everything is checked again before anything is made.";
pub const TRY_AGAIN: &str = "Try again";

// Quilt

pub const LOOKING_FOR_STACKS: &str = "Looking for Quilt stacks in this region";
pub const QUILT_STACKS: &str = "Quilt stacks";
pub const ANOTHER_STACK: &str = "Another stack";
pub const ANOTHER_STACK_HELP: &str = "Paste its ARN. It must be in the same account and region.";
pub const CHOOSE_STACK: &str = "Choose a stack, or paste the ARN of another.";
pub const LOOK_AGAIN: &str = "Look again";
pub const RUNS_WEBHOOK_ITSELF: &str = "Runs the webhook itself";
pub const RUNS_WEBHOOK_TITLE: &str = "This Quilt stack runs a webhook for Benchling already.";
pub const RUNS_WEBHOOK_WHY: &str =
    "A second one for the same Benchling app would package every entry twice. So choose one of these:";
pub const RUNS_WEBHOOK_WAYS: [&str; 3] = [
    "Keep Quilt's. There is nothing to install; close this window.",
    "Use this one. Whoever runs your Quilt stack sets its parameter BenchlingWebhook to Disabled; then look again.",
    "Use both, each with a Benchling app of its own, and go on here.",
];
pub const ELSEWHERE_TITLE: &str = "That stack lives in another place than the one you are signed in to.";
pub const ELSEWHERE_WHY: &str = "The webhook's stack, which dev and prod share, lives in one account and one region, beside its Quilt stack: it \
     reads that stack's outputs and writes to its queue.";
pub const OTHER_REGION: &str = "Choose another region";
pub const OTHER_ACCOUNT: &str = "Use other credentials";
pub const NO_STACKS_HELP: &str =
    "Choose another region on the AWS page, or paste the stack's ARN here if it can't be listed.";
pub const NOT_CONNECTED: &str = "We are not connected to AWS, so we can't list the stacks.";
pub const CONNECT_TO_AWS: &str = "Connect to AWS";

pub fn stack_place(name: &str, region: &str, account: &str) -> String {
    format!("{name} in {region}, account {account}")
}

pub fn no_stacks(region: &str) -> String {
    format!("There is no Quilt stack in {region}.")
}

/// Where the stack is, and where we are.
pub fn elsewhere(stack: (&str, &str), caller: (&str, &str)) -> String {
    format!(
        "It is in account {}, {}. You are signed in to account {}, {}.",
        stack.0, stack.1, caller.0, caller.1
    )
}

pub fn use_region(region: &str) -> String {
    format!("Change to {region}")
}

// Benchling

pub const BENCHLING_APP: &str = "Benchling app";
pub const HAVE_APP: &str = "I have an app";
pub const HAVE_APP_HELP: &str = "You need its ids and its client secret.";
pub const MAKE_APP: &str = "Help me make one";
pub const MAKE_APP_HELP: &str = "Five steps, with a file that we prepare.";
pub const MAKE_SECOND_APP: &str = "Help me make a second app";
pub const STEP_MANIFEST: &str = "Save the file that tells Benchling what the app is.";
pub const SAVE_MANIFEST: &str = "Save app-manifest.yaml";
pub const SHOW_MANIFEST: &str = "Show what is in it";
pub const COPY_MANIFEST: &str = "Copy the manifest";
pub const STEP_CREATE: &str =
    "In Benchling's developer console press Create app, then From manifest, and choose the file.";
pub const OPEN_BENCHLING: &str = "Open Benchling";
pub const OPEN_BENCHLING_NEEDS: &str = "Enter your tenant above first.";
pub const STEP_INSTALL: &str =
    "Install the app, and share with it the projects whose entries are to be packaged.";
pub const STEP_SECRET: &str =
    "On the app's page generate a client secret. Benchling shows it once: leave that page open.";
pub const STEP_COPY: &str = "Copy the ids and the secret into the fields below.";

pub fn saved_as(path: &str) -> String {
    format!("Saved as {path}")
}

/// Where apps are made.
pub fn benchling_apps(tenant: &str) -> String {
    format!("https://{tenant}.benchling.com/developer/apps")
}

// Packages

pub const EXAMPLE_BECOMES: &str = "An entry called EXP00001234 becomes ";

/// What is not typed yet stands for itself.
pub fn example(bucket: &str, prefix: &str) -> String {
    let or = |text: &str, other: &str| if text.is_empty() { other } else { text }.to_owned();
    format!("s3://{}/{}/EXP00001234", or(bucket, "bucket"), or(prefix, "prefix"))
}

// Environments

pub const ENVIRONMENTS: &str = "Environments";
pub const SAME_CLIENT: &str = "Same client as prod";
pub const SAME_CLIENT_HELP: &str = "Switch this off if the dev app has a client id and secret of its own.";
pub const SIZE_AND_SCALING: &str = "Size and scaling";
pub const ACCESS: &str = "Access";
pub const OPEN_TO_ALL: &str = "Anybody may call; webhooks are signed";
pub const NOT_RIGHT_YET: &str = "Not right yet";
pub const CHANGE: &str = "Change";
pub const CLOSE: &str = "Close";
pub const NETWORK_HELP: &str = "Can be chosen only now: it can't be exchanged beneath what runs.";
pub const NETWORK_OF_OWN: &str = "A network of its own";

pub fn environments(choice: Environments) -> (&'static str, &'static str) {
    match choice {
        Environments::Prod => ("Prod", "One environment. Dev can be added at any time without touching it."),
        Environments::Both => {
            ("Prod and dev", "Try a new version in dev first, then promote exactly that image to prod.")
        }
        Environments::Dev => ("Dev", "Beside the prod that exists; prod is not touched."),
    }
}

/// In a card and beneath it.
pub fn network(choice: Network) -> (&'static str, &'static str) {
    match choice {
        Network::New => (
            NETWORK_OF_OWN,
            "A VPC with one NAT gateway, apart from everything else. Right unless your company says otherwise.",
        ),
        Network::Quilt => {
            ("The Quilt stack's network", "Saves a NAT gateway. Its private subnets must reach the internet.")
        }
        Network::Existing => {
            ("Another network", "A VPC that your company has, with subnets that reach the internet.")
        }
    }
}

pub fn change(what: &str) -> String {
    format!("{CHANGE} {}", what.to_ascii_lowercase())
}

pub fn close(what: &str) -> String {
    format!("{CLOSE} {}", what.to_ascii_lowercase())
}

pub fn size_summary(size: &str, count: &str) -> String {
    format!("{size}, {count}")
}

pub fn only_from(count: usize) -> String {
    match count {
        1 => "Only from 1 address or block".into(),
        _ => format!("Only from {count} addresses or blocks"),
    }
}

/// Of a stack that exists.
pub fn stays_in(place: &str) -> String {
    format!("The stack exists and stays where it is: {place}.")
}

// Review

pub const SAVING: &str = "Saving your answers.";
pub const CHECKING: &str = "Checking AWS, Quilt, Benchling and the image.";
pub const PLANNING: &str = "Asking CloudFormation what this would change.";
pub const STARTING: &str = "Starting the deployment.";
pub const PLAN_IS_MADE: &str = "The plan is being made";
pub const UPDATE_BOTH: &str = "Plan an update of both";
pub const SESSION_ONLY: &str = "Keep for this session only";
pub const INCOMPLETE_WHY: &str =
    "Your answers are kept, but a secret and a connection are not kept when the program ends.";
pub const GO_BACK: &str = "Go back and correct it.";

pub fn incomplete(page: Page) -> String {
    format!("The page \"{}\" is not complete.", title(page))
}

pub fn all_passed(counted: &str) -> String {
    format!("All {counted} passed")
}

pub fn some_attention(passed: u64, attention: u64) -> String {
    format!("{passed} passed, {attention} worth a look")
}

pub fn some_failed(failed: u64, counted: &str) -> String {
    format!("{failed} of {counted} failed")
}

pub fn missing_answer(id: &str) -> String {
    format!("The answer \"{id}\" is missing.")
}
