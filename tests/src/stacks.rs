//! Stacks that a test makes behind the product's back: older ones, and our own without its engine.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};
use engine::cloud::{ChangeSetRequest, Cloud, Parameter, Stack};
use engine::contract::Contract;
use engine::template::{self, EnvironmentSettings, Parameters, QuiltServices, Size};
use ipc::{Environment, ImageRepository, LogLevel, ProfileName};
use serde_json::{Value, json};

use crate::networks::ExistingNetwork;
use crate::standins::StandIn;

/// Creates the stack or updates it, and waits for the end.
pub async fn deploy(aws: &dyn Cloud, name: &str, template: &Value, given: Parameters) -> Result<Stack> {
    let exists = aws.stack(name).await?.is_some();
    let parameters: BTreeMap<String, Parameter> =
        given.into_iter().map(|(name, value)| (name, Parameter::Value(value))).collect();
    static RUN: AtomicU32 = AtomicU32::new(0);
    let token = format!("test-{}", RUN.fetch_add(1, Ordering::Relaxed));
    let request = ChangeSetRequest {
        stack: name.into(),
        name: token.clone(),
        create: !exists,
        template: template::compact(template),
        parameters,
        tags: template::stack_tags(),
        token: token.clone(),
    };
    let change_set = aws.create_change_set(&request).await?;
    aws.execute_change_set(&change_set, &token).await?;
    let stack = aws.stack(name).await?.context("the stack was just deployed")?;
    if !stack.state.ends_with("_COMPLETE") || stack.state.contains("ROLLBACK") {
        bail!(
            "{name} is {}: {:?}; {:?}",
            stack.state,
            stack.state_reason,
            aws.stack_events(name, None).await?
        );
    }
    Ok(stack)
}

pub async fn delete(stand_in: &StandIn, name: &str) -> Result<()> {
    let cloudformation = aws_sdk_cloudformation::Client::new(&stand_in.sdk_config().await);
    cloudformation.delete_stack().stack_name(name).send().await?;
    match stand_in.aws().await?.stack(name).await? {
        None => Ok(()),
        Some(stack) => bail!("{name} is still there: {} {:?}", stack.state, stack.state_reason),
    }
}

/// On ministack, what the stack's wait condition waits for arrives; its handle is called `Handle`.
pub async fn release(ministack: &StandIn, name: &str) -> Result<()> {
    let aws = ministack.aws().await?;
    for _ in 0..100 {
        let resources = aws.resources(name).await?;
        let handle = resources.into_iter().find(|resource| resource.logical_id == "Handle");
        if let Some(url) = handle.and_then(|handle| handle.physical_id).filter(|id| id.starts_with("http")) {
            let url = url::Url::parse(&url)?;
            let url = format!("{}{}?{}", ministack.endpoint(), url.path(), url.query().unwrap_or_default());
            let signal = json!({ "Status": "SUCCESS", "UniqueId": "1", "Data": "", "Reason": "" });
            let answer = reqwest::Client::new().put(url).body(signal.to_string()).send().await?;
            ensure!(answer.status().is_success(), "{answer:?}");
            return Ok(());
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    bail!("there is no handle")
}

/// Logical ids with physical ones.
pub async fn physical_ids(aws: &dyn Cloud, name: &str) -> Result<BTreeMap<String, String>> {
    let resources = aws.resources(name).await?;
    Ok(resources.into_iter().filter_map(|one| Some((one.logical_id, one.physical_id?))).collect())
}

/// What an environment with this version of the image is made from.
pub fn settings(environment: Environment, version: &str) -> EnvironmentSettings {
    let arn = "arn:aws:cloudformation:us-east-1:123456789012:stack/quilt/abc".parse().unwrap();
    let outputs = [
        ("QuiltWebHost", "quilt.example.com"),
        ("UserAthenaDatabaseName", "db"),
        ("PackagerQueueArn", "arn:aws:sqs:us-east-1:123456789012:packager"),
    ];
    let outputs = outputs.map(|(k, v)| (k.to_owned(), v.to_owned())).into();
    EnvironmentSettings {
        environment,
        profile: ProfileName::usual_for(environment),
        repository: ImageRepository::quilt(),
        digest: format!("sha256:{}", "ab".repeat(32)).parse().unwrap(),
        image_tag: version.parse().unwrap(),
        contract: Contract::for_version(version).unwrap(),
        secret_name: format!("quiltdata/benchling-webhook/{environment}/acme"),
        quilt: QuiltServices::from_outputs(&arn, &outputs).unwrap(),
        bucket: "packages".parse().unwrap(),
        log_level: LogLevel::Info,
        verification: true,
        allow_list: "203.0.113.0/24".parse().unwrap(),
        size: Size::usual(environment),
    }
}

/// The npm tool's stack, in this network's public subnets.
pub fn npm_stack(network: &ExistingNetwork) -> Result<Value> {
    let text = include_str!("../fixtures/npm-0.6.yaml")
        .replace(
            "[subnet-0a, subnet-0b, subnet-0c]",
            &format!("[{}, {}]", network.public[0], network.public[1]),
        )
        .replace("vpc-0default", &network.vpc);
    template::read(&text).map_err(anyhow::Error::msg)
}
