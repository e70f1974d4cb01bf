//! Values that can only be right: the constructor is the only check, and both sides of the bridge use it.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// Why a text is not the value it was meant to be: one sentence for a person, shown beside the field.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct InvalidName(pub String);

fn invalid<T>(why: impl Into<String>) -> Result<T, InvalidName> {
    Err(InvalidName(why.into()))
}

/// A newtype over `String` whose `FromStr` is the only way in, from code and from JSON alike.
macro_rules! name {
    ($(#[$doc:meta])* $name:ident, $parse:expr) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $name {
            type Err = InvalidName;
            fn from_str(text: &str) -> Result<Self, InvalidName> {
                let parse: fn(&str) -> Result<String, InvalidName> = $parse;
                parse(text.trim()).map(Self)
            }
        }

        impl TryFrom<String> for $name {
            type Error = InvalidName;
            fn try_from(text: String) -> Result<Self, InvalidName> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(name: $name) -> String {
                name.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

name!(
    /// A Benchling tenant, `my-company`. `my-company.benchling.com` and a pasted URL mean the same.
    Tenant,
    |text| {
        let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://")).unwrap_or(text);
        let host = host.split(['/', '?', '#']).next().unwrap_or_default();
        let tenant = host.strip_suffix(".benchling.com").unwrap_or(host).to_ascii_lowercase();
        let good = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        match tenant.as_str() {
            "" => invalid("Enter the tenant: the part before .benchling.com in your Benchling address."),
            t if !t.chars().all(good) || t.starts_with('-') || t.ends_with('-') || t.len() > 63 => invalid(
                "A tenant has only letters, digits and hyphens. Paste your Benchling address if you are unsure.",
            ),
            _ => Ok(tenant),
        }
    }
);

name!(
    /// A Benchling app definition, `appdef_...` (older ones `app_...`).
    AppDefinitionId,
    |text| {
        let rest = text.strip_prefix("appdef_").or_else(|| text.strip_prefix("app_"));
        match rest {
            Some(rest) if !rest.is_empty() && rest.chars().all(|c| c.is_ascii_alphanumeric() || c == '_') => {
                Ok(text.to_owned())
            }
            _ => invalid("An app definition id starts with appdef_ and is shown on the app's page in Benchling."),
        }
    }
);

name!(
    /// A profile's name, also its file's name: `default`, `dev`.
    ProfileName,
    |text| {
        const RESERVED: [&str; 15] = [
            "backups",
            "deploy",
            "deployments",
            "durations",
            "config",
            "imported",
            "journal",
            "network",
            "profiles",
            "rehearsal",
            "rehearsed-cloud",
            "removed",
            "seen",
            "set-aside",
            "tests",
        ];
        let good = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
        if text.is_empty() || text.len() > 40 || !text.chars().all(good) || text.starts_with('-') {
            invalid("A profile name has 1 to 40 letters, digits, hyphens or underscores.")
        } else if RESERVED.contains(&text.to_ascii_lowercase().as_str()) {
            invalid(format!("\"{text}\" is reserved for a file of the installer. Choose another profile name."))
        } else {
            Ok(text.to_owned())
        }
    }
);

impl ProfileName {
    /// The profile that an environment uses unless told otherwise: prod uses `default`, dev uses `dev`.
    pub fn usual_for(environment: Environment) -> Self {
        match environment {
            Environment::Dev => Self("dev".into()),
            Environment::Prod => Self("default".into()),
        }
    }
}

name!(
    /// The ARN of a CloudFormation stack.
    StackArn,
    |text| {
        let parts: Vec<&str> = text.split(':').collect();
        let stack = parts.get(5).and_then(|r| r.strip_prefix("stack/"));
        let whole = parts.len() == 6
            && parts[0] == "arn"
            && parts[1].starts_with("aws")
            && parts[2] == "cloudformation"
            && !parts[3].is_empty()
            && parts[4].len() == 12
            && parts[4].chars().all(|c| c.is_ascii_digit())
            && stack.is_some_and(|s| {
                let (name, id) = s.split_once('/').unwrap_or((s, "-"));
                !name.is_empty() && !id.is_empty()
            });
        if whole {
            Ok(text.to_owned())
        } else {
            invalid("A stack ARN looks like arn:aws:cloudformation:us-east-1:123456789012:stack/quilt/... Copy it from the stack's page in the AWS console.")
        }
    }
);

impl StackArn {
    fn part(&self, index: usize) -> &str {
        self.0.split(':').nth(index).unwrap_or_default()
    }
    pub fn partition(&self) -> &str {
        self.part(1)
    }
    pub fn region(&self) -> &str {
        self.part(3)
    }
    pub fn account(&self) -> &str {
        self.part(4)
    }
    /// The stack's name, without the id behind it.
    pub fn stack_name(&self) -> &str {
        self.part(5).split('/').nth(1).unwrap_or_default()
    }
}

name!(
    /// An image tag without a leading `v`: `0.18.0`, `0.18.0-20260102T030405Z`, `latest`. One typed with `v`
    /// loses it.
    ImageTag,
    |text| {
        let bare = match text.strip_prefix(['v', 'V']) {
            Some(rest) if rest.starts_with(|c: char| c.is_ascii_digit()) => rest,
            _ => text,
        };
        let good = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
        if bare.is_empty() || bare.len() > 128 || !bare.chars().all(good) || bare.starts_with(['.', '-']) {
            invalid("An image tag is a version such as 0.18.0, or latest.")
        } else {
            Ok(bare.to_owned())
        }
    }
);

name!(
    /// An image's content, `sha256:` and 64 hexadecimal digits.
    Digest,
    |text| match text.strip_prefix("sha256:") {
        Some(hex) if hex.len() == 64 && hex.chars().all(|c| c.is_ascii_hexdigit()) => {
            Ok(text.to_ascii_lowercase())
        }
        _ => invalid("A digest is sha256: and 64 hexadecimal digits."),
    }
);

impl Digest {
    /// Its digits alone.
    pub fn hex(&self) -> &str {
        &self.0["sha256:".len()..]
    }

    /// The first twelve digits, for showing.
    pub fn short(&self) -> &str {
        &self.0[..19]
    }
}

name!(
    /// The bare name of an S3 bucket; one typed as `s3://name` loses the scheme.
    BucketName,
    |text| {
        let bare = text.strip_prefix("s3://").unwrap_or(text).trim_end_matches('/');
        let good = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '.');
        let ends = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
        if (3..=63).contains(&bare.len())
            && bare.chars().all(good)
            && bare.starts_with(ends)
            && bare.ends_with(ends)
        {
            Ok(bare.to_owned())
        } else {
            invalid("A bucket name has 3 to 63 lower-case letters, digits, hyphens or dots.")
        }
    }
);

name!(
    /// An ECR repository, `<account>.dkr.ecr.<region>.amazonaws.com/<path>`, without tag.
    ImageRepository,
    |text| {
        let (host, path) = text.split_once('/').unwrap_or((text, ""));
        let parts: Vec<&str> = host.split('.').collect();
        let ecr = parts.len() >= 6
            && parts[0].len() == 12
            && parts[0].chars().all(|c| c.is_ascii_digit())
            && parts[1] == "dkr"
            && parts[2] == "ecr"
            && parts[4] == "amazonaws";
        let good = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '_' | '.' | '/');
        if ecr && !path.is_empty() && path.chars().all(good) {
            Ok(text.to_owned())
        } else {
            invalid("An image repository looks like 123456789012.dkr.ecr.us-east-1.amazonaws.com/quiltdata/benchling.")
        }
    }
);

impl ImageRepository {
    /// Where Quilt publishes the webhook's image; its policy lets any AWS principal pull.
    pub fn quilt() -> Self {
        Self("712023778557.dkr.ecr.us-east-1.amazonaws.com/quiltdata/benchling".into())
    }
    pub fn registry_account(&self) -> &str {
        &self.0[..12]
    }
    pub fn region(&self) -> &str {
        self.0.split('.').nth(3).unwrap_or_default()
    }
    /// The repository's path within its registry: `quiltdata/benchling`.
    pub fn path(&self) -> &str {
        self.0.split_once('/').map_or("", |(_, path)| path)
    }
}

impl Default for ImageRepository {
    fn default() -> Self {
        Self::quilt()
    }
}

/// One of the two environments that live side by side in the stack; also its API stage's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Environment {
    Dev,
    Prod,
}

impl Environment {
    pub const ALL: [Self; 2] = [Self::Dev, Self::Prod];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Dev => "dev",
            Self::Prod => "prod",
        }
    }

    /// As a heading or in a logical id: `Dev`, `Prod`.
    pub fn title(self) -> &'static str {
        match self {
            Self::Dev => "Dev",
            Self::Prod => "Prod",
        }
    }

    pub fn other(self) -> Self {
        match self {
            Self::Dev => Self::Prod,
            Self::Prod => Self::Dev,
        }
    }
}

impl fmt::Display for Environment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Environment {
    type Err = InvalidName;
    fn from_str(text: &str) -> Result<Self, InvalidName> {
        match text {
            "dev" => Ok(Self::Dev),
            "prod" => Ok(Self::Prod),
            _ => invalid("An environment is dev or prod."),
        }
    }
}

/// How much the container logs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum LogLevel {
    Debug,
    #[default]
    Info,
    Warning,
    Error,
}

impl LogLevel {
    pub const ALL: [Self; 4] = [Self::Debug, Self::Info, Self::Warning, Self::Error];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Debug => "DEBUG",
            Self::Info => "INFO",
            Self::Warning => "WARNING",
            Self::Error => "ERROR",
        }
    }
}

impl fmt::Display for LogLevel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for LogLevel {
    type Err = InvalidName;
    fn from_str(text: &str) -> Result<Self, InvalidName> {
        match text.to_ascii_uppercase().as_str() {
            "DEBUG" => Ok(Self::Debug),
            "INFO" => Ok(Self::Info),
            "WARNING" | "WARN" => Ok(Self::Warning),
            "ERROR" => Ok(Self::Error),
            _ => invalid("A log level is DEBUG, INFO, WARNING or ERROR."),
        }
    }
}

/// A moment, in milliseconds since 1970-01-01 UTC.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Timestamp(pub i64);

impl Timestamp {
    /// Seconds from `earlier` to this moment, never negative.
    pub fn seconds_since(self, earlier: Self) -> u64 {
        u64::try_from((self.0 - earlier.0) / 1000).unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tenant_is_read_however_it_was_typed() {
        for typed in
            ["my-company", "My-Company.benchling.com", " https://my-company.benchling.com/signin?x=1 "]
        {
            assert_eq!(typed.parse::<Tenant>().map(String::from), Ok("my-company".into()), "{typed}");
        }
        for typed in ["", "https://", "my company", "a.b.benchling.com", "-a", "evil.com/.benchling.com"] {
            assert!(typed.parse::<Tenant>().is_err(), "{typed}");
        }
    }

    #[test]
    fn a_tag_loses_its_v_and_latest_keeps_its_name() {
        assert_eq!("v0.6.3".parse::<ImageTag>().map(String::from), Ok("0.6.3".into()));
        assert_eq!("latest".parse::<ImageTag>().map(String::from), Ok("latest".into()));
        assert_eq!("vnext".parse::<ImageTag>().map(String::from), Ok("vnext".into()));
    }

    #[test]
    fn reserved_profile_names_are_refused_in_any_case() {
        assert!("deploy".parse::<ProfileName>().is_err());
        assert!("durations".parse::<ProfileName>().is_err());
        assert!("network".parse::<ProfileName>().is_err());
        assert!("Config".parse::<ProfileName>().is_err());
        assert!("../x".parse::<ProfileName>().is_err());
        assert!("default".parse::<ProfileName>().is_ok());
    }

    #[test]
    fn a_stack_arn_tells_its_parts() {
        let arn: StackArn =
            "arn:aws:cloudformation:us-east-1:123456789012:stack/quilt-prod/abc-def".parse().unwrap();
        assert_eq!(
            (arn.region(), arn.account(), arn.stack_name()),
            ("us-east-1", "123456789012", "quilt-prod")
        );
        for bad in [
            "quilt-prod",
            "arn:aws:s3:us-east-1:123456789012:stack/x/y",
            "arn:aws:cloudformation:us-east-1:12:stack/x/y",
        ] {
            assert!(bad.parse::<StackArn>().is_err(), "{bad}");
        }
    }

    #[test]
    fn values_are_checked_on_the_way_in_from_json() {
        assert!(serde_json::from_str::<Tenant>("\"a b\"").is_err());
        assert!(serde_json::from_str::<Digest>("\"sha256:12\"").is_err());
        assert_eq!(serde_json::from_str::<BucketName>("\"s3://my-bucket/\"").unwrap().as_str(), "my-bucket");
    }
}
