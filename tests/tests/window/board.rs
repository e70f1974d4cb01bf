//! The dashboard when not all is well: without a network, and when something speaks against a promotion.

use anyhow::Result;
use engine::template::STACK_NAME;
use engine::{Paths, seen};
use installer_tests::window::Window;
use ipc::status::{HealthState, TargetCounts, TaskCounts};
use ipc::{Environment, Timestamp};
use serde_json::json;

use crate::rehearsed::Place;

#[tokio::test(flavor = "multi_thread")]
async fn offline_the_last_known_values_are_shown_with_their_date() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let config = folder.path().join("config");
    std::fs::create_dir_all(&config)?;
    let entry = |environment: Environment, tag: &str| {
        json!({
            "endpoint": format!("https://abc.execute-api.us-east-1.amazonaws.com/{environment}"), "imageTag": tag,
            "digest": format!("sha256:{}", "9f2c".repeat(16)), "deployedAt": "2026-01-02T03:04:05Z",
            "stackName": STACK_NAME, "stage": environment.as_str(), "region": "us-east-1", "account": "123456789012",
        })
    };
    let record =
        json!({ "dev": entry(Environment::Dev, "0.18.0"), "prod": entry(Environment::Prod, "0.17.1") });
    std::fs::write(config.join("deploy.json"), record.to_string())?;
    let variables = |name: &str| {
        let nowhere = "/nonexistent".to_owned();
        [
            ("BENCHLING_WEBHOOK_CONFIG_DIR", config.display().to_string()),
            ("XDG_DATA_HOME", folder.path().join(name).display().to_string()),
            // Nobody listens there.
            ("AWS_ENDPOINT_URL", "http://127.0.0.1:9".to_owned()),
            ("AWS_REGION", "us-east-1".to_owned()),
            ("AWS_ACCESS_KEY_ID", "test".to_owned()),
            ("AWS_SECRET_ACCESS_KEY", "test".to_owned()),
            ("AWS_CONFIG_FILE", nowhere.clone()),
            ("AWS_SHARED_CREDENTIALS_FILE", nowhere),
            ("AWS_EC2_METADATA_DISABLED", "true".to_owned()),
        ]
    };
    // Nothing was ever looked at from here: what was deployed is known.
    let window = Window::open("offline-recorded", &variables("first"), &[]).await?;
    window.find("[data-test=status-problem] [data-code=aws_unreachable]").await?;
    assert_eq!(window.text("[data-test=card-dev] [data-test=image-tag]").await?, "0.18.0");
    window.picture("recorded").await?;
    window.close().await?;

    let paths = Paths::at(&config);
    let mut status = seen::last(&paths)?.unwrap();
    status.checked_at = Timestamp(1_780_000_000_000);
    for deployed in status.environments.iter_mut().filter_map(|one| one.deployed.as_mut()) {
        deployed.health.state = HealthState::Healthy;
        deployed.health.latency_ms = Some(88);
        deployed.tasks = Some(TaskCounts { running: 2, desired: 2, failed: 0 });
        deployed.targets = Some(TargetCounts { healthy: 2, total: 2 });
    }
    seen::note(&paths, &status);
    let window = Window::open("offline", &variables("second"), &[]).await?;
    window.find("[data-test=status-problem] [data-code=aws_unreachable]").await?;
    let card = window.text("[data-test=card-prod]").await?;
    for told in ["Unknown, was healthy", "0.17.1", "2 of 2"] {
        assert!(card.contains(told), "{told} is missing: {card}");
    }
    assert!(window.text("[data-test=last-known]").await?.contains("last known"));
    // What needs AWS is not offered.
    window.find("[data-test=deploy-prod][aria-disabled=true]").await?;
    window.find("[data-test=promote][aria-disabled=true]").await?;
    window.look("offline").await?;
    window.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_not_tested_is_promoted_by_a_typed_word_only() -> Result<()> {
    let place = Place::new().await?.taking(2);
    let window = place.open("promote").await?;
    deploy_dev(&window, "0.18.0").await?;
    window.find("[data-test=promote-path][data-lit=false]").await?;
    window.look("dark-path").await?;
    window.click("[data-test=promote]").await?;
    window.find("[data-test=promote-dialog] [data-test=objections]").await?;
    window.find("[data-test=confirm-promote][aria-disabled=true]").await?;
    window.look("gate").await?;
    window.picture_for_readme("promote").await?;
    window.fill("#promote-word", "yes").await?;
    window.find("[data-test=confirm-promote][aria-disabled=true]").await?;
    window.fill("#promote-word", "promote").await?;
    window.find("[data-test=promote-dialog] [data-test=plan]").await?;
    window.find("[data-test=confirm-promote]:not([aria-disabled=true])").await?;
    window.click("[data-test=cancel-promote]").await?;

    // Tested, the path is lit, and the gate says when that was.
    window.click("[data-test=test-dev]").await?;
    window.find("[data-test=verify-passed]").await?;
    window.click("[data-test=close-verify]").await?;
    window.find("[data-test=promote-path][data-lit=true]").await?;
    window.look("lit-path").await?;
    window.click("[data-test=promote]").await?;
    window.find("[data-test=promote-dialog] [data-test=plan]").await?;
    let tested = window.text("[data-test=gate-test]").await?;
    assert!(tested.starts_with("Tested") && tested.contains("passed"), "{tested}");
    assert!(!window.exists("[data-test=objections]").await?);
    window.look("free-gate").await?;
    window.close().await
}

async fn deploy_dev(window: &Window, tag: &str) -> Result<()> {
    window.click("[data-test=deploy-dev]").await?;
    window.fill("#deploy-image-tag", tag).await?;
    window.click("[data-test=plan-deploy]").await?;
    window.find("[data-test=deploy-dialog] [data-test=plan]").await?;
    window.click("[data-test=confirm-deploy]").await?;
    window.find("[data-test=outcome-succeeded]").await?;
    window.click("[data-test=open-dashboard]").await?;
    window
        .until(&format!("dev runs {tag}"), async || {
            Ok(window.text("[data-test=card-dev] [data-test=image-tag]").await? == tag)
        })
        .await
}
