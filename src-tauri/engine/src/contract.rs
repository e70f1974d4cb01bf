//! What an image of the webhook expects around it, by its version.
//!
//! The container's port, its helpers and what it reads from the Quilt stack changed over time. Every version
//! is given the union of the environment variables of all generations, so only what can't be united is here:
//! where it listens, whether it runs with two consumers and their queues beside it, and which of the Quilt
//! stack's outputs must exist. A version that the table does not know is `None`: ask, don't guess.

use std::collections::BTreeMap;

/// What a version needs from the stack around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Contract {
    /// Where the web server listens; also handed to it as `PORT`.
    pub port: u16,
    /// Two consumers of the same image run beside the web server, each with its queue (0.17.2 and later).
    pub sidecars: bool,
    /// Which output of the Quilt stack names the packager's queue.
    pub packager: PackagerOutput,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PackagerOutput {
    /// The container itself reads `PackagerQueueArn` and knows nothing else (before 0.7.2).
    Arn,
    /// `PackagerQueueUrl` or `PackagerQueueArn`; each tells the other.
    Either,
}

/// Outputs of the Quilt stack of which one names the catalog's host.
pub const WEB_HOST_OUTPUTS: [&str; 3] = ["QuiltWebHost", "Catalog", "CatalogDomain"];
pub const DATABASE_OUTPUT: &str = "UserAthenaDatabaseName";
pub const QUEUE_URL_OUTPUT: &str = "PackagerQueueUrl";
pub const QUEUE_ARN_OUTPUT: &str = "PackagerQueueArn";

impl Contract {
    /// The contract of `X.Y.Z`, or of a development build `X.Y.Z-YYYYMMDDThhmmssZ`, which counts as `X.Y.Z`.
    /// `None` for anything else and for versions that were never released.
    pub fn for_version(version: &str) -> Option<Self> {
        let version = release(version)?;
        let contract = |port, sidecars, packager| Some(Self { port, sidecars, packager });
        match version {
            v if v < (0, 7, 2) => contract(5000, false, PackagerOutput::Arn),
            v if v <= (0, 7, 10) => contract(5000, false, PackagerOutput::Either),
            v if v < (0, 8, 2) => None,
            v if v < (0, 8, 9) => contract(5000, false, PackagerOutput::Either),
            v if v < (0, 17, 2) => contract(8080, false, PackagerOutput::Either),
            _ => contract(8080, true, PackagerOutput::Either),
        }
    }

    /// Outputs that the Quilt stack would have to have and has not, each as a person would look for it.
    pub fn missing_outputs(&self, outputs: &BTreeMap<String, String>) -> Vec<String> {
        let has = |name: &&str| outputs.get(*name).is_some_and(|value| !value.trim().is_empty());
        let queue: &[&str] = match self.packager {
            PackagerOutput::Arn => &[QUEUE_ARN_OUTPUT],
            PackagerOutput::Either => &[QUEUE_URL_OUTPUT, QUEUE_ARN_OUTPUT],
        };
        [&WEB_HOST_OUTPUTS[..], &[DATABASE_OUTPUT], queue]
            .into_iter()
            .filter(|names| !names.iter().any(has))
            .map(|names| names.join(" or "))
            .collect()
    }
}

fn release(version: &str) -> Option<(u32, u32, u32)> {
    let (numbers, build) = version.split_once('-').map_or((version, None), |(n, b)| (n, Some(b)));
    if build.is_some_and(|build| !is_build_time(build)) {
        return None;
    }
    let mut parts = numbers.split('.').map(|part| {
        let digits = !part.is_empty() && part.chars().all(|c| c.is_ascii_digit());
        digits.then(|| part.parse().ok()).flatten()
    });
    let version = (parts.next()??, parts.next()??, parts.next()??);
    parts.next().is_none().then_some(version)
}

/// `20260102T030405Z`
fn is_build_time(text: &str) -> bool {
    text.len() == 16
        && text.char_indices().all(|(at, c)| match at {
            8 => c == 'T',
            15 => c == 'Z',
            _ => c.is_ascii_digit(),
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_generation_of_the_image_has_its_contract() {
        for (version, port, sidecars) in [
            ("0.4.12", 5000, false),
            ("0.6.3", 5000, false),
            ("0.7.10", 5000, false),
            ("0.8.2", 5000, false),
            ("0.8.8", 5000, false),
            ("0.8.9", 8080, false),
            ("0.9.3", 8080, false),
            ("0.17.1", 8080, false),
            ("0.17.2", 8080, true),
            ("0.18.0", 8080, true),
            ("0.18.0-20260102T030405Z", 8080, true),
            ("1.0.0", 8080, true),
        ] {
            let found = Contract::for_version(version).map(|c| (c.port, c.sidecars));
            assert_eq!(found, Some((port, sidecars)), "{version}");
        }
    }

    #[test]
    fn what_is_no_known_version_is_not_guessed() {
        for text in [
            "latest",
            "",
            "0.18",
            "0.18.0.1",
            "v0.18.0",
            "0.18.0-rc1",
            "0.18.0-",
            "0.7.11",
            "0.8.1",
            "+1.0.0",
        ] {
            assert_eq!(Contract::for_version(text), None, "{text:?}");
        }
    }

    #[test]
    fn an_image_before_0_7_2_needs_the_queue_by_its_arn() {
        let outputs = [
            ("Catalog", "https://quilt.example.com"),
            (DATABASE_OUTPUT, "db"),
            (QUEUE_URL_OUTPUT, "https://sqs.us-east-1.amazonaws.com/123456789012/packager"),
        ];
        let outputs = outputs.map(|(k, v)| (k.to_owned(), v.to_owned())).into();
        let missing = |version| Contract::for_version(version).map(|c| c.missing_outputs(&outputs));
        assert_eq!(missing("0.7.1"), Some(vec!["PackagerQueueArn".to_owned()]));
        assert_eq!(missing("0.7.2"), Some(vec![]));
    }

    #[test]
    fn missing_outputs_are_named_with_their_alternatives() {
        let missing = Contract::for_version("0.18.0").map(|c| c.missing_outputs(&BTreeMap::new()));
        assert_eq!(
            missing,
            Some(vec![
                "QuiltWebHost or Catalog or CatalogDomain".to_owned(),
                "UserAthenaDatabaseName".to_owned(),
                "PackagerQueueUrl or PackagerQueueArn".to_owned(),
            ])
        );
    }
}
