//! A rehearsed world with both environments, made beforehand, so that a window opens on its dashboard.

use std::path::Path;
use std::sync::Arc;

use anyhow::Result;
use engine::clock::SystemClock;
use engine::cloud::Cloud;
use engine::cloud::rehearsal::{Pace, Rehearsal};
use engine::secret::{Keyring, Secret, SecretStore};
use engine::template::{self, Network, STACK_NAME};
use engine::{Paths, profiles};
use installer_tests::stacks;
use ipc::{Environment, LogLevel, Profile, ProfileName};
use serde_json::{Value, json};

/// `template` is the one that is deployed.
pub async fn world(config: &Path, template: &Value) -> Result<Rehearsal> {
    let paths = Paths::at(config).rehearsal();
    let cloud = Rehearsal::open(paths.rehearsed_cloud(), Arc::new(SystemClock), Pace::instant())?;
    let quilt = cloud.stacks().await?.remove(0).arn;
    for environment in Environment::ALL {
        let name = ProfileName::usual_for(environment);
        let profile = Profile {
            profile: name.clone(),
            benchling_tenant: "acme".parse()?,
            benchling_app_definition_id: format!("appdef_{environment}").parse()?,
            benchling_client_id: "id".into(),
            quilt_stack_arn: quilt.parse()?,
            benchling_pkg_bucket: "packages".parse()?,
            pkg_prefix: "benchling".into(),
            pkg_key: "experiment_id".into(),
            log_level: LogLevel::Info,
            image_tag: "0.17.1".parse()?,
            image_repository: None,
            webhook_allow_list: String::new(),
            enable_webhook_verification: true,
            aws_profile: None,
            task_size: None,
            task_count: None,
        };
        profiles::save(&paths, &profile)?;
        Keyring::rehearsal().save(&name, &Secret::new("rehearsed"))?;
    }
    let mut given = template::shared_parameters(&Network::default(), true);
    for environment in Environment::ALL {
        given.extend(template::parameters(&stacks::settings(environment, "0.17.1"), &[].into()));
    }
    let stack = stacks::deploy(&cloud, STACK_NAME, template, given).await?;
    let record = json!({ "prod": {
        "endpoint": stack.endpoint(Environment::Prod), "imageTag": "0.17.1", "stackName": STACK_NAME,
        "deployedAt": "2026-01-02T03:04:05Z", "stage": "prod",
    } });
    std::fs::write(paths.base().join("deploy.json"), record.to_string())?;
    Ok(cloud)
}
