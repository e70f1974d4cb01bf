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

    /// In the rail.
    pub fn title(self) -> &'static str {
        match self {
            Self::Welcome => "Welcome",
            Self::Aws => "AWS",
            Self::Quilt => "Quilt",
            Self::Benchling => "Benchling",
            Self::Packages => "Packages",
            Self::Environments => "Environments",
            Self::Review => "Review",
        }
    }

    pub fn heading(self) -> &'static str {
        match self {
            Self::Welcome => "Bring your Benchling notebooks into Quilt",
            Self::Aws => "Connect to AWS",
            Self::Quilt => "Choose your Quilt stack",
            Self::Benchling => "Connect to Benchling",
            Self::Packages => "Decide where packages go",
            Self::Environments => "Choose the environments",
            Self::Review => "Review and deploy",
        }
    }

    /// The sentence beneath the heading.
    pub fn lead(self) -> &'static str {
        match self {
            Self::Welcome => {
                "This sets up the webhook that turns Benchling entries into Quilt packages, in your own AWS account."
            }
            Self::Aws => {
                "We use credentials that this computer already has. Nothing is changed until you agree to a plan."
            }
            Self::Quilt => {
                "The webhook writes packages for one Quilt stack and runs beside it, in the same account and region."
            }
            Self::Benchling => "We use the app's own account, never yours.",
            Self::Packages => "Each notebook entry becomes a package in this bucket.",
            Self::Environments => {
                "Prod serves your scientists. Dev is where a new version proves itself first."
            }
            Self::Review => "Everything is checked first. Nothing is made before you press the button below.",
        }
    }

    /// Where a problem can be put right; none where it is not in the answers.
    pub fn to_correct(code: Code) -> Option<Self> {
        match code {
            Code::CredentialsMissing
            | Code::CredentialsExpired
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
            Code::ImageMissing | Code::ImageVersionUnknown => Some(Self::Environments),
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
