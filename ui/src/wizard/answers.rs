//! What a person answers. Texts stay as they were typed, right or wrong, so that nothing is lost on the way back or in
//! a crash; [`Answers::error`] says what is wrong with one, by the same constructors that the host uses.
//! The client secret is not among them.

use std::fmt::Display;
use std::str::FromStr;

use ipc::{
    AppDefinitionId, BucketName, Environment, ImageTag, InvalidName, LogLevel, Profile, ProfileName,
    StackArn, Tenant,
};
use serde::{Deserialize, Serialize};

use super::page::Page;

/// A field: its `id` in the page is [`Key::id`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Key {
    Region,
    QuiltStackArn,
    Tenant,
    AppDefinitionId,
    ClientId,
    ClientSecret,
    PackageBucket,
    PackagePrefix,
    MetadataKey,
    LogLevel,
    ProdImageTag,
    DevImageTag,
    DevAppDefinitionId,
    DevClientId,
    DevClientSecret,
}

impl Key {
    pub const ALL: [Self; 15] = [
        Self::Region,
        Self::QuiltStackArn,
        Self::Tenant,
        Self::AppDefinitionId,
        Self::ClientId,
        Self::ClientSecret,
        Self::PackageBucket,
        Self::PackagePrefix,
        Self::MetadataKey,
        Self::LogLevel,
        Self::ProdImageTag,
        Self::DevImageTag,
        Self::DevAppDefinitionId,
        Self::DevClientId,
        Self::DevClientSecret,
    ];

    pub fn id(self) -> &'static str {
        match self {
            Self::Region => "region",
            Self::QuiltStackArn => "quiltStackArn",
            Self::Tenant => "tenant",
            Self::AppDefinitionId => "appDefinitionId",
            Self::ClientId => "clientId",
            Self::ClientSecret => "clientSecret",
            Self::PackageBucket => "packageBucket",
            Self::PackagePrefix => "packagePrefix",
            Self::MetadataKey => "metadataKey",
            Self::LogLevel => "logLevel",
            Self::ProdImageTag => "prodImageTag",
            Self::DevImageTag => "devImageTag",
            Self::DevAppDefinitionId => "devAppDefinitionId",
            Self::DevClientId => "devClientId",
            Self::DevClientSecret => "devClientSecret",
        }
    }

    pub fn page(self) -> Page {
        match self {
            Self::Region => Page::Aws,
            Self::QuiltStackArn => Page::Quilt,
            Self::Tenant | Self::AppDefinitionId | Self::ClientId | Self::ClientSecret => Page::Benchling,
            Self::PackageBucket | Self::PackagePrefix | Self::MetadataKey | Self::LogLevel => Page::Packages,
            Self::ProdImageTag
            | Self::DevImageTag
            | Self::DevAppDefinitionId
            | Self::DevClientId
            | Self::DevClientSecret => Page::Environments,
        }
    }
}

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

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Answers {
    /// The AWS profile; none follows the ordinary chain.
    pub aws_profile: Option<String>,
    pub region: String,
    pub quilt_stack_arn: String,
    pub tenant: String,
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
}

impl Default for Answers {
    fn default() -> Self {
        Self {
            aws_profile: None,
            region: String::new(),
            quilt_stack_arn: String::new(),
            tenant: String::new(),
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
        }
        if let Some(dev) = dev {
            answers.dev_app_definition_id = dev.benchling_app_definition_id.to_string();
            answers.dev_image_tag = dev.image_tag.to_string();
            answers.dev_client_id.clone_from(&dev.benchling_client_id);
            answers.dev_same_client =
                prod.is_some_and(|prod| prod.benchling_client_id == dev.benchling_client_id);
        }
        answers
    }

    pub fn text(&self, key: Key) -> &str {
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
            Key::ClientSecret | Key::DevClientSecret => "",
        }
    }

    pub fn put(&mut self, key: Key, text: String) {
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
            // A secret has no place here.
            Key::ClientSecret | Key::DevClientSecret => return,
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
            _ => Some(text.trim().to_owned()),
        };
        if let Some(tidy) = tidy {
            self.put(key, tidy);
        }
    }

    /// Whether the answer is asked for at all, given the others.
    pub fn wants(&self, key: Key) -> bool {
        let dev = self.environments.include(Environment::Dev);
        match key {
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
        match key {
            Key::Region if text.trim().is_empty() => {
                Some("Choose the region that your Quilt stack is in.".into())
            }
            Key::QuiltStackArn => text.parse::<StackArn>().err().map(wrong),
            Key::Tenant => text.parse::<Tenant>().err().map(wrong),
            Key::AppDefinitionId | Key::DevAppDefinitionId => {
                text.parse::<AppDefinitionId>().err().map(wrong)
            }
            Key::ClientId | Key::DevClientId if text.trim().is_empty() => {
                Some("Enter the client id that Benchling shows on the app's page.".into())
            }
            Key::PackageBucket => text.parse::<BucketName>().err().map(wrong),
            Key::PackagePrefix if !good_prefix(text) => {
                Some("A prefix has letters, digits, hyphens and underscores, no slash: benchling.".into())
            }
            Key::MetadataKey if text.trim().is_empty() => {
                Some("Enter the metadata key that links a package to an entry, such as experiment_id.".into())
            }
            Key::LogLevel => text.parse::<LogLevel>().err().map(wrong),
            Key::ProdImageTag | Key::DevImageTag => text.parse::<ImageTag>().err().map(wrong),
            _ => None,
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
        for key in [client, Key::PackagePrefix, Key::MetadataKey] {
            if self.error(key).is_some() {
                return Err(key);
            }
        }
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
            webhook_allow_list: String::new(),
            enable_webhook_verification: true,
            aws_profile: self.aws_profile.clone(),
        })
    }
}

/// The first part of a package's name, `benchling/entry`.
fn good_prefix(text: &str) -> bool {
    let text = text.trim();
    !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_')
}
