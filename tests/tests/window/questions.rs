//! What a deployment asks before it goes on: the version of an image, and whether both environments may change.

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
use installer_tests::window::Window;
use serde_json::json;

use ipc::{Environment, LogLevel, Profile, ProfileName};

/// A rehearsed stack that another version of the program deployed: its template had one alarm of prod less.
async fn rehearsed_world(config: &Path) -> Result<Rehearsal> {
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
        };
        profiles::save(&paths, &profile)?;
        Keyring::rehearsal().save(&name, &Secret::new("rehearsed"))?;
    }
    let mut older = template::template();
    if let Some(resources) = older["Resources"].as_object_mut() {
        resources.shift_remove("ProdCpuAlarm");
    }
    let mut given = template::shared_parameters(&Network::default(), true);
    for environment in Environment::ALL {
        given.extend(template::parameters(&stacks::settings(environment, "0.17.1"), &[].into()));
    }
    let stack = stacks::deploy(&cloud, STACK_NAME, &older, given).await?;
    let record = json!({ "prod": {
        "endpoint": stack.endpoint(Environment::Prod), "imageTag": "0.17.1", "stackName": STACK_NAME,
        "deployedAt": "2026-01-02T03:04:05Z", "stage": "prod",
    } });
    std::fs::write(paths.base().join("deploy.json"), record.to_string())?;
    Ok(cloud)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_version_and_an_update_of_both_are_asked_about() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let config = folder.path().join("config");
    let cloud = rehearsed_world(&config).await?;
    let variables = [
        ("BENCHLING_WEBHOOK_CONFIG_DIR", config.display().to_string()),
        ("XDG_DATA_HOME", folder.path().join("data").display().to_string()),
        ("BENCHLING_WEBHOOK_REHEARSAL_SECONDS", "2".to_owned()),
    ];
    let window = Window::open("questions", &variables, &["--rehearsal"]).await?;
    window.click("[data-test=deploy-dev]").await?;
    window.fill("#deploy-image-tag", "custom").await?;
    window.click("[data-test=plan-deploy]").await?;
    window.find("[data-test=version-question]").await?;
    window.picture("version").await?;
    window.fill("#image-version", "0.18.0").await?;
    window.click("[data-test=answer-version]").await?;

    window.find("[data-test=problem][data-code=other_environment_touched]").await?;
    window.picture("both").await?;
    let tag = cloud.stack(STACK_NAME).await?.and_then(|stack| stack.parameters.get("DevImageTag").cloned());
    assert_eq!(tag.as_deref(), Some("0.17.1"), "nothing is changed yet");
    window.click("[data-test=update-both]").await?;
    window.find("[data-test=deploy-dialog] [data-test=plan]").await?;
    let letter = window.text("[data-test=deploy-dialog]").await?;
    assert!(letter.contains("Prod follows to this version: 1 of its resources changes."), "{letter}");
    window.picture("both-plan").await?;
    window.click("[data-test=confirm-deploy]").await?;
    window.find("[data-test=outcome-succeeded]").await?;
    window.close().await
}
