//! What a person answers. Texts stay as they were typed, right or wrong, so that nothing is lost on the way back or in
//! a crash; [`Answers::error`] says what is wrong with one, by the same constructors that the host uses.
//! The client secret is not among them.

use std::fmt::Display;
use std::str::FromStr;

use ipc::plan::NetworkChoice;
use ipc::{
    AllowList, AppDefinitionId, BucketName, Environment, ImageTag, InvalidName, LogLevel, Profile,
    ProfileName, StackArn, Tenant,
};
use serde::{Deserialize, Serialize};

use super::key::Key;
use super::running::Running;
use crate::messages::wizard as words;

/// What to install now.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Environments {
    #[default]
    Prod,
    Both,
    /// Beside a prod that exists.
    Dev,
}

impl Environments {
    pub fn list(self) -> &'static [Environment] {
        match self {
            Self::Prod => &[Environment::Prod],
            Self::Both => &[Environment::Prod, Environment::Dev],
            Self::Dev => &[Environment::Dev],
        }
    }

    pub fn include(self, environment: Environment) -> bool {
        self.list().contains(&environment)
    }

    pub fn key(self) -> &'static str {
        match self {
            Self::Prod => "prod",
            Self::Both => "both",
            Self::Dev => "dev",
        }
    }
}

/// Where a new stack is put.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Network {
    #[default]
    New,
    Quilt,
    /// A VPC that is named.
    Existing,
}

impl Network {
    pub const ALL: [Self; 3] = [Self::New, Self::Quilt, Self::Existing];

    pub fn key(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Quilt => "quilt",
            Self::Existing => "existing",
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Answers {
    /// The AWS profile; none follows the ordinary chain.
    pub aws_profile: Option<String>,
    pub region: String,
    pub quilt_stack_arn: String,
    pub tenant: String,
    /// There is no app in Benchling yet.
    pub makes_app: bool,
    pub app_definition_id: String,
    pub client_id: String,
    pub package_bucket: String,
    pub package_prefix: String,
    pub metadata_key: String,
    pub log_level: String,
    pub environments: Environments,
    pub prod_image_tag: String,
    pub dev_image_tag: String,
    pub dev_app_definition_id: String,
    /// Dev's app is reached with prod's client id and secret.
    pub dev_same_client: bool,
    pub dev_client_id: String,
    pub prod: Running,
    pub dev: Running,
    pub network: Network,
    pub vpc: String,
    pub subnets: String,
}

impl Default for Answers {
    fn default() -> Self {
        Self {
            aws_profile: None,
            region: String::new(),
            quilt_stack_arn: String::new(),
            tenant: String::new(),
            makes_app: false,
            app_definition_id: String::new(),
            client_id: String::new(),
            package_bucket: String::new(),
            package_prefix: "benchling".into(),
            metadata_key: "experiment_id".into(),
            log_level: LogLevel::default().as_str().into(),
            environments: Environments::default(),
            prod_image_tag: "latest".into(),
            dev_image_tag: "latest".into(),
            dev_app_definition_id: String::new(),
            dev_same_client: true,
            dev_client_id: String::new(),
            prod: Running::usual(Environment::Prod),
            dev: Running::usual(Environment::Dev),
            network: Network::default(),
            vpc: String::new(),
            subnets: String::new(),
        }
    }
}

impl Answers {
    /// Another environment beside those of `saved`, or the same ones again: what is known is filled in.
    pub fn of(prod: Option<&Profile>, dev: Option<&Profile>) -> Self {
        let mut answers = Self::default();
        if let Some(known) = prod.or(dev) {
            answers.aws_profile.clone_from(&known.aws_profile);
            answers.region = known.quilt_stack_arn.region().into();
            answers.quilt_stack_arn = known.quilt_stack_arn.to_string();
            answers.tenant = known.benchling_tenant.to_string();
            answers.package_bucket = known.benchling_pkg_bucket.to_string();
            answers.package_prefix.clone_from(&known.pkg_prefix);
            answers.metadata_key.clone_from(&known.pkg_key);
            answers.log_level = known.log_level.as_str().into();
        }
        if let Some(prod) = prod {
            answers.app_definition_id = prod.benchling_app_definition_id.to_string();
            answers.client_id.clone_from(&prod.benchling_client_id);
            answers.prod_image_tag = prod.image_tag.to_string();
            answers.dev_image_tag = prod.image_tag.to_string();
            answers.prod = Running::of(prod, Environment::Prod);
        }
        if let Some(dev) = dev {
            answers.dev_app_definition_id = dev.benchling_app_definition_id.to_string();
            answers.dev_image_tag = dev.image_tag.to_string();
            answers.dev_client_id.clone_from(&dev.benchling_client_id);
            answers.dev = Running::of(dev, Environment::Dev);
            answers.dev_same_client =
                prod.is_some_and(|prod| prod.benchling_client_id == dev.benchling_client_id);
        }
        answers
    }

    pub fn running(&self, environment: Environment) -> &Running {
        match environment {
            Environment::Prod => &self.prod,
            Environment::Dev => &self.dev,
        }
    }

    pub fn text(&self, key: Key) -> &str {
        if let Some(environment) = key.environment() {
            return self.running(environment).text(key);
        }
        match key {
            Key::Region => &self.region,
            Key::QuiltStackArn => &self.quilt_stack_arn,
            Key::Tenant => &self.tenant,
            Key::AppDefinitionId => &self.app_definition_id,
            Key::ClientId => &self.client_id,
            Key::PackageBucket => &self.package_bucket,
            Key::PackagePrefix => &self.package_prefix,
            Key::MetadataKey => &self.metadata_key,
            Key::LogLevel => &self.log_level,
            Key::ProdImageTag => &self.prod_image_tag,
            Key::DevImageTag => &self.dev_image_tag,
            Key::DevAppDefinitionId => &self.dev_app_definition_id,
            Key::DevClientId => &self.dev_client_id,
            Key::Network => self.network.key(),
            Key::Vpc => &self.vpc,
            Key::Subnets => &self.subnets,
            // A secret has no place here.
            _ => "",
        }
    }

    pub fn put(&mut self, key: Key, text: String) {
        match key.environment() {
            Some(Environment::Prod) => return self.prod.put(key, text),
            Some(Environment::Dev) => return self.dev.put(key, text),
            None => {}
        }
        let place = match key {
            Key::Region => &mut self.region,
            Key::QuiltStackArn => &mut self.quilt_stack_arn,
            Key::Tenant => &mut self.tenant,
            Key::AppDefinitionId => &mut self.app_definition_id,
            Key::ClientId => &mut self.client_id,
            Key::PackageBucket => &mut self.package_bucket,
            Key::PackagePrefix => &mut self.package_prefix,
            Key::MetadataKey => &mut self.metadata_key,
            Key::LogLevel => &mut self.log_level,
            Key::ProdImageTag => &mut self.prod_image_tag,
            Key::DevImageTag => &mut self.dev_image_tag,
            Key::DevAppDefinitionId => &mut self.dev_app_definition_id,
            Key::DevClientId => &mut self.dev_client_id,
            Key::Vpc => &mut self.vpc,
            Key::Subnets => &mut self.subnets,
            // A secret has no place here, and a choice is no text.
            _ => return,
        };
        *place = text;
    }

    /// Write a good answer as it is understood: of a pasted Benchling address the tenant is left.
    pub fn tidy(&mut self, key: Key) {
        fn as_understood<T: FromStr + Display>(text: &str) -> Option<String> {
            text.parse::<T>().ok().map(|value| value.to_string())
        }
        let text = self.text(key);
        let tidy = match key {
            Key::Tenant => as_understood::<Tenant>(text),
            Key::PackageBucket => as_understood::<BucketName>(text),
            Key::ProdImageTag | Key::DevImageTag => as_understood::<ImageTag>(text),
            Key::AllowList(_) => as_understood::<AllowList>(text).map(|list| list.replace(',', ", ")),
            Key::Network => None,
            _ => Some(text.trim().to_owned()),
        };
        if let Some(tidy) = tidy {
            self.put(key, tidy);
        }
    }

    /// Whether the answer is asked for at all, given the others.
    pub fn wants(&self, key: Key) -> bool {
        let dev = self.environments.include(Environment::Dev);
        if let Some(environment) = key.environment() {
            return self.environments.include(environment);
        }
        match key {
            Key::Vpc | Key::Subnets => self.network == Network::Existing,
            Key::ProdImageTag => self.environments.include(Environment::Prod),
            Key::DevImageTag | Key::DevAppDefinitionId => dev,
            Key::DevClientId | Key::DevClientSecret => dev && !self.dev_same_client,
            _ => true,
        }
    }

    /// What is wrong with the text of a field, in a sentence; a secret is never wrong here.
    pub fn error(&self, key: Key) -> Option<String> {
        let text = self.text(key);
        let wrong = |invalid: InvalidName| invalid.to_string();
        if let Some(environment) = key.environment() {
            return self.running(environment).error(key).map(wrong);
        }
        match key {
            Key::Region if text.trim().is_empty() => Some(words::CHOOSE_REGION.into()),
            Key::QuiltStackArn => text.parse::<StackArn>().err().map(wrong),
            Key::Tenant => text.parse::<Tenant>().err().map(wrong),
            Key::AppDefinitionId | Key::DevAppDefinitionId => {
                text.parse::<AppDefinitionId>().err().map(wrong)
            }
            Key::ClientId | Key::DevClientId if text.trim().is_empty() => Some(words::ENTER_CLIENT_ID.into()),
            Key::PackageBucket => text.parse::<BucketName>().err().map(wrong),
            Key::PackagePrefix if !good_prefix(text) => Some(words::WRONG_PREFIX.into()),
            Key::MetadataKey if text.trim().is_empty() => Some(words::ENTER_METADATA_KEY.into()),
            Key::Vpc => NetworkChoice::existing(text, "").err().map(wrong),
            Key::Subnets if !text.trim().is_empty() => NetworkChoice::existing(&self.vpc, text)
                .err()
                .filter(|_| self.error(Key::Vpc).is_none())
                .map(wrong),
            Key::LogLevel => text.parse::<LogLevel>().err().map(wrong),
            Key::ProdImageTag | Key::DevImageTag => text.parse::<ImageTag>().err().map(wrong),
            _ => None,
        }
    }

    /// None where the VPC is not named as it should be.
    pub fn network_choice(&self) -> Option<NetworkChoice> {
        match self.network {
            Network::New => Some(NetworkChoice::New),
            Network::Quilt => Some(NetworkChoice::Quilt),
            Network::Existing => NetworkChoice::existing(&self.vpc, &self.subnets).ok(),
        }
    }

    /// The profile of an environment, or the first field that keeps it from being one.
    pub fn profile(&self, environment: Environment) -> Result<Profile, Key> {
        fn read<T: FromStr>(answers: &Answers, key: Key) -> Result<T, Key> {
            answers.text(key).parse().map_err(|_| key)
        }
        let dev = environment == Environment::Dev;
        let client = if dev && !self.dev_same_client { Key::DevClientId } else { Key::ClientId };
        let app = if dev { Key::DevAppDefinitionId } else { Key::AppDefinitionId };
        let tag = if dev { Key::DevImageTag } else { Key::ProdImageTag };
        let list = Key::AllowList(environment);
        for key in [client, Key::PackagePrefix, Key::MetadataKey, list] {
            if self.error(key).is_some() {
                return Err(key);
            }
        }
        let running = self.running(environment);
        Ok(Profile {
            profile: ProfileName::usual_for(environment),
            benchling_tenant: read(self, Key::Tenant)?,
            benchling_app_definition_id: read(self, app)?,
            benchling_client_id: self.text(client).trim().into(),
            quilt_stack_arn: read(self, Key::QuiltStackArn)?,
            benchling_pkg_bucket: read(self, Key::PackageBucket)?,
            pkg_prefix: self.package_prefix.trim().into(),
            pkg_key: self.metadata_key.trim().into(),
            log_level: read(self, Key::LogLevel)?,
            image_tag: read(self, tag)?,
            image_repository: None,
            webhook_allow_list: read::<AllowList>(self, list)?.to_string(),
            enable_webhook_verification: true,
            aws_profile: self.aws_profile.clone(),
            task_size: Some(running.task_size().map_err(|_| Key::Memory(environment))?),
            task_count: Some(running.task_count().map_err(|_| Key::MaxTasks(environment))?),
        })
    }
}

/// The first part of a package's name, `benchling/entry`.
fn good_prefix(text: &str) -> bool {
    let text = text.trim();
    !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_')
}
