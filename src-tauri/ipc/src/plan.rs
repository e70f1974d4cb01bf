//! What a deployment would do, computed from the change set that would be executed.

use serde::{Deserialize, Serialize};

use crate::status::{DeployRecord, Deployed, Operation};
use crate::{Digest, Environment, ImageTag, InvalidName, ProfileName, StackArn};

/// What to deploy: one environment, or both at once in one change set.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DeployRequest {
    pub targets: Vec<Target>,
    /// Wait until the environment answers, after the stack is done.
    #[serde(default = "yes")]
    pub wait: bool,
    /// A pairing of profile and environment other than the usual one has been confirmed.
    #[serde(default)]
    pub pairing_confirmed: bool,
    /// The other environment may be brought to this program's version too; its settings and its image stay.
    #[serde(default)]
    pub update_both: bool,
    /// Where a new stack is put. One that exists stays where it is.
    #[serde(default)]
    pub network: NetworkChoice,
    /// What the history calls it.
    #[serde(default)]
    pub operation: Operation,
    /// The secret gets a new version even where its content stays, so that new containers read it.
    #[serde(default)]
    pub restart: bool,
}

impl DeployRequest {
    /// Wait for answers, confirm nothing, in a network of its own.
    pub fn new(targets: Vec<Target>) -> Self {
        Self {
            targets,
            wait: true,
            pairing_confirmed: false,
            update_both: false,
            network: NetworkChoice::default(),
            operation: Operation::default(),
            restart: false,
        }
    }

    /// This very image for an environment, under the profile that it had there, else under the usual one.
    pub fn of_image(
        environment: Environment,
        profile: Option<&ProfileName>,
        image_tag: &ImageTag,
        digest: Option<&Digest>,
        operation: Operation,
    ) -> Self {
        let usual = ProfileName::usual_for(environment);
        let profile = profile.unwrap_or(&usual);
        let target = Target {
            image_tag: Some(image_tag.clone()),
            digest: digest.cloned(),
            ..Target::new(environment, profile.clone())
        };
        // It was confirmed when it came there.
        Self { pairing_confirmed: *profile != usual, operation, ..Self::new(vec![target]) }
    }

    /// Back to a row of the history.
    pub fn back_to(row: &DeployRecord) -> Self {
        let profile = row.profile.as_ref();
        Self::of_image(row.stage, profile, &row.image_tag, row.digest.as_ref(), Operation::Rollback)
    }

    /// What runs, with a new client secret.
    pub fn with_new_secret(environment: Environment, running: &Deployed) -> Self {
        let (profile, digest) = (running.profile.as_ref(), running.digest.as_ref());
        Self::of_image(environment, profile, &running.image_tag, digest, Operation::RotateSecret)
    }

    /// What runs, with what the profile and Secrets Manager have now.
    pub fn again(environment: Environment, running: &Deployed) -> Self {
        let (profile, digest) = (running.profile.as_ref(), running.digest.as_ref());
        let request = Self::of_image(environment, profile, &running.image_tag, digest, Operation::Deploy);
        Self { restart: true, ..request }
    }

    /// A person's answer to which version the image is.
    pub fn say_version(&mut self, version: ImageTag) {
        for target in &mut self.targets {
            target.image_version = Some(version.clone());
        }
    }
}

/// What is to go.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RemoveRequest {
    /// None removes everything.
    pub environment: Option<Environment>,
    /// Also what Secrets Manager keeps; it can be restored for thirty days.
    #[serde(default)]
    pub secrets: bool,
    /// Also the logs, for good.
    #[serde(default)]
    pub logs: bool,
}

/// How a stack that is stuck is got going again.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RepairRequest {
    /// Resources that stay in the account where deleting them fails.
    #[serde(default)]
    pub keep: Vec<String>,
    /// Resources that are left as they are where putting them back fails.
    #[serde(default)]
    pub skip: Vec<String>,
}

/// Asks where a stack is, or would be put.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct NetworkQuery {
    pub choice: NetworkChoice,
    pub quilt_stack_arn: StackArn,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct NetworkFound {
    /// The stack exists and stays where it is, whatever was chosen.
    pub fixed: bool,
    /// "a network of its own", "vpc-1 with 2 private subnets".
    pub words: String,
}

/// The network of a new stack.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", tag = "kind")]
pub enum NetworkChoice {
    /// A VPC of its own with one NAT gateway.
    #[default]
    New,
    /// The VPC that the Quilt stack runs in.
    Quilt,
    /// A VPC that exists; the subnets are found where none are named.
    Existing { vpc: String, subnets: Vec<String> },
}

impl NetworkChoice {
    /// A VPC by its id, and subnets with commas or spaces between, none to have them found.
    pub fn existing(vpc: &str, subnets: &str) -> Result<Self, InvalidName> {
        let id = |text: &str, kind: &str| {
            text.strip_prefix(kind).is_some_and(|rest| {
                !rest.is_empty() && rest.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit())
            })
        };
        let vpc = vpc.trim();
        if !id(vpc, "vpc-") {
            return Err(InvalidName("A VPC's id looks like vpc-0123456789abcdef0.".into()));
        }
        let subnets: Vec<String> = subnets
            .split(|c: char| c == ',' || c.is_whitespace())
            .filter(|subnet| !subnet.is_empty())
            .map(str::to_owned)
            .collect();
        if let Some(wrong) = subnets.iter().find(|subnet| !id(subnet, "subnet-")) {
            return Err(InvalidName(format!(
                "\"{wrong}\" is no subnet's id, which looks like subnet-0123456789abcdef0."
            )));
        }
        Ok(Self::Existing { vpc: vpc.to_owned(), subnets })
    }
}

fn yes() -> bool {
    true
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Target {
    pub environment: Environment,
    pub profile: ProfileName,
    /// None takes the profile's.
    pub image_tag: Option<ImageTag>,
    /// Set by a promotion: deploy exactly this, whatever the tag points at now.
    pub digest: Option<Digest>,
    /// What a person says the image's version is, where neither the image nor its tag tells.
    #[serde(default)]
    pub image_version: Option<ImageTag>,
}

impl Target {
    /// The profile's own image.
    pub fn new(environment: Environment, profile: ProfileName) -> Self {
        Self { environment, profile, image_tag: None, digest: None, image_version: None }
    }
}

/// Which part of the stack a resource belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Group {
    Shared,
    Dev,
    Prod,
}

impl From<Environment> for Group {
    fn from(environment: Environment) -> Self {
        match environment {
            Environment::Dev => Self::Dev,
            Environment::Prod => Self::Prod,
        }
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Plan {
    /// Names this plan to the host that made it.
    pub id: String,
    pub kind: PlanKind,
    pub stack: String,
    pub account: String,
    pub region: String,
    /// The plan as a letter: what will be made or changed, in full sentences.
    pub summary: Vec<String>,
    /// What deserves a second look before agreeing.
    pub warnings: Vec<String>,
    pub targets: Vec<PlannedTarget>,
    /// The environments that go.
    #[serde(default)]
    pub removes: Vec<Environment>,
    /// Logical ids of what could not be put back or deleted the last time, and can be passed over.
    #[serde(default)]
    pub stuck: Vec<String>,
    pub changes: Vec<Change>,
    pub parameters: Vec<ParameterChange>,
    pub secrets: Vec<SecretChange>,
    pub cost: Cost,
    /// What is kept where, in words.
    pub stored: Vec<String>,
    /// What can be taken back, and what can't, in full sentences.
    #[serde(default)]
    pub undo: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PlanKind {
    Create,
    Update,
    /// An environment, or all of it, goes.
    Remove,
    /// A stack that is stuck is got going again, or one that is busy is followed.
    Repair,
    NothingToChange,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PlannedTarget {
    pub environment: Environment,
    pub profile: ProfileName,
    pub image_tag: ImageTag,
    pub digest: Digest,
    pub version: Option<String>,
    /// What runs there now, when anything does.
    pub running: Option<ImageTag>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Change {
    pub logical_id: String,
    pub resource_type: String,
    /// "Load balancer", "Dev: service".
    pub name: String,
    pub group: Group,
    pub action: ChangeAction,
    /// Why it can't be changed in place, where it can't.
    #[serde(default)]
    pub cause: Option<String>,
    /// What it means, where it matters: traffic stops, data goes.
    pub consequence: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChangeAction {
    Add,
    Modify,
    /// CloudFormation can't say before it runs whether this is in place.
    MaybeReplace,
    Replace,
    Remove,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ParameterChange {
    pub name: String,
    pub before: Option<String>,
    pub after: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SecretChange {
    /// Its name in Secrets Manager.
    pub name: String,
    pub action: SecretAction,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SecretAction {
    Create,
    NewVersion,
    /// It was scheduled for deletion: restored, then a new version.
    Restore,
    Unchanged,
}

/// US dollars a month, from and to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Cost {
    pub lines: Vec<CostLine>,
    /// In full sentences: what the second environment adds, whose prices these are.
    #[serde(default)]
    pub notes: Vec<String>,
    /// What the stack costs before this plan; none for a new stack.
    pub before: Option<(u32, u32)>,
}

impl Cost {
    pub fn total(&self) -> (u32, u32) {
        self.lines.iter().fold((0, 0), |sum, line| (sum.0 + line.from, sum.1 + line.to))
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CostLine {
    pub what: String,
    pub from: u32,
    pub to: u32,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_existing_network_is_named_by_ids() {
        let (vpc, subnets) = ("vpc-0a1".to_owned(), vec!["subnet-1".to_owned(), "subnet-2".into()]);
        let found = NetworkChoice::existing(" vpc-0a1 ", "subnet-1, subnet-2");
        assert_eq!(found, Ok(NetworkChoice::Existing { vpc, subnets }));
        assert!(NetworkChoice::existing("vpc-0a1", "").is_ok());
        for (vpc, subnets) in [("my-vpc", ""), ("vpc-", ""), ("vpc-0a1", "subnet-1,eni-2")] {
            assert!(NetworkChoice::existing(vpc, subnets).is_err(), "{vpc} {subnets}");
        }
    }
}
