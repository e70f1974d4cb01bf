//! The versions that the rehearsed repository has.

use ipc::{Digest, ImageTag};

use super::names::hex;
use crate::cloud::Image;

/// What `latest` points at: a development build, as it can be.
const LATEST: &str = "0.18.1-20261101T090000Z";

/// Tags, each with whether its image says its version. Images before 0.7.8 don't, nor does what somebody built.
const TAGS: [(&str, bool); 7] = [
    ("0.6.2", false),
    ("0.7.10", true),
    ("0.8.9", true),
    ("0.17.1", true),
    ("0.18.0", true),
    (LATEST, true),
    ("custom", false),
];

pub fn by_tag(tag: &ImageTag) -> Option<Image> {
    let version = if tag.as_str() == "latest" { LATEST } else { tag.as_str() };
    let (version, tells) = TAGS.into_iter().find(|(known, _)| *known == version)?;
    Some(Image { digest: digest(version)?, build_version: tells.then(|| version.to_owned()) })
}

/// The version behind a container's image, `repository@sha256:...` or `repository:tag`.
pub fn version_of(reference: &str) -> Option<&'static str> {
    let is_this = |version: &str| match reference.split_once('@') {
        Some((_, wanted)) => digest(version).is_some_and(|d| d.as_str() == wanted),
        None => match reference.rsplit_once(':') {
            Some((_, "latest")) => version == LATEST,
            Some((_, tag)) => tag == version,
            None => version == LATEST,
        },
    };
    TAGS.into_iter().map(|(version, _)| version).find(|version| is_this(version))
}

/// The digest of a container's image.
pub fn digest_of(reference: &str) -> Option<Digest> {
    match reference.split_once('@') {
        Some((_, digest)) => digest.parse().ok(),
        None => digest(version_of(reference)?),
    }
}

fn digest(version: &str) -> Option<Digest> {
    format!("sha256:{}", hex(&format!("rehearsed image {version}"), 64)).parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn latest_is_a_development_build_and_an_unknown_tag_is_nothing() {
        let latest = by_tag(&"latest".parse().unwrap()).unwrap();
        assert_eq!(latest.build_version.as_deref(), Some(LATEST));
        assert_eq!(Some(latest), by_tag(&LATEST.parse().unwrap()));
        assert_eq!(by_tag(&"0.6.3".parse().unwrap()), None);
    }

    #[test]
    fn a_container_knows_its_version_by_digest_and_by_tag() {
        let image = by_tag(&"0.6.2".parse().unwrap()).unwrap();
        assert_eq!(version_of(&format!("repository@{}", image.digest)), Some("0.6.2"));
        assert_eq!(version_of("host/repository:0.18.0"), Some("0.18.0"));
        assert_eq!(digest_of("host/repository:0.6.2"), Some(image.digest));
    }
}
