//! Everything around the product, on this machine: AWS (fakecloud), a Quilt stack and the image in it,
//! Benchling, and the container's routes.

use std::collections::BTreeMap;
use std::path::PathBuf;

use anyhow::{Context, Result};
use aws_sdk_ecr::config::{BehaviorVersion, Credentials, Region};
use engine::cloud::aws::Aws;
use engine::cloud::{ChangeSetRequest, Cloud};
use ipc::ImageRepository;
use serde_json::json;
use tempfile::TempDir;

use crate::benchling::Benchling;
use crate::buckets;
use crate::container::Container;
use crate::standins::{KEY, REGION, StandIn};

pub const IMAGE_TAG: &str = "0.17.1";
pub const NEWER_TAG: &str = "0.18.0";
/// Where packages go.
pub const BUCKET: &str = "acme-packages";
const QUILT: &str = "quilt-test";

pub struct World {
    pub aws: StandIn,
    pub benchling: Benchling,
    pub container: Container,
    pub quilt_stack_arn: String,
    pub folder: TempDir,
}

impl World {
    pub async fn start() -> Result<Self> {
        // The account that publishes the image, so that profiles need not name a repository of their own.
        let aws = StandIn::fakecloud_as(ImageRepository::quilt().registry_account()).await?;
        let cloud = aws.aws().await?;
        let quilt_stack_arn = quilt_stack(&cloud).await?;
        images(&aws).await?;
        buckets::make(&aws, BUCKET).await?;
        Ok(Self {
            aws,
            benchling: Benchling::start().await,
            container: Container::start(IMAGE_TAG).await,
            quilt_stack_arn,
            folder: tempfile::tempdir()?,
        })
    }

    pub fn config_dir(&self) -> PathBuf {
        self.folder.path().join("config")
    }

    /// What a program under test is given, and what it finds nothing beside.
    pub fn environment(&self) -> Vec<(&'static str, String)> {
        let mut variables: Vec<(&'static str, String)> = self.aws.environment().into_iter().collect();
        variables.extend([
            ("BENCHLING_WEBHOOK_CONFIG_DIR", self.config_dir().display().to_string()),
            ("BENCHLING_WEBHOOK_BENCHLING_URL", self.benchling.url()),
            ("BENCHLING_WEBHOOK_ENDPOINT_URL", self.container.url()),
        ]);
        variables
    }

    /// The same for the window, which keeps its page's storage in a folder that can be searched afterwards.
    pub fn window_environment(&self) -> Vec<(&'static str, String)> {
        let mut variables = self.environment();
        variables.push(("XDG_DATA_HOME", self.folder.path().join("data").display().to_string()));
        variables.push(("BENCHLING_WEBHOOK_WAIT_TIMEOUT", "2".into()));
        variables
    }
}

/// A stack that is recognised as Quilt's by its outputs.
async fn quilt_stack(cloud: &Aws) -> Result<String> {
    let template = json!({
        "Resources": { "Queue": { "Type": "AWS::SQS::Queue", "Properties": { "QueueName": "quilt-packager" } } },
        "Outputs": {
            "QuiltWebHost": { "Value": "quilt.example.com" },
            "UserAthenaDatabaseName": { "Value": "userathenadatabase" },
            "PackagerQueueUrl": { "Value": { "Ref": "Queue" } },
            "PackagerQueueArn": { "Value": { "Fn::GetAtt": ["Queue", "Arn"] } }
        }
    });
    let request = ChangeSetRequest {
        stack: QUILT.into(),
        name: "quilt".into(),
        create: true,
        template: template.to_string(),
        parameters: BTreeMap::new(),
        tags: BTreeMap::new(),
        token: "quilt".into(),
    };
    let change_set = cloud.create_change_set(&request).await?;
    cloud.execute_change_set(&change_set, "quilt").await?;
    Ok(cloud.stack(QUILT).await?.context("the Quilt stack was just made")?.arn)
}

/// The published repository, with two versions in it.
async fn images(aws: &StandIn) -> Result<()> {
    let config = aws_sdk_ecr::Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new(REGION))
        .endpoint_url(aws.endpoint())
        .credentials_provider(Credentials::new(KEY, KEY, None, None, "test"))
        .build();
    let ecr = aws_sdk_ecr::Client::from_conf(config);
    let repository = ImageRepository::quilt();
    let name = repository.path();
    ecr.create_repository().repository_name(name).send().await?;
    for tag in [IMAGE_TAG, NEWER_TAG] {
        let manifest = json!({
            "schemaVersion": 2,
            "mediaType": "application/vnd.docker.distribution.manifest.v2+json",
            "config": {
                "mediaType": "application/vnd.docker.container.image.v1+json",
                "size": 2,
                "digest": "sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"
            },
            "layers": [],
            "annotations": { "version": tag }
        });
        ecr.put_image()
            .repository_name(name)
            .image_tag(tag)
            .image_manifest(manifest.to_string())
            .send()
            .await?;
    }
    Ok(())
}
