//! Images in a stand-in's registry: enough of one to be looked up, pulled by nobody.

use anyhow::{Context, Result};
use aws_sdk_ecr::Client;
use aws_sdk_ecr::primitives::Blob;
use ipc::{Digest, ImageRepository, ImageTag};
use serde_json::json;
use sha2::{Digest as _, Sha256};

use crate::standins::StandIn;

const MANIFEST: &str = "application/vnd.docker.distribution.manifest.v2+json";
const INDEX: &str = "application/vnd.oci.image.index.v1+json";

/// One repository of a stand-in's own account.
pub struct Registry {
    client: Client,
    repository: ImageRepository,
}

impl Registry {
    /// Creates the repository.
    pub async fn new(stand_in: &StandIn, repository: &ImageRepository) -> Result<Self> {
        let client = Client::new(&stand_in.sdk_config().await);
        client.create_repository().repository_name(repository.path()).send().await?;
        Ok(Self { client, repository: repository.clone() })
    }

    /// An amd64 image that says it was built as `tag`.
    pub async fn push(&self, tag: &ImageTag) -> Result<Digest> {
        let manifest = self.manifest(tag).await?;
        self.put(tag, manifest, MANIFEST).await
    }

    /// The same below an index, beside a build attestation, as build tools push it.
    pub async fn push_index(&self, tag: &ImageTag) -> Result<Digest> {
        let manifest = self.manifest(tag).await?;
        let entry = |digest: &str, os: &str, architecture: &str| {
            json!({
                "mediaType": MANIFEST, "digest": digest, "size": manifest.len(),
                "platform": { "os": os, "architecture": architecture }
            })
        };
        let index = json!({ "schemaVersion": 2, "mediaType": INDEX, "manifests": [
            entry(&digest("attestation"), "unknown", "unknown"),
            entry(&digest(&manifest), "linux", "amd64"),
        ]});
        self.put(&format!("{tag}-amd64").parse()?, manifest, MANIFEST).await?;
        self.put(tag, index.to_string(), INDEX).await
    }

    async fn manifest(&self, tag: &ImageTag) -> Result<String> {
        let config = json!({
            "os": "linux", "architecture": "amd64",
            "config": { "Env": ["PATH=/usr/local/bin:/usr/bin", format!("BUILD_VERSION={tag}")] }
        });
        let config = config.to_string();
        let repository = self.repository.path();
        let upload = self.client.initiate_layer_upload().repository_name(repository).send().await?;
        let upload = upload.upload_id().context("no upload id")?;
        self.client
            .upload_layer_part()
            .repository_name(repository)
            .upload_id(upload)
            .part_first_byte(0)
            .part_last_byte(i64::try_from(config.len())? - 1)
            .layer_part_blob(Blob::new(config.as_bytes()))
            .send()
            .await?;
        self.client
            .complete_layer_upload()
            .repository_name(repository)
            .upload_id(upload)
            .layer_digests(digest(&config))
            .send()
            .await?;
        let described = json!({
            "mediaType": "application/vnd.docker.container.image.v1+json",
            "size": config.len(), "digest": digest(&config)
        });
        let manifest =
            json!({ "schemaVersion": 2, "mediaType": MANIFEST, "config": described, "layers": [] });
        Ok(manifest.to_string())
    }

    async fn put(&self, tag: &ImageTag, manifest: String, media_type: &str) -> Result<Digest> {
        let digest = digest(&manifest).parse()?;
        self.client
            .put_image()
            .repository_name(self.repository.path())
            .image_tag(tag.as_str())
            .image_manifest(manifest)
            .image_manifest_media_type(media_type)
            .send()
            .await?;
        Ok(digest)
    }
}

fn digest(content: &str) -> String {
    let hash = Sha256::digest(content);
    hash.iter().fold("sha256:".to_owned(), |text, byte| format!("{text}{byte:02x}"))
}
