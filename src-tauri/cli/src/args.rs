//! The command line as a newcomer reads it in `--help`.

mod import;
mod profiles;

use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, Parser, Subcommand, ValueEnum};
use engine::template::Format;
use ipc::bridge::Fault;
use ipc::{
    AllowList, AppDefinitionId, BucketName, Environment, ImageRepository, ImageTag, LogLevel, ProfileName,
    StackArn, TaskCount, TaskSize, Tenant,
};
use url::Url;

pub use self::import::Import;
pub use self::profiles::{CopyProfile, DeleteProfile, Mend, Profiles, ProfilesCommand};

/// Installs the Benchling webhook for Quilt into your AWS account.
///
/// One CloudFormation stack holds two environments, dev and prod. Start with `setup-profile default`, look at
/// `plan --environment prod`, then run `deploy --environment prod`. Add --rehearsal to any command to try it
/// without touching AWS.
#[derive(Parser)]
#[command(name = "benchling-webhook", version, max_term_width = 100)]
pub struct Arguments {
    #[command(flatten)]
    pub global: Global,
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Args, Clone)]
#[command(next_help_heading = "Options of every command")]
pub struct Global {
    /// Folder of profiles and records [default: ~/.config/benchling-webhook]
    #[arg(long, global = true, value_name = "DIR", env = "BENCHLING_WEBHOOK_CONFIG_DIR")]
    pub config_dir: Option<PathBuf>,
    /// Rehearse: everything happens on this machine, nothing is sent to AWS or Benchling
    #[arg(long, global = true)]
    pub rehearsal: bool,
    /// Let the rehearsal fail in this way
    #[arg(long, global = true, value_name = "HOW", value_parser = parse_fault)]
    pub rehearse_failure: Option<Fault>,
    /// AWS profile of your shared config files [default: the ordinary chain]
    #[arg(long, global = true, value_name = "NAME")]
    pub aws_profile: Option<String>,
    /// Read the code of an MFA device from standard input, where the AWS profile is a role that wants one
    #[arg(long, global = true)]
    pub mfa_code_stdin: bool,
    /// AWS region, such as us-east-1 [default: the Quilt stack's]
    #[arg(long, global = true)]
    pub region: Option<String>,
    /// Agree to the plan without being asked; no check is skipped
    #[arg(long, short = 'y', global = true)]
    pub yes: bool,
    /// Print results as JSON
    #[arg(long, global = true)]
    pub json: bool,
}

#[derive(Subcommand)]
pub enum Command {
    /// Create or change a profile: which Benchling app, which Quilt stack, where packages go
    SetupProfile(Box<SetupProfile>),
    /// Sign in to AWS with SSO: prints a code and an address, and waits until you have agreed there
    SignIn,
    /// List the profiles; show, copy, rename, compare, export, repair or delete one
    Profiles(Profiles),
    /// Take over what the npm tool left: shows it first, changes nothing before you agree
    Import(Import),
    /// Check everything that a deployment needs, and change nothing
    Check(Chosen),
    /// Print the CloudFormation template, to review it or launch it without this program
    Template(Template),
    /// Show what a deployment would change, and change nothing
    Plan(Chosen),
    /// Deploy an environment
    Deploy(Deploy),
    /// Deploy to prod what runs in dev
    Promote(Promote),
    /// Go back to what an environment ran before, by the history
    Rollback(Rollback),
    /// Give an environment a new client secret, and restart its containers one after the other
    RotateSecret(Rotate),
    /// Bring profile, keyring, Secrets Manager and containers together, as status says
    Settle(Rotate),
    /// Stop the deployment that runs: an update is put back, a creation is removed again
    Stop,
    /// Follow what was cut off or is running, or get a stack going that is stuck
    Resume(Resume),
    /// Remove an environment, or everything
    Destroy(Destroy),
    /// Show what the containers of an environment write
    Logs(Logs),
    /// Show what somebody changed behind the stack's back; changes nothing
    Drift,
    /// Test an environment: health, readiness, refusal of unsigned webhooks
    Test(Test),
    /// Show what runs in both environments
    Status,
    /// Show what was deployed when, newest first
    History(History),
    /// Collect what somebody who helps needs to see into a zip file, without secrets
    Diagnostics(Diagnostics),
    /// Print a completion script for your shell
    Completions {
        #[arg(value_enum)]
        shell: clap_complete::Shell,
    },
}

#[derive(Args)]
pub struct SetupProfile {
    /// The profile's name: prod uses "default", dev uses "dev"
    pub name: ProfileName,
    /// Start from another profile; its client secret is used too unless you give one
    #[arg(long, value_name = "NAME")]
    pub from: Option<ProfileName>,
    /// Benchling tenant: my-company for my-company.benchling.com
    #[arg(long)]
    pub tenant: Option<Tenant>,
    /// Id of the app definition in Benchling, appdef_...
    #[arg(long, value_name = "ID")]
    pub app_definition_id: Option<AppDefinitionId>,
    /// The app's client id
    #[arg(long, value_name = "ID")]
    pub client_id: Option<String>,
    #[command(flatten)]
    pub secret: SecretInput,
    /// Keep the client secret out of the keyring; give it again at each deployment
    #[arg(long)]
    pub no_keyring: bool,
    /// ARN of your Quilt stack
    #[arg(long, value_name = "ARN")]
    pub quilt_stack_arn: Option<StackArn>,
    /// S3 bucket that packages are written to
    #[arg(long, value_name = "BUCKET")]
    pub package_bucket: Option<BucketName>,
    /// First part of package names [default: benchling]
    #[arg(long, value_name = "TEXT")]
    pub package_prefix: Option<String>,
    /// Metadata key that holds the entry's id [default: experiment_id]
    #[arg(long, value_name = "KEY")]
    pub metadata_key: Option<String>,
    /// How much the container logs [default: INFO]
    #[arg(long, value_name = "LEVEL")]
    pub log_level: Option<LogLevel>,
    /// Image tag to deploy, such as 0.18.0 [default: latest]
    #[arg(long, value_name = "TAG")]
    pub image_tag: Option<ImageTag>,
    /// ECR repository of the image, if you mirror it
    #[arg(long, value_name = "REPOSITORY")]
    pub image_repository: Option<ImageRepository>,
    /// Addresses that may call the webhook, as CIDRs with commas between [default: all; webhooks are signed]
    #[arg(long, value_name = "CIDRS")]
    pub allow_list: Option<AllowList>,
    /// CPU units and MiB of each task, as Fargate has them [default: 1024/2048 for prod, 512/1024 for dev]
    #[arg(long, value_name = "CPU/MEMORY")]
    pub task_size: Option<TaskSize>,
    /// Fewest and most tasks; scaling decides between them [default: 2-10 for prod, 1-2 for dev]
    #[arg(long, value_name = "MIN-MAX")]
    pub tasks: Option<TaskCount>,
}

/// The client secret never comes as an argument: other programs can read those.
#[derive(Args, Clone)]
pub struct SecretInput {
    /// Read the client secret from standard input
    #[arg(long)]
    pub client_secret_stdin: bool,
}

#[derive(Args, Clone)]
pub struct Chosen {
    /// dev or prod
    #[arg(long, short, value_enum, default_value = "prod")]
    pub environment: EnvironmentName,
    /// The profile to deploy with [default: "dev" for dev, "default" for prod]
    #[arg(long, short, value_name = "NAME")]
    pub profile: Option<ProfileName>,
    /// Image tag [default: the profile's]
    #[arg(long, value_name = "TAG")]
    pub image_tag: Option<ImageTag>,
    /// Version of the image, if neither the image nor its tag tells, such as 0.18.0
    #[arg(long, value_name = "VERSION")]
    pub image_version: Option<ImageTag>,
    /// Allow an environment to take a profile other than its usual one
    #[arg(long)]
    pub confirm_pairing: bool,
    /// Bring the other environment to this program's version too; its settings and image stay
    #[arg(long)]
    pub update_both: bool,
    /// Put a new stack into this VPC; "quilt" is the Quilt stack's [default: a VPC of its own]
    #[arg(long, value_name = "VPC")]
    pub vpc: Option<String>,
    /// Subnets in that VPC, with commas between [default: its private ones]
    #[arg(long, value_name = "SUBNETS", value_delimiter = ',', requires = "vpc")]
    pub subnets: Vec<String>,
    #[command(flatten)]
    pub secret: SecretInput,
}

#[derive(Args)]
pub struct Deploy {
    #[command(flatten)]
    pub chosen: Chosen,
    #[command(flatten)]
    pub waiting: Waiting,
}

#[derive(Args)]
pub struct Promote {
    /// Promote although something speaks against it; --yes alone does not
    #[arg(long)]
    pub anyway: bool,
    #[command(flatten)]
    pub secret: SecretInput,
    #[command(flatten)]
    pub waiting: Waiting,
}

#[derive(Args)]
pub struct Rollback {
    /// dev or prod
    #[arg(long, short, value_enum)]
    pub environment: EnvironmentName,
    /// How many deployments of another image to go back [default: 1]
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub steps: usize,
    /// Go back to this row of the history: the moment it shows with --json, or the first digits of its digest
    #[arg(long, value_name = "ROW", conflicts_with = "steps")]
    pub to: Option<String>,
    #[command(flatten)]
    pub secret: SecretInput,
    #[command(flatten)]
    pub waiting: Waiting,
}

#[derive(Args)]
pub struct Rotate {
    /// dev or prod
    #[arg(long, short, value_enum)]
    pub environment: EnvironmentName,
    #[command(flatten)]
    pub secret: SecretInput,
    /// Keep the client secret out of the keyring
    #[arg(long)]
    pub no_keyring: bool,
    #[command(flatten)]
    pub waiting: Waiting,
}

#[derive(Args)]
pub struct Resume {
    /// Resources to leave as they are, where putting them back failed
    #[arg(long, value_name = "IDS", value_delimiter = ',')]
    pub skip: Vec<String>,
    /// Resources to keep in the account, where deleting them failed
    #[arg(long, value_name = "IDS", value_delimiter = ',')]
    pub keep: Vec<String>,
}

#[derive(Args)]
pub struct Destroy {
    /// dev or prod [default: everything]
    #[arg(long, short, value_enum, required_unless_present = "everything")]
    pub environment: Option<EnvironmentName>,
    /// Both environments and all that they share
    #[arg(long, conflicts_with = "environment")]
    pub everything: bool,
    /// Delete the secrets in Secrets Manager too; they can be restored for thirty days
    #[arg(long)]
    pub secrets: bool,
    /// Delete the logs too, for good
    #[arg(long)]
    pub logs: bool,
    /// Agree beforehand, by the environment's or the stack's name; --yes alone does not
    #[arg(long, value_name = "NAME")]
    pub confirm: Option<String>,
}

#[derive(Args)]
pub struct Logs {
    /// dev or prod
    #[arg(long, short, value_enum, default_value = "prod")]
    pub environment: EnvironmentName,
    /// Keep showing new lines
    #[arg(long, short)]
    pub follow: bool,
    /// How far back, such as 30s, 15m, 2h or 3d
    #[arg(long, value_name = "TIME", value_parser = parse_span)]
    pub since: Option<Duration>,
    /// Only lines with this text
    #[arg(long, value_name = "TEXT")]
    pub filter: Option<String>,
    /// At most that many lines
    #[arg(long, short = 'n', value_name = "N", default_value_t = 100)]
    pub lines: u32,
    /// What comes to the API instead: a line a request
    #[arg(long)]
    pub access: bool,
}

#[derive(Args)]
pub struct Waiting {
    /// Do not wait until the environment answers
    #[arg(long)]
    pub no_wait: bool,
    /// How long to wait until the environment answers
    #[arg(long, value_name = "SECONDS", env = "BENCHLING_WEBHOOK_WAIT_TIMEOUT", default_value_t = 600)]
    pub wait_timeout: u64,
}

#[derive(Args)]
pub struct Test {
    /// dev or prod
    #[arg(long, short, value_enum, required_unless_present = "url")]
    pub environment: Option<EnvironmentName>,
    /// Test this address instead
    #[arg(long, conflicts_with = "environment")]
    pub url: Option<Url>,
}

#[derive(Args)]
pub struct History {
    /// Only this environment [default: both]
    #[arg(long, short, value_enum)]
    pub environment: Option<EnvironmentName>,
    /// Only the newest
    #[arg(long, short = 'n', value_name = "NUMBER")]
    pub limit: Option<usize>,
}

#[derive(Args)]
pub struct Diagnostics {
    /// The file to write [default: benchling-webhook-diagnostics.zip in this folder]
    #[arg(
        long,
        short,
        value_name = "FILE",
        default_value = "benchling-webhook-diagnostics.zip",
        hide_default_value = true
    )]
    pub output: PathBuf,
}

#[derive(Args)]
pub struct Template {
    /// Only what this environment needs, switched on [default: both]
    #[arg(long, short, value_enum)]
    pub environment: Option<EnvironmentName>,
    /// How it is written
    #[arg(long, value_enum, default_value = "json")]
    pub format: FormatName,
}

#[derive(Clone, Copy, ValueEnum)]
pub enum FormatName {
    Json,
    Yaml,
}

impl From<FormatName> for Format {
    fn from(name: FormatName) -> Self {
        match name {
            FormatName::Json => Self::Json,
            FormatName::Yaml => Self::Yaml,
        }
    }
}

#[derive(Clone, Copy, ValueEnum)]
pub enum EnvironmentName {
    Dev,
    Prod,
}

impl From<EnvironmentName> for Environment {
    fn from(name: EnvironmentName) -> Self {
        match name {
            EnvironmentName::Dev => Self::Dev,
            EnvironmentName::Prod => Self::Prod,
        }
    }
}

fn parse_span(text: &str) -> Result<Duration, String> {
    let wrong = || format!("\"{text}\" is no time such as 30s, 15m, 2h or 3d");
    let unit = text.chars().last().ok_or_else(wrong)?;
    let count: u64 = text.trim_end_matches(unit).parse().map_err(|_| wrong())?;
    let seconds = match unit {
        's' => 1,
        'm' => 60,
        'h' => 3600,
        'd' => 86_400,
        _ => return Err(wrong()),
    };
    count.checked_mul(seconds).map(Duration::from_secs).ok_or_else(wrong)
}

fn parse_fault(text: &str) -> Result<Fault, String> {
    Fault::ALL.into_iter().find(|fault| fault.as_str() == text).ok_or_else(|| {
        let known: Vec<&str> = Fault::ALL.into_iter().map(Fault::as_str).collect();
        format!("one of {}", known.join(", "))
    })
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn a_span_of_time_has_a_unit() {
        assert_eq!(super::parse_span("15m"), Ok(std::time::Duration::from_secs(900)));
        for wrong in ["", "m", "15", "1w", "-1s", "99999999999999999999d"] {
            assert!(super::parse_span(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn the_command_line_is_consistent() {
        super::Arguments::command().debug_assert();
    }
}
