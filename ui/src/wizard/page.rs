//! The wizard's pages, in their order.

use ipc::Code;
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Page {
    #[default]
    Welcome,
    Aws,
    Quilt,
    Benchling,
    Packages,
    Environments,
    Review,
}

impl Page {
    pub const ALL: [Self; 7] = [
        Self::Welcome,
        Self::Aws,
        Self::Quilt,
        Self::Benchling,
        Self::Packages,
        Self::Environments,
        Self::Review,
    ];

    /// What the rail lists: all but the welcome.
    pub fn steps() -> &'static [Self] {
        &Self::ALL[1..]
    }

    /// The `data-page` attribute.
    pub fn key(self) -> &'static str {
        match self {
            Self::Welcome => "welcome",
            Self::Aws => "aws",
            Self::Quilt => "quilt",
            Self::Benchling => "benchling",
            Self::Packages => "packages",
            Self::Environments => "environments",
            Self::Review => "review",
        }
    }

    /// Where a problem can be put right; none where it is not in the answers.
    pub fn to_correct(code: Code) -> Option<Self> {
        match code {
            Code::CredentialsMissing
            | Code::CredentialsExpired
            | Code::SignInNeeded
            | Code::MfaCodeNeeded
            | Code::MfaCodeRefused
            | Code::PermissionDenied
            | Code::RegionMissing => Some(Self::Aws),
            Code::QuiltStackMissing
            | Code::QuiltStackIncomplete
            | Code::QuiltStackElsewhere
            | Code::QuiltRunsWebhook => Some(Self::Quilt),
            Code::BenchlingTenantNotFound
            | Code::BenchlingCredentialsRefused
            | Code::AppDefinitionUnknown
            | Code::ClientSecretMissing => Some(Self::Benchling),
            Code::BucketMissing => Some(Self::Packages),
            Code::ImageMissing | Code::ImageVersionUnknown | Code::NetworkUnsuitable => {
                Some(Self::Environments)
            }
            _ => None,
        }
    }

    pub fn next(self) -> Option<Self> {
        Self::ALL.get(self as usize + 1).copied()
    }

    pub fn previous(self) -> Option<Self> {
        (self as usize).checked_sub(1).map(|index| Self::ALL[index])
    }
}
