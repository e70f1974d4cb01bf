//! From what a deployment wants to the template's parameters.

use std::collections::BTreeMap;
use std::fmt;

use ipc::size::{gigabytes, vcpu};
use ipc::{
    AllowList, BucketName, Digest, Environment, ImageRepository, ImageTag, LogLevel, Profile, ProfileName,
    TaskCount, TaskSize,
};

use super::{QuiltServices, network};
use crate::contract::Contract;

/// How much one environment may use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    pub task: TaskSize,
    pub tasks: TaskCount,
}

impl Size {
    pub fn usual(environment: Environment) -> Self {
        Self { task: TaskSize::usual(environment), tasks: TaskCount::usual(environment) }
    }

    /// What a profile says, and the rest as usual.
    pub fn of(profile: &Profile, environment: Environment) -> Self {
        let usual = Self::usual(environment);
        Self {
            task: profile.task_size.unwrap_or(usual.task),
            tasks: profile.task_count.unwrap_or(usual.tasks),
        }
    }

    /// `2 to 10 tasks of 1 vCPU and 2 GB`
    pub fn in_words(self) -> String {
        let (cpu, memory) = (vcpu(self.task.cpu()), gigabytes(self.task.memory()));
        format!("{} of {cpu} and {memory}", self.tasks.in_words())
    }
}

/// Where the stack lives. Chosen when the stack is made: another choice later would replace what stands in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Network {
    /// A VPC of its own in two zones, with one NAT gateway.
    New {
        /// The zones by their ids; none takes the region's first two by name.
        zone_ids: Option<[String; 2]>,
    },
    Existing {
        vpc: String,
        /// Two or more, in different zones.
        subnets: Vec<String>,
        /// They reach the internet by public addresses, not by a NAT gateway.
        public: bool,
    },
}

impl Default for Network {
    fn default() -> Self {
        Self::New { zone_ids: None }
    }
}

impl fmt::Display for Network {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::New { .. } => f.write_str("a network of its own"),
            Self::Existing { vpc, subnets, public } => {
                let kind = if *public { "public" } else { "private" };
                write!(f, "{vpc} with {} {kind} subnets", subnets.len())
            }
        }
    }
}

impl Network {
    /// A new VPC that suits the region. API Gateway's VPC links can't use the zone use1-az3, and each account
    /// has its own letters for the zones of us-east-1, so there the zones are named by their ids.
    /// <https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-vpc-links-v2.html>
    pub fn new_in(region: &str) -> Self {
        match region {
            "us-east-1" => Self::New { zone_ids: Some(["use1-az1".into(), "use1-az2".into()]) },
            _ => Self::default(),
        }
    }
}

/// Everything that varies about one environment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EnvironmentSettings {
    pub environment: Environment,
    pub profile: ProfileName,
    pub repository: ImageRepository,
    pub digest: Digest,
    pub image_tag: ImageTag,
    pub contract: Contract,
    pub secret_name: String,
    pub quilt: QuiltServices,
    pub bucket: BucketName,
    pub log_level: LogLevel,
    /// Refuse webhooks whose signature does not fit.
    pub verification: bool,
    pub allow_list: AllowList,
    pub size: Size,
}

/// The values of the parameters that belong to no environment, for a new stack. An update keeps the previous
/// ones: the network can't be exchanged beneath what runs, and once the stack has set the log role, the account
/// has one.
///
/// `set_log_role`: the account has no role with which API Gateway may write logs, so the stack brings one.
pub fn shared_parameters(place: &Network, set_log_role: bool) -> BTreeMap<String, String> {
    let mut all: BTreeMap<String, String> =
        [("SetApiGatewayLogRole".to_owned(), set_log_role.to_string())].into();
    let mut set = |name: &str, value: String| all.insert(name.to_owned(), value);
    match place {
        Network::New { zone_ids } => {
            for (name, id) in network::ZONE_IDS.iter().zip(zone_ids.iter().flatten()) {
                set(name, id.clone());
            }
        }
        Network::Existing { vpc, subnets, public } => {
            set("VpcId", vpc.clone());
            set("PrivateSubnetIds", subnets.join(","));
            set("AssignPublicIp", if *public { "ENABLED" } else { "DISABLED" }.to_owned());
        }
    }
    all
}

/// The values of one environment's parameters; `running` are the stack's present ones, empty for a new stack.
///
/// They are needed since an access list reaches a stage only with a new snapshot of the API: where the list
/// changes, so does the parameter that chooses the snapshot.
pub fn parameters(
    settings: &EnvironmentSettings,
    running: &BTreeMap<String, String>,
) -> BTreeMap<String, String> {
    let title = settings.environment.title();
    let (quilt, size, repository) = (&settings.quilt, settings.size, &settings.repository);
    let allow_list = settings.allow_list.to_string();
    [
        ("Enabled", "true".into()),
        ("Profile", settings.profile.to_string()),
        ("Image", format!("{repository}@{}", settings.digest)),
        ("ImageTag", settings.image_tag.to_string()),
        ("ImageRepositoryArn", repository_arn(quilt.stack_arn.partition(), repository)),
        ("Port", settings.contract.port.to_string()),
        ("Sidecars", settings.contract.sidecars.to_string()),
        ("SecretName", settings.secret_name.clone()),
        ("QuiltStackArn", quilt.stack_arn.to_string()),
        ("QuiltWebHost", quilt.web_host.clone()),
        ("AthenaDatabase", quilt.athena_database.clone()),
        ("AthenaWorkgroup", quilt.athena_workgroup.clone()),
        ("AthenaPolicyArn", quilt.athena_policy_arn.clone().unwrap_or_default()),
        ("PackagerQueueUrl", quilt.packager_queue_url.clone()),
        ("PackagerQueueArn", quilt.packager_queue_arn.clone()),
        ("Bucket", settings.bucket.to_string()),
        ("LogLevel", settings.log_level.to_string()),
        ("Verification", settings.verification.to_string()),
        ("Snapshot", snapshot(title, &allow_list, running).into()),
        ("AllowList", allow_list),
        ("Cpu", size.task.cpu().to_string()),
        ("Memory", size.task.memory().to_string()),
        ("MinTasks", size.tasks.min().to_string()),
        ("MaxTasks", size.tasks.max().to_string()),
    ]
    .map(|(name, value)| (format!("{title}{name}"), value))
    .into()
}

fn snapshot(title: &str, allow_list: &str, running: &BTreeMap<String, String>) -> &'static str {
    let is = |name: &str, value: &str| running.get(&format!("{title}{name}")).is_some_and(|v| v == value);
    let unchanged = is("AllowList", allow_list) || !is("Enabled", "true");
    if unchanged == is("Snapshot", "B") { "B" } else { "A" }
}

fn repository_arn(partition: &str, repository: &ImageRepository) -> String {
    let (region, account) = (repository.region(), repository.registry_account());
    format!("arn:{partition}:ecr:{region}:{account}:repository/{}", repository.path())
}
