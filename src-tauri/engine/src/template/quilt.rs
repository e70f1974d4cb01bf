//! What the webhook needs of the Quilt stack, read from that stack's outputs and resources.

use std::collections::BTreeMap;

use ipc::StackArn;

use crate::cloud::StackResource;
use crate::contract::{DATABASE_OUTPUT, QUEUE_ARN_OUTPUT, QUEUE_URL_OUTPUT, WEB_HOST_OUTPUTS};

/// Athena's workgroup in every account, for a Quilt stack without one of its own.
const USUAL_WORKGROUP: &str = "primary";

/// The services of one Quilt stack.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuiltServices {
    pub stack_arn: StackArn,
    /// The catalog's host, without scheme.
    pub web_host: String,
    pub athena_database: String,
    pub athena_workgroup: String,
    /// The Quilt stack's own policy for those who query it, where it has one.
    pub athena_policy_arn: Option<String>,
    pub packager_queue_url: String,
    pub packager_queue_arn: String,
}

impl QuiltServices {
    /// Fails with the names of the outputs that are missing or can't be read; alternatives are joined by "or".
    pub fn from_outputs(arn: &StackArn, outputs: &BTreeMap<String, String>) -> Result<Self, Vec<String>> {
        let output =
            |name: &str| outputs.get(name).map(|value| value.trim()).filter(|value| !value.is_empty());
        let web_host = WEB_HOST_OUTPUTS.into_iter().find_map(output).map(bare_host);
        let database = output(DATABASE_OUTPUT);
        let queue = output(QUEUE_URL_OUTPUT)
            .and_then(|url| Some((url.to_owned(), queue_arn(arn, url)?)))
            .or_else(|| output(QUEUE_ARN_OUTPUT).and_then(|arn| Some((queue_url(arn)?, arn.to_owned()))));
        match (web_host, database, queue) {
            (Some(web_host), Some(database), Some((url, queue_arn))) => Ok(Self {
                stack_arn: arn.clone(),
                web_host,
                athena_database: database.to_owned(),
                athena_workgroup: USUAL_WORKGROUP.to_owned(),
                athena_policy_arn: None,
                packager_queue_url: url,
                // What the stack says itself is better than what we derive.
                packager_queue_arn: output(QUEUE_ARN_OUTPUT).map_or(queue_arn, str::to_owned),
            }),
            (web_host, database, queue) => Err([
                (web_host.is_none(), WEB_HOST_OUTPUTS.join(" or ")),
                (database.is_none(), DATABASE_OUTPUT.to_owned()),
                (queue.is_none(), [QUEUE_URL_OUTPUT, QUEUE_ARN_OUTPUT].join(" or ")),
            ]
            .into_iter()
            .filter_map(|(missing, name)| missing.then_some(name))
            .collect()),
        }
    }

    /// The same with the stack's own workgroup and policy for Athena, where newer Quilt stacks have them.
    #[must_use]
    pub fn with_resources(mut self, resources: &[StackResource]) -> Self {
        let physical = |logical: &str| {
            let resource = resources.iter().find(|resource| resource.logical_id == logical)?;
            resource.physical_id.clone().filter(|id| !id.is_empty())
        };
        if let Some(workgroup) = physical("BenchlingAthenaWorkgroup") {
            self.athena_workgroup = workgroup;
        }
        self.athena_policy_arn =
            physical("UserAthenaNonManagedRolePolicy").filter(|id| id.starts_with("arn:"));
        self
    }

    pub fn region(&self) -> &str {
        self.stack_arn.region()
    }
}

fn bare_host(address: &str) -> String {
    let host = address.split_once("://").map_or(address, |(_, rest)| rest);
    host.split('/').next().unwrap_or(host).to_owned()
}

/// `https://sqs.us-east-1.amazonaws.com/123456789012/name` as an ARN, in the Quilt stack's own region.
fn queue_arn(stack: &StackArn, url: &str) -> Option<String> {
    let mut parts = url.rsplit('/');
    let (name, account) = (parts.next()?, parts.next()?);
    let good = !name.is_empty() && account.len() == 12 && account.chars().all(|c| c.is_ascii_digit());
    good.then(|| format!("arn:{}:sqs:{}:{account}:{name}", stack.partition(), stack.region()))
}

fn queue_url(arn: &str) -> Option<String> {
    let parts: Vec<&str> = arn.split(':').collect();
    match parts[..] {
        ["arn", partition, "sqs", region, account, name] if !name.is_empty() => {
            let suffix = if partition == "aws-cn" { "amazonaws.com.cn" } else { "amazonaws.com" };
            Some(format!("https://sqs.{region}.{suffix}/{account}/{name}"))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stack() -> StackArn {
        "arn:aws:cloudformation:us-east-1:123456789012:stack/quilt/abc".parse().unwrap()
    }

    fn outputs(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
        pairs.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect()
    }

    #[test]
    fn the_queue_is_known_by_its_url_or_its_arn() {
        let url = "https://sqs.us-east-1.amazonaws.com/123456789012/packager";
        let arn = "arn:aws:sqs:us-east-1:123456789012:packager";
        for (name, value) in [("PackagerQueueUrl", url), ("PackagerQueueArn", arn)] {
            let outputs = outputs(&[
                ("QuiltWebHost", "https://quilt.example.com/"),
                ("UserAthenaDatabaseName", "db"),
                (name, value),
            ]);
            let found = QuiltServices::from_outputs(&stack(), &outputs).unwrap();
            assert_eq!((found.packager_queue_url.as_str(), found.packager_queue_arn.as_str()), (url, arn));
            assert_eq!(found.web_host, "quilt.example.com");
            assert_eq!(found.athena_workgroup, "primary");
        }
    }

    #[test]
    fn everything_that_is_missing_is_named_at_once() {
        let outputs = outputs(&[("CatalogDomain", " "), ("PackagerQueueUrl", "nonsense")]);
        assert_eq!(
            QuiltServices::from_outputs(&stack(), &outputs),
            Err(vec![
                "QuiltWebHost or Catalog or CatalogDomain".to_owned(),
                "UserAthenaDatabaseName".to_owned(),
                "PackagerQueueUrl or PackagerQueueArn".to_owned(),
            ])
        );
    }

    #[test]
    fn a_newer_quilt_stack_brings_its_own_workgroup_and_policy() {
        let outputs = outputs(&[
            ("Catalog", "quilt.example.com"),
            ("UserAthenaDatabaseName", "db"),
            ("PackagerQueueArn", "arn:aws:sqs:us-east-1:123456789012:packager"),
        ]);
        let resource = |logical: &str, physical: &str| StackResource {
            logical_id: logical.into(),
            physical_id: Some(physical.into()),
            resource_type: String::new(),
            status: "CREATE_COMPLETE".into(),
        };
        let found = QuiltServices::from_outputs(&stack(), &outputs).unwrap().with_resources(&[
            resource("BenchlingAthenaWorkgroup", "quilt-benchling"),
            resource("UserAthenaNonManagedRolePolicy", "arn:aws:iam::123456789012:policy/athena"),
        ]);
        assert_eq!(found.athena_workgroup, "quilt-benchling");
        assert_eq!(found.athena_policy_arn.as_deref(), Some("arn:aws:iam::123456789012:policy/athena"));
    }
}
