//! ECR: what a tag stands for.
//!
//! The published repository lets foreign accounts ask for manifests and layers only, so everything comes from
//! `BatchGetImage` and `GetDownloadUrlForLayer`: tag -> digest and manifest; where that is an index, its
//! linux/amd64 entry -> manifest; its config blob -> environment -> `BUILD_VERSION`. The digest that is
//! deployed is what the tag points at, index or not: ECS picks the platform. Everything after the digest is a
//! convenience, and its failure leaves the version out.

use std::time::Duration;

use aws_sdk_ecr::Client;
use aws_sdk_ecr::types::{Image as EcrImage, ImageFailureCode, ImageIdentifier};
use ipc::{Code, Digest, ImageRepository, ImageTag, Problem};
use serde::Deserialize;
use serde_json::Value;
use url::Url;

use super::Aws;
use super::gateway::is_aws;
use super::problem::has_code;
use crate::Result;
use crate::cloud::Image;

/// Without being told, ECR gives an index's first entry in a format of its own choice.
const MEDIA_TYPES: [&str; 4] = [
    "application/vnd.oci.image.index.v1+json",
    "application/vnd.docker.distribution.manifest.list.v2+json",
    "application/vnd.oci.image.manifest.v1+json",
    "application/vnd.docker.distribution.manifest.v2+json",
];
/// The config blob is a few kilobytes in S3.
const BLOB_TIMEOUT: Duration = Duration::from_secs(10);

impl Aws {
    pub(super) async fn image(&self, repository: &ImageRepository, tag: &ImageTag) -> Result<Option<Image>> {
        let client = self.registry(repository);
        let id = ImageIdentifier::builder().image_tag(tag.as_str()).build();
        let Some(found) = self.manifest(&client, repository, id).await? else { return Ok(None) };
        let digest = found.image_id().and_then(|id| id.image_digest()).unwrap_or_default();
        let digest: Digest = digest.parse().map_err(|invalid| {
            Problem::new(
                Code::AwsRefused,
                format!("{repository} has the tag {tag}, and its digest can't be understood."),
                "Try again; if it stays, name another image repository in the profile.",
            )
            .because(&invalid)
        })?;
        let build_version = self.build_version(&client, repository, &found).await;
        Ok(Some(Image { digest, build_version }))
    }

    /// The repository names its registry's region, which need not be ours.
    fn registry(&self, repository: &ImageRepository) -> Client {
        let region = aws_config::Region::new(repository.region().to_owned());
        Client::from_conf(aws_sdk_ecr::config::Builder::from(&self.config).region(region).build())
    }

    async fn manifest(
        &self,
        client: &Client,
        repository: &ImageRepository,
        id: ImageIdentifier,
    ) -> Result<Option<EcrImage>> {
        let answer = client
            .batch_get_image()
            .registry_id(repository.registry_account())
            .repository_name(repository.path())
            .image_ids(id)
            .set_accepted_media_types(Some(MEDIA_TYPES.map(str::to_owned).to_vec()))
            .send()
            .await
            .map_err(|error| match has_code(&error, &["RepositoryNotFound"]) {
                true => Problem::new(
                    Code::ImageMissing,
                    format!("There is no image repository {repository}."),
                    "Correct the image repository in the profile and try again.",
                ),
                false => self.origin.problem(&format!("look up the image in {repository}"), &error),
            })?;
        if let Some(image) = answer.images.unwrap_or_default().into_iter().next() {
            return Ok(Some(image));
        }
        let failure = answer.failures.unwrap_or_default().into_iter().next();
        match failure.as_ref().and_then(|failure| failure.failure_code()) {
            None | Some(ImageFailureCode::ImageNotFound) => Ok(None),
            Some(code) => {
                let reason = failure.as_ref().and_then(|failure| failure.failure_reason());
                Err(Problem::new(
                    Code::AwsRefused,
                    format!(
                        "ECR did not give the image out of {repository}: {}.",
                        reason.unwrap_or(code.as_str())
                    ),
                    "Check the repository's policy and encryption key, then try again.",
                ))
            }
        }
    }

    async fn build_version(
        &self,
        client: &Client,
        repository: &ImageRepository,
        image: &EcrImage,
    ) -> Option<String> {
        let mut manifest: Manifest = serde_json::from_str(image.image_manifest()?).ok()?;
        if let Some(entry) = manifest.manifests.iter().find(|entry| entry.is_linux_amd64()) {
            let id = ImageIdentifier::builder().image_digest(&entry.digest).build();
            let image = self.manifest(client, repository, id).await.ok()??;
            manifest = serde_json::from_str(image.image_manifest()?).ok()?;
        }
        let layer = client
            .get_download_url_for_layer()
            .registry_id(repository.registry_account())
            .repository_name(repository.path())
            .layer_digest(manifest.config?.digest)
            .send()
            .await
            .ok()?;
        let url: Url = layer.download_url()?.parse().ok()?;
        if is_aws(&url) && self.stand_in().is_some() {
            return None;
        }
        let blob = self.web.get(url).timeout(BLOB_TIMEOUT).send().await.ok()?;
        let config: Value = blob.error_for_status().ok()?.json().await.ok()?;
        build_version(&config)
    }
}

/// A manifest, or an index of manifests: the parts of either that lead to the config.
#[derive(Deserialize)]
struct Manifest {
    config: Option<Blob>,
    #[serde(default)]
    manifests: Vec<IndexEntry>,
}

#[derive(Deserialize)]
struct Blob {
    digest: String,
}

#[derive(Deserialize)]
struct IndexEntry {
    digest: String,
    #[serde(default)]
    platform: Value,
}

impl IndexEntry {
    /// Build attestations are in the index too, under the platform `unknown/unknown`.
    fn is_linux_amd64(&self) -> bool {
        self.platform["os"] == "linux" && self.platform["architecture"] == "amd64"
    }
}

fn build_version(config: &Value) -> Option<String> {
    let environment = config["config"]["Env"].as_array()?;
    environment
        .iter()
        .find_map(|entry| entry.as_str()?.strip_prefix("BUILD_VERSION="))
        .filter(|version| !version.is_empty())
        .map(str::to_owned)
}
