//! A profile: what one Benchling app's webhook needs to know, without its secret.

use serde::{Deserialize, Serialize};

use crate::{
    AppDefinitionId, BucketName, Environment, ImageRepository, ImageTag, LogLevel, Problem, ProfileName,
    StackArn, TaskCount, TaskSize, Tenant,
};

/// The flat layout of `<name>.json`. The client secret is not part of it: it lives in the OS keyring, and the
/// copy that the container reads in Secrets Manager.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Profile {
    pub profile: ProfileName,
    pub benchling_tenant: Tenant,
    pub benchling_app_definition_id: AppDefinitionId,
    pub benchling_client_id: String,
    pub quilt_stack_arn: StackArn,
    pub benchling_pkg_bucket: BucketName,
    #[serde(default = "default_prefix")]
    pub pkg_prefix: String,
    #[serde(default = "default_key")]
    pub pkg_key: String,
    #[serde(default)]
    pub log_level: LogLevel,
    #[serde(default = "default_tag")]
    pub image_tag: ImageTag,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub image_repository: Option<ImageRepository>,
    /// Addresses that may call the webhook, comma separated CIDRs; empty means open (webhooks are signed).
    #[serde(default)]
    pub webhook_allow_list: String,
    #[serde(default = "yes", deserialize_with = "bool_or_text")]
    pub enable_webhook_verification: bool,
    /// The AWS profile of the shared config files to use; none follows the ordinary chain.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub aws_profile: Option<String>,
    /// CPU and memory of each task, `1024/2048`; none takes what its environment usually has.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub task_size: Option<TaskSize>,
    /// Fewest and most tasks, `2-10`; none takes what its environment usually has.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub task_count: Option<TaskCount>,
}

impl Profile {
    /// The name of its secret in Secrets Manager: `quiltdata/benchling-webhook/<profile>/<tenant>`.
    pub fn secret_name(&self) -> String {
        secret_name(&self.profile, &self.benchling_tenant)
    }

    pub fn repository(&self) -> ImageRepository {
        self.image_repository.clone().unwrap_or_default()
    }
}

/// The name of a profile's secret in Secrets Manager.
pub fn secret_name(profile: &ProfileName, tenant: &Tenant) -> String {
    let clean = |part: &str| -> String {
        part.chars()
            .map(|c| if c.is_ascii_alphanumeric() || c == '-' || c == '_' { c } else { '-' })
            .collect()
    };
    format!("quiltdata/benchling-webhook/{}/{}", clean(profile.as_str()), clean(tenant.as_str()))
}

/// Older tools wrote every value as a string.
fn bool_or_text<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<bool, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Either {
        Bool(bool),
        Text(String),
    }
    match Either::deserialize(deserializer)? {
        Either::Bool(value) => Ok(value),
        Either::Text(text) => match text.to_ascii_lowercase().as_str() {
            "true" => Ok(true),
            "false" => Ok(false),
            _ => Err(serde::de::Error::custom("expected true or false")),
        },
    }
}

fn yes() -> bool {
    true
}
fn default_prefix() -> String {
    "benchling".into()
}
fn default_key() -> String {
    "experiment_id".into()
}
fn default_tag() -> ImageTag {
    "latest".parse().unwrap_or_else(|_| unreachable!("latest is a valid tag"))
}

/// A row in the list of profiles: what is in the file, or why it can't be read.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ProfileEntry {
    pub name: ProfileName,
    /// The file, as a person would look for it.
    pub path: String,
    pub content: Result<Profile, Problem>,
    /// The environments that were deployed from it last, by the local record.
    #[serde(default)]
    pub deployed: Vec<Environment>,
}

/// A profile that is to go. Its file's content is kept aside, without what sounds like a secret.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ProfileRemoval {
    pub profile: ProfileName,
    /// Its name again, typed by a person.
    pub typed: String,
    /// Leave the client secret in the keyring.
    pub keep_secret: bool,
}

/// Where the client secret of a profile is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SecretPlace {
    /// The OS keyring, service `benchling-webhook`.
    Keyring,
    /// This program's memory, gone when it ends.
    Session,
}

/// One thing that keeps a profile's file from being read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ProfileFault {
    /// Where it is, `benchlingTenant`; none where the file as a whole can't be read.
    pub key: Option<String>,
    /// What is wrong, and what would be right.
    pub why: String,
}

/// How a broken profile could be repaired.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RepairPlan {
    pub profile: ProfileName,
    pub path: String,
    pub faults: Vec<ProfileFault>,
    /// What we can mend without asking.
    pub mended: Vec<Mend>,
    /// What only a person knows.
    pub open: Vec<ProfileFault>,
}

/// A value that takes a wrong one's place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Mend {
    /// None where it is the form of the file, or all of its content.
    pub key: Option<String>,
    pub value: Option<String>,
    pub how: MendedBy,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MendedBy {
    /// Comments and stray commas are left out.
    Reading,
    /// The backup of the content before the last change has it.
    Backup,
    /// The setting has a usual value.
    Usual,
    /// A person gave it.
    Given,
}

/// A setting that two profiles, or two files, don't have in common.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ProfileDifference {
    /// The path of the key, `deployment.vpc.vpcId`.
    pub key: String,
    pub left: Option<String>,
    pub right: Option<String>,
}

/// What a new name for a profile changes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Renamed {
    /// The client secret was moved to an entry of the new name.
    pub secret_moved: bool,
    /// Environments that run with the old profile's secret until their next deployment.
    pub deployed: Vec<Environment>,
}
