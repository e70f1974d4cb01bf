//! The fields of the wizard, each with a name of its own.

use ipc::Environment;
use ipc::Environment::{Dev, Prod};

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
    Cpu(Environment),
    Memory(Environment),
    MinTasks(Environment),
    MaxTasks(Environment),
    AllowList(Environment),
    /// The choice among networks, and whether it can be had.
    Network,
    Vpc,
    Subnets,
}

impl Key {
    /// In the order in which they stand on their pages.
    pub const ALL: [Self; 28] = [
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
        Self::Cpu(Prod),
        Self::Memory(Prod),
        Self::MinTasks(Prod),
        Self::MaxTasks(Prod),
        Self::AllowList(Prod),
        Self::DevImageTag,
        Self::DevAppDefinitionId,
        Self::DevClientId,
        Self::DevClientSecret,
        Self::Cpu(Dev),
        Self::Memory(Dev),
        Self::MinTasks(Dev),
        Self::MaxTasks(Dev),
        Self::AllowList(Dev),
        Self::Vpc,
        Self::Subnets,
        Self::Network,
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
            Self::Cpu(Prod) => "prodCpu",
            Self::Cpu(Dev) => "devCpu",
            Self::Memory(Prod) => "prodMemory",
            Self::Memory(Dev) => "devMemory",
            Self::MinTasks(Prod) => "prodMinTasks",
            Self::MinTasks(Dev) => "devMinTasks",
            Self::MaxTasks(Prod) => "prodMaxTasks",
            Self::MaxTasks(Dev) => "devMaxTasks",
            Self::AllowList(Prod) => "prodAllowList",
            Self::AllowList(Dev) => "devAllowList",
            Self::Network => "network",
            Self::Vpc => "vpc",
            Self::Subnets => "subnets",
        }
    }

    pub fn page(self) -> Page {
        match self {
            Self::Region => Page::Aws,
            Self::QuiltStackArn => Page::Quilt,
            Self::Tenant | Self::AppDefinitionId | Self::ClientId | Self::ClientSecret => Page::Benchling,
            Self::PackageBucket | Self::PackagePrefix | Self::MetadataKey | Self::LogLevel => Page::Packages,
            _ => Page::Environments,
        }
    }

    /// How large an environment's tasks are and how many.
    pub const fn sizes(one: Environment) -> [Self; 4] {
        [Self::Cpu(one), Self::Memory(one), Self::MinTasks(one), Self::MaxTasks(one)]
    }

    /// Whose settings it is one of.
    pub fn environment(self) -> Option<Environment> {
        match self {
            Self::Cpu(one)
            | Self::Memory(one)
            | Self::MinTasks(one)
            | Self::MaxTasks(one)
            | Self::AllowList(one) => Some(one),
            _ => None,
        }
    }
}
