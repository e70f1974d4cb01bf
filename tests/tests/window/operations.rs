//! What the dashboard can do besides deploying: reading logs, stopping, repairing, removing.

use anyhow::Result;
use engine::cloud::Cloud;
use engine::template::{self, STACK_NAME};
use installer_tests::window::Window;
use ipc::Environment;

use crate::rehearsed;

#[tokio::test(flavor = "multi_thread")]
async fn logs_are_read_a_deployment_is_stopped_a_stuck_stack_is_mended_and_dev_is_removed() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let config = folder.path().join("config");
    let cloud = rehearsed::world(&config, &template::template()).await?;
    let variables = [
        ("BENCHLING_WEBHOOK_CONFIG_DIR", config.display().to_string()),
        ("XDG_DATA_HOME", folder.path().join("data").display().to_string()),
        ("BENCHLING_WEBHOOK_REHEARSAL_SECONDS", "8".to_owned()),
    ];
    let window = Window::open("operations", &variables, &["--rehearsal"]).await?;

    window.click("[data-test=logs-dev]").await?;
    window.find("[data-test=logs-dialog] [data-test=logs]").await?;
    window.picture("logs").await?;
    window.fill("#logs-filter", "nothing has this in it").await?;
    window.find("[data-test=logs-empty]").await?;
    window.click("[data-test=logs-dialog] [data-test=close]").await?;

    deploy(&window, "0.18.0").await?;
    window.click("[data-test=stop]").await?;
    window.picture("stop").await?;
    window.click("[data-test=confirm-stop]").await?;
    window.find("[data-test=outcome-failed] [data-code=deployment_stopped]").await?;
    window.picture("stopped").await?;
    let tag = cloud.stack(STACK_NAME).await?.and_then(|stack| stack.parameters.get("ProdImageTag").cloned());
    assert_eq!(tag.as_deref(), Some("0.17.1"));

    window.click("[data-test=open-dashboard]").await?;
    window.click("#rehearseFailure option[value=update-rollback-failed]").await?;
    deploy(&window, "0.18.0").await?;
    window.find("[data-test=outcome-failed]").await?;
    window.click("[data-test=open-dashboard]").await?;
    window.click("[data-test=busy] [data-test=repair]").await?;
    window.find("[data-test=repair-dialog] [data-test=plan]").await?;
    window.picture("repair").await?;
    // It would fail again, unless it is passed over.
    window.click("[data-test=pass-over]").await?;
    window
        .until("the consequence is told", async || {
            Ok(window.text("[data-test=repair-dialog]").await?.contains("Service is skipped"))
        })
        .await?;
    window.click("[data-test=confirm-repair]").await?;
    window.find("[data-test=outcome-done]").await?;
    window.click("[data-test=open-dashboard]").await?;
    window.click("#rehearseFailure option[value='']").await?;

    window.click("[data-test=remove-dev]").await?;
    window.find("[data-test=remove-dialog] [data-test=plan]").await?;
    assert!(!window.exists("[data-test=confirm-remove]:not([aria-disabled=true])").await?);
    window.fill("#remove-word", "dev").await?;
    window.picture("remove").await?;
    window.click("[data-test=confirm-remove]").await?;
    window.find("[data-test=outcome-done]").await?;
    window.picture("removed").await?;
    assert!(!cloud.stack(STACK_NAME).await?.is_some_and(|stack| stack.has(Environment::Dev)));
    window.click("[data-test=open-dashboard]").await?;
    window.find("[data-test=card-dev][data-state=absent]").await?;
    window.close().await
}

async fn deploy(window: &Window, tag: &str) -> Result<()> {
    window.click("[data-test=deploy-prod]").await?;
    window.fill("#deploy-image-tag", tag).await?;
    window.click("[data-test=plan-deploy]").await?;
    window.find("[data-test=deploy-dialog] [data-test=plan]").await?;
    window.click("[data-test=confirm-deploy]").await?;
    window.find("[data-test=progress]").await.map(drop)
}
