//! [`Cloud`] over the official SDK.
//!
//! [`connect`] follows the ordinary chain: what is chosen, then the environment, then the shared config files,
//! then the container's or the instance's role, and `AWS_ENDPOINT_URL` where it is set. [`SignIn`] and [`take_role`]
//! get what a person has to give first. Each file beside this
//! one asks one service and turns its answers into the types of [`crate::cloud`]; [`problem`] turns every
//! refusal into one of ours. Retries are the SDK's adaptive ones, so nothing here repeats a call by itself.

mod buckets;
mod change_sets;
mod credentials;
mod gateway;
mod images;
mod operations;
mod problem;
mod secrets;
mod services;
mod sign_in;
mod signed;
mod stacks;
mod subnets;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use aws_config::identity::IdentityCache;
use aws_config::retry::RetryConfig;
use aws_config::timeout::TimeoutConfig;
use aws_config::{AppName, BehaviorVersion, ConfigLoader, Region, SdkConfig};
use aws_credential_types::Credentials;
use aws_credential_types::provider::ProvideCredentials;
use aws_smithy_types::DateTime;
use ipc::aws::Caller;
use ipc::{BucketName, Code, ImageRepository, ImageTag, Problem, Timestamp};
use serde_json::Value;
use url::Url;

use super::{
    Bucket, ChangeSet, ChangeSetRequest, Cloud, Drifted, HttpAnswer, HttpRequest, Image, LogLine, LogQuery,
    SecretComparison, SecretFacts, SecretState, Service, Stack, StackEvent, StackResource, Subnet,
    TargetHealth, Task,
};
use crate::Result;
use crate::clock::{Clock, SystemClock};
use crate::loopback::is_loopback;
use crate::secret::Secret;
use crate::wire::Wire;

use credentials::{Chain, Source};
pub use credentials::{RoleSessions, credential_sources, device, sources_in, take_role};
use problem::Origin;
pub use sign_in::SignIn;

/// A network that swallows packets is told within about ten seconds: three attempts of this, and the pauses.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(3);
const READ_TIMEOUT: Duration = Duration::from_secs(20);
/// A credential process may have to wait for its own server; an instance's metadata has shorter limits.
const CREDENTIALS_TIMEOUT: Duration = Duration::from_secs(20);

/// What to connect with; each left out follows the ordinary chain.
#[derive(Clone, Debug, Default)]
pub struct AwsOptions {
    /// A profile of the shared config files. Chosen here it wins over keys in the environment.
    pub profile: Option<String>,
    pub region: Option<String>,
    /// Where requests to `*.amazonaws.com` endpoints of the deployed API go instead: a local server that plays
    /// the container. Loopback only.
    pub gateway: Option<Url>,
    pub wire: Wire,
    /// The person's home folder, where the AWS tools keep their sign-ins.
    pub home: Option<PathBuf>,
    /// The roles that a code was given for.
    pub sessions: RoleSessions,
}

/// Reads configuration and prepares the clients; sends nothing to AWS yet.
///
/// # Errors
/// `RegionMissing` where no region is found anywhere, `CredentialsMissing` where the chosen profile does not
/// exist, `ValueInvalid` for a gateway that is not on this machine.
pub async fn connect(options: AwsOptions) -> Result<Aws> {
    let chain = Chain::choose(&options).await?;
    let loader = loader(chain.region, &options.wire)?.credentials_provider(chain.provider);
    let loader = match &chain.profile {
        Some(profile) => loader.profile_name(profile),
        None => loader,
    };
    let aws = Aws::new(loader.load().await, chain.source, options.wire)?;
    match options.gateway {
        Some(gateway) => aws.with_gateway(gateway),
        None => Ok(aws),
    }
}

fn loader(region: Region, wire: &Wire) -> Result<ConfigLoader> {
    let loader = aws_config::defaults(BehaviorVersion::latest())
        .region(region)
        .http_client(wire.sdk()?)
        .retry_config(RetryConfig::adaptive())
        .timeout_config(
            TimeoutConfig::builder().connect_timeout(CONNECT_TIMEOUT).read_timeout(READ_TIMEOUT).build(),
        )
        // One cache for all clients: a credential process or an SSO exchange runs once, not once a service.
        .identity_cache(IdentityCache::lazy().load_timeout(CREDENTIALS_TIMEOUT).build());
    Ok(match AppName::new("benchling-webhook-installer") {
        Ok(name) => loader.app_name(name),
        Err(_) => loader,
    })
}

/// One account, one region, one set of credentials.
pub struct Aws {
    origin: Origin,
    config: SdkConfig,
    clock: Arc<dyn Clock>,
    gateway: Option<Url>,
    web: reqwest::Client,
    cloudformation: aws_sdk_cloudformation::Client,
    secretsmanager: aws_sdk_secretsmanager::Client,
    ecs: aws_sdk_ecs::Client,
    elb: aws_sdk_elasticloadbalancingv2::Client,
    logs: aws_sdk_cloudwatchlogs::Client,
    apigateway: aws_sdk_apigateway::Client,
}

impl Aws {
    /// An endpoint of one's own, with static keys: stand-ins and private endpoints. Reads no keys and no
    /// region from the environment or from files.
    pub async fn at(
        endpoint: Url,
        region: &str,
        access_key_id: &str,
        secret_access_key: &str,
    ) -> Result<Self> {
        let keys = Credentials::new(access_key_id, secret_access_key, None, None, "given");
        let wire = Wire::default();
        let loader = loader(Region::new(region.to_owned()), &wire)?
            .credentials_provider(keys)
            // A URL's text ends in a slash, and the SDK appends paths to it as they are.
            .endpoint_url(endpoint.as_str().trim_end_matches('/'));
        Self::new(loader.load().await, Source::Given, wire)
    }

    fn new(config: SdkConfig, source: Source, wire: Wire) -> Result<Self> {
        let web = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .user_agent(concat!("benchling-webhook-installer/", env!("CARGO_PKG_VERSION")));
        let web = wire.web(web)?;
        let origin = Origin::of(source, &config, wire);
        Ok(Self {
            origin,
            clock: Arc::new(SystemClock),
            gateway: None,
            web,
            cloudformation: aws_sdk_cloudformation::Client::new(&config),
            secretsmanager: aws_sdk_secretsmanager::Client::new(&config),
            ecs: aws_sdk_ecs::Client::new(&config),
            elb: aws_sdk_elasticloadbalancingv2::Client::new(&config),
            logs: aws_sdk_cloudwatchlogs::Client::new(&config),
            apigateway: aws_sdk_apigateway::Client::new(&config),
            config,
        })
    }

    /// Sends requests to the deployed API's endpoints to `gateway` instead, path kept.
    ///
    /// # Errors
    /// `ValueInvalid` unless `gateway` is on this machine.
    pub fn with_gateway(mut self, gateway: Url) -> Result<Self> {
        if !is_loopback(&gateway) {
            return Err(Problem::new(
                Code::ValueInvalid,
                format!("The gateway {gateway} is not on this machine."),
                "Give a loopback address such as http://127.0.0.1:8080.",
            ));
        }
        self.gateway = Some(gateway);
        Ok(self)
    }

    /// Waits by another clock than the machine's.
    #[must_use]
    pub fn with_clock(mut self, clock: Arc<dyn Clock>) -> Self {
        self.clock = clock;
        self
    }

    async fn caller(&self) -> Result<Caller> {
        let Some(provider) = self.config.credentials_provider() else {
            return Err(self.origin.no_credentials());
        };
        // Asked for apart from the call, since only the credentials tell which provider of the chain gave them.
        let credentials =
            provider.provide_credentials().await.map_err(|error| self.origin.credentials_problem(&error))?;
        let identity = aws_sdk_sts::Client::new(&self.config)
            .get_caller_identity()
            .send()
            .await
            .map_err(|error| self.origin.problem("say who we are", &error))?;
        Ok(Caller {
            account: identity.account().unwrap_or_default().to_owned(),
            arn: identity.arn().unwrap_or_default().to_owned(),
            region: self.origin.region.clone(),
            source: self.origin.source.describe(&credentials),
        })
    }
}

fn timestamp(at: &DateTime) -> Timestamp {
    Timestamp(at.to_millis().unwrap_or_default())
}

#[async_trait]
impl Cloud for Aws {
    /// The stand-ins don't.
    fn knows_zone_ids(&self) -> bool {
        self.stand_in().is_none()
    }
    async fn caller(&self) -> Result<Caller> {
        self.caller().await
    }
    async fn stacks(&self) -> Result<Vec<Stack>> {
        self.stacks().await
    }
    async fn stack(&self, name: &str) -> Result<Option<Stack>> {
        self.stack(name).await
    }
    async fn template(&self, stack: &str) -> Result<Option<Value>> {
        self.template(stack).await
    }
    async fn resources(&self, stack: &str) -> Result<Vec<StackResource>> {
        self.resources(stack).await
    }
    async fn create_change_set(&self, request: &ChangeSetRequest) -> Result<ChangeSet> {
        self.create_change_set(request).await
    }
    async fn delete_change_set(&self, change_set: &ChangeSet) -> Result<()> {
        self.delete_change_set(change_set).await
    }
    async fn execute_change_set(&self, change_set: &ChangeSet, token: &str) -> Result<()> {
        self.execute_change_set(change_set, token).await
    }
    async fn delete_stack(&self, stack: &str, keep: &[String], token: &str) -> Result<()> {
        self.delete_stack(stack, keep, token).await
    }
    async fn continue_rollback(&self, stack: &str, skip: &[String], token: &str) -> Result<()> {
        self.continue_rollback(stack, skip, token).await
    }
    async fn cancel_update(&self, stack: &str, token: &str) -> Result<()> {
        self.cancel_update(stack, token).await
    }
    async fn drift(&self, stack: &str) -> Result<Vec<Drifted>> {
        self.drift(stack).await
    }
    async fn stack_events(&self, stack: &str, after: Option<&str>) -> Result<Vec<StackEvent>> {
        self.stack_events(stack, after).await
    }
    async fn secret_state(&self, name: &str, wanted: &Secret) -> Result<SecretState> {
        self.secret_state(name, wanted).await
    }
    async fn compare_secret(
        &self,
        name: &str,
        wanted: &Secret,
        version: &str,
    ) -> Result<Option<SecretComparison>> {
        self.compare_secret(name, wanted, version).await
    }
    async fn put_secret(
        &self,
        name: &str,
        value: &Secret,
        version: &str,
        tags: &BTreeMap<String, String>,
    ) -> Result<String> {
        self.put_secret(name, value, version, tags).await
    }
    async fn put_secret_back(&self, name: &str, version: &str) -> Result<bool> {
        self.put_secret_back(name, version).await
    }
    async fn secret(&self, name: &str) -> Result<Option<SecretFacts>> {
        self.secret(name).await
    }
    async fn delete_secret(&self, name: &str) -> Result<()> {
        self.delete_secret(name).await
    }
    async fn image(&self, repository: &ImageRepository, tag: &ImageTag) -> Result<Option<Image>> {
        self.image(repository, tag).await
    }
    async fn subnets(&self, vpc: &str) -> Result<Vec<Subnet>> {
        self.subnets(vpc).await
    }
    async fn bucket(&self, name: &BucketName) -> Result<Option<Bucket>> {
        self.bucket(name).await
    }
    async fn service(&self, cluster: &str, service: &str) -> Result<Option<Service>> {
        self.service(cluster, service).await
    }
    async fn tasks(&self, cluster: &str, service: &str) -> Result<Vec<Task>> {
        self.tasks(cluster, service).await
    }
    async fn target_health(&self, target_group_arn: &str) -> Result<Vec<TargetHealth>> {
        self.target_health(target_group_arn).await
    }
    async fn log_lines(&self, group: &str, query: &LogQuery) -> Result<Vec<LogLine>> {
        self.log_lines(group, query).await
    }
    async fn delete_log_group(&self, group: &str) -> Result<()> {
        self.delete_log_group(group).await
    }
    async fn api_gateway_log_role(&self) -> Result<Option<String>> {
        self.api_gateway_log_role().await
    }
    async fn http(&self, request: HttpRequest) -> HttpAnswer {
        self.http(request).await
    }
}
