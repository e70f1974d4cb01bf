//! What the product asks of AWS, one method a question.
//!
//! Two implementations: [`aws`] is the official SDK, [`rehearsal`] a stateful simulation in this process. The
//! same contract tests run against both. No SDK type appears here, so nothing above this module knows which
//! one answers.

pub mod aws;
pub mod rehearsal;

use std::collections::BTreeMap;
use std::time::Duration;

use async_trait::async_trait;
use ipc::aws::Caller;
use ipc::{BucketName, Digest, ImageRepository, ImageTag, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use url::Url;

use crate::Result;
use crate::secret::Secret;

/// Answers with the address that the question came from. AWS's own.
pub const OWN_ADDRESS_SERVICE: &str = "https://checkip.amazonaws.com/";

#[async_trait]
pub trait Cloud: Send + Sync {
    /// Who am I, and where?
    async fn caller(&self) -> Result<Caller>;

    /// Whether subnets can be placed by the id of their zone (`use1-az1`), which tells zones apart in every account.
    /// AWS can; some implementations know zones by name only.
    fn knows_zone_ids(&self) -> bool {
        true
    }

    /// Every stack of the region that is not deleted, with parameters, outputs and tags.
    async fn stacks(&self) -> Result<Vec<Stack>>;
    /// One stack by name or ARN; `None` where it does not exist.
    async fn stack(&self, name: &str) -> Result<Option<Stack>>;
    /// The template that is deployed, as JSON; `None` where the stack does not exist or has none yet.
    async fn template(&self, stack: &str) -> Result<Option<Value>>;
    async fn resources(&self, stack: &str) -> Result<Vec<StackResource>>;

    /// Creates a change set and waits until CloudFormation has computed it.
    async fn create_change_set(&self, request: &ChangeSetRequest) -> Result<ChangeSet>;
    /// Deletes a change set, and the empty stack that it alone had made (`REVIEW_IN_PROGRESS`).
    async fn delete_change_set(&self, change_set: &ChangeSet) -> Result<()>;
    /// Starts it; `token` makes a repeated call the same call.
    async fn execute_change_set(&self, change_set: &ChangeSet, token: &str) -> Result<()>;
    /// Begins to delete the stack. `keep` names resources that stay in the account, and is taken only where an
    /// earlier deletion failed on them.
    async fn delete_stack(&self, stack: &str, keep: &[String], token: &str) -> Result<()>;
    /// Begins again to put an update back that could not be put back; `skip` names resources that are left as they are.
    async fn continue_rollback(&self, stack: &str, skip: &[String], token: &str) -> Result<()>;
    /// Stops a running update; CloudFormation puts it back.
    async fn cancel_update(&self, stack: &str, token: &str) -> Result<()>;
    /// What is not as the template says, by looking at every resource: up to some minutes. Changes nothing.
    async fn drift(&self, stack: &str) -> Result<Vec<Drifted>>;
    /// Events of the stack, oldest first, strictly after the event with id `after` (all of them for `None`).
    async fn stack_events(&self, stack: &str, after: Option<&str>) -> Result<Vec<StackEvent>>;

    /// How what would be written differs from what Secrets Manager holds.
    async fn secret_state(&self, name: &str, wanted: &Secret) -> Result<SecretState>;
    /// Creates the secret or writes a new version, restoring one that is scheduled for deletion. Gives its ARN.
    /// `version` names the version: another call with the same one and the same value is the same call.
    async fn put_secret(
        &self,
        name: &str,
        value: &Secret,
        version: &str,
        tags: &BTreeMap<String, String>,
    ) -> Result<String>;
    /// Makes the version before `version` the current one again. Nothing, and `false`, where `version` is not the current
    /// one or none was before it.
    async fn put_secret_back(&self, name: &str, version: &str) -> Result<bool>;

    /// In which of the keys of `wanted` Secrets Manager holds something else, and whether it holds the version that was
    /// written as `version`. What is no setting of a profile is compared and not given. `None` where nothing is held.
    async fn compare_secret(
        &self,
        name: &str,
        wanted: &Secret,
        version: &str,
    ) -> Result<Option<SecretComparison>>;
    /// What is known about a secret besides its value; `None` where there is none.
    async fn secret(&self, name: &str) -> Result<Option<SecretFacts>>;
    /// Schedules its deletion; for thirty days it can be restored.
    async fn delete_secret(&self, name: &str) -> Result<()>;

    /// What a tag stands for in the repository; `None` where there is no such tag.
    async fn image(&self, repository: &ImageRepository, tag: &ImageTag) -> Result<Option<Image>>;

    /// The subnets of a VPC, by zone; empty where there is no such VPC.
    async fn subnets(&self, vpc: &str) -> Result<Vec<Subnet>>;

    /// Where a bucket is and what we may do there; `None` where it does not exist. Writes nothing.
    async fn bucket(&self, name: &BucketName) -> Result<Option<Bucket>>;

    /// An ECS service with its deployments; `None` where it does not exist.
    async fn service(&self, cluster: &str, service: &str) -> Result<Option<Service>>;
    /// Tasks of a service, running ones first, then those stopped lately.
    async fn tasks(&self, cluster: &str, service: &str) -> Result<Vec<Task>>;
    async fn target_health(&self, target_group_arn: &str) -> Result<Vec<TargetHealth>>;
    /// The newest lines of a log group that are asked for, oldest first; empty where the group does not exist.
    async fn log_lines(&self, group: &str, query: &LogQuery) -> Result<Vec<LogLine>>;
    /// Deletes a log group with its lines; no error where there is none.
    async fn delete_log_group(&self, group: &str) -> Result<()>;

    /// The account-wide role with which API Gateway writes logs; `None` where none is set.
    async fn api_gateway_log_role(&self) -> Result<Option<String>>;

    /// One HTTP request to an environment's endpoint, as Benchling or a person would make it.
    async fn http(&self, request: HttpRequest) -> HttpAnswer;
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Stack {
    pub name: String,
    pub arn: String,
    /// `CREATE_COMPLETE`, `REVIEW_IN_PROGRESS`, ...
    pub state: String,
    pub state_reason: Option<String>,
    pub parameters: BTreeMap<String, String>,
    pub outputs: BTreeMap<String, String>,
    pub tags: BTreeMap<String, String>,
    pub created_at: Option<Timestamp>,
    pub updated_at: Option<Timestamp>,
    /// Termination protection: it can't be deleted.
    #[serde(default)]
    pub protected: bool,
}

impl Stack {
    pub fn is_busy(&self) -> bool {
        self.state.ends_with("_IN_PROGRESS") && self.state != "REVIEW_IN_PROGRESS"
    }
    /// It exists in name only: a change set for its creation was made and not executed.
    pub fn is_empty(&self) -> bool {
        self.state == "REVIEW_IN_PROGRESS"
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StackResource {
    pub logical_id: String,
    pub physical_id: Option<String>,
    pub resource_type: String,
    pub status: String,
}

#[derive(Clone, Debug, PartialEq)]
pub struct ChangeSetRequest {
    pub stack: String,
    pub name: String,
    /// Create where the stack does not exist or is empty, update otherwise.
    pub create: bool,
    /// The template as JSON or YAML text, at most 51,200 bytes.
    pub template: String,
    pub parameters: BTreeMap<String, Parameter>,
    pub tags: BTreeMap<String, String>,
    pub token: String,
}

impl ChangeSetRequest {
    /// The parameters that are given a value.
    pub fn values(&self) -> BTreeMap<String, String> {
        let value = |parameter: &Parameter| match parameter {
            Parameter::Value(value) => Some(value.clone()),
            Parameter::Previous => None,
        };
        self.parameters
            .iter()
            .filter_map(|(name, parameter)| Some((name.clone(), value(parameter)?)))
            .collect()
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Parameter {
    Value(String),
    /// Keep what the stack has.
    Previous,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ChangeSet {
    pub id: String,
    pub name: String,
    pub stack: String,
    /// The stack did not exist before this change set.
    pub created_stack: bool,
    /// Empty where CloudFormation found nothing to change.
    pub changes: Vec<ResourceChange>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ResourceChange {
    pub logical_id: String,
    pub physical_id: Option<String>,
    pub resource_type: String,
    pub action: ResourceAction,
    pub replacement: Replacement,
    /// The properties that change, as CloudFormation names them. Empty on a Modify is no evidence of a change:
    /// AWS always gives details, some stand-ins list every resource without.
    pub details: Vec<String>,
    /// Those of them that ask for another resource in its place, for sure or perhaps.
    #[serde(default)]
    pub recreated_by: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ResourceAction {
    Add,
    Modify,
    Remove,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Replacement {
    No,
    Conditional,
    Yes,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StackEvent {
    pub id: String,
    pub at: Timestamp,
    pub logical_id: String,
    pub physical_id: Option<String>,
    pub resource_type: String,
    pub status: String,
    pub reason: Option<String>,
    /// The token of the operation that it belongs to.
    pub token: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SecretState {
    Missing,
    ScheduledForDeletion,
    Same,
    Different,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SecretComparison {
    /// It holds the version that was asked about.
    pub is_version: bool,
    /// The keys that differ, with what is held; none where nothing is, or what may not be shown.
    pub differing: BTreeMap<String, Option<String>>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SecretFacts {
    /// When its present version was written.
    pub written_at: Option<Timestamp>,
    /// When it will be gone, where it is scheduled for deletion.
    pub deleted_at: Option<Timestamp>,
}

/// A resource that somebody changed behind the stack's back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drifted {
    pub logical_id: String,
    pub resource_type: String,
    /// The properties that differ; none where the resource is gone.
    pub properties: Vec<String>,
    pub gone: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Image {
    pub digest: Digest,
    /// `BUILD_VERSION` out of the image's config, where the config could be read and has it.
    pub build_version: Option<String>,
}

/// An S3 bucket as these credentials find it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bucket {
    pub region: String,
    /// Whether its objects can be listed, or why not.
    pub read: Result<()>,
    /// Whether an object could be written, or why not.
    pub write: Result<()>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subnet {
    pub id: String,
    /// By its name in this account: `us-east-1a`.
    pub zone: String,
    /// By its name in every account: `use1-az1`, where it is known.
    pub zone_id: Option<String>,
    pub way_out: WayOut,
}

/// Where a subnet's default route leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WayOut {
    /// A NAT gateway: the subnet is private.
    Nat,
    /// The internet at large: the subnet is public.
    InternetGateway,
    /// A transit gateway, an appliance: an exit of the company's own, with its id.
    Other(String),
    None,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Service {
    pub arn: String,
    pub desired: u32,
    pub running: u32,
    pub pending: u32,
    pub target_groups: Vec<String>,
    pub deployments: Vec<ServiceDeployment>,
    /// What ECS said lately, newest first.
    pub messages: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServiceDeployment {
    pub id: String,
    /// The deployment that is, or is becoming, the service.
    pub primary: bool,
    pub rollout: Rollout,
    pub rollout_reason: Option<String>,
    pub task_definition: String,
    pub desired: u32,
    pub running: u32,
    pub failed: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rollout {
    InProgress,
    Completed,
    Failed,
    /// The answer did not say.
    Unknown,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Task {
    pub arn: String,
    pub task_definition: String,
    pub running: bool,
    pub stopped_reason: Option<String>,
    pub exit_code: Option<i32>,
    pub started_at: Option<Timestamp>,
    /// Of the web server's container.
    pub image_digest: Option<Digest>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TargetHealth {
    pub id: String,
    /// `healthy`, `initial`, `unhealthy`, `draining`, ...
    pub state: String,
    pub reason: Option<String>,
}

/// Which lines of a log group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogQuery {
    /// At most that many, the newest.
    pub limit: u32,
    /// None reaches back thirty days.
    pub since: Option<Timestamp>,
    /// Only lines with this text in them, as it is written.
    pub with: Option<String>,
}

impl LogQuery {
    pub fn newest(limit: u32) -> Self {
        Self { limit, since: None, with: None }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogLine {
    pub at: Timestamp,
    pub stream: String,
    pub text: String,
}

#[derive(Clone, Debug, PartialEq)]
pub struct HttpRequest {
    pub method: HttpMethod,
    pub url: Url,
    /// JSON text of a post.
    pub body: Option<String>,
    pub timeout: Duration,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HttpMethod {
    Get,
    Post,
}

/// The permission that AWS says is missing, `iam:CreateRole`, where its message names one.
pub(crate) fn refused_action(message: &str) -> Option<&str> {
    message
        .split_once("not authorized to perform: ")
        .and_then(|(_, rest)| rest.split_whitespace().next())
        .map(|action| action.trim_end_matches([',', '.']))
        .filter(|action| action.contains(':'))
}

/// What came back, or why nothing did: a refusal and a dead line are both answers here.
#[derive(Clone, Debug, PartialEq)]
pub enum HttpAnswer {
    Answered { status: u16, body: String, took: Duration },
    Unreachable { reason: String },
}
