//! A deployment that the command line has begun while the window was open.

use std::process::Stdio;

use anyhow::{Result, ensure};
use engine::cloud::Cloud;
use engine::template::STACK_NAME;

use crate::rehearsed::Place;

#[tokio::test(flavor = "multi_thread")]
async fn what_was_begun_elsewhere_is_shown_and_followed() -> Result<()> {
    let place = Place::new().await?.taking(40);
    let window = place.open("elsewhere").await?;
    ensure!(!window.exists("[data-test=busy]").await?, "nothing was begun yet");
    let deploy = ["deploy", "--environment", "prod", "--image-tag", "0.18.0", "--yes"];
    let mut command = place.command(&deploy)?;
    let begun = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?;

    // As somebody does who waits for it; without, it is asked for every half minute.
    window
        .until("the dashboard knows of it", async || {
            if !window.exists("[data-test=busy]").await? {
                window.click("[data-test=refresh]").await?;
                tokio::time::sleep(std::time::Duration::from_millis(500)).await;
            }
            window.exists("[data-test=busy]").await
        })
        .await?;
    // Nothing else can be begun meanwhile.
    window.find("[data-test=deploy-dev][aria-disabled=true]").await?;
    window.find("[data-test=promote][aria-disabled=true]").await?;
    window.look("busy").await?;
    window.click("[data-test=busy] [data-test=repair]").await?;
    window.find("[data-test=repair-dialog] [data-test=plan]").await?;
    window.look("follow").await?;
    window.click("[data-test=confirm-repair]").await?;
    window.find("[data-test=progress] [data-test=resource-row]").await?;
    window.picture("followed").await?;
    window.find("[data-test=outcome-done]").await?;
    window.look("done").await?;

    let ended = begun.wait_with_output().await?;
    ensure!(ended.status.success(), "the command line was disturbed: {ended:?}");
    let stack = place.cloud.stack(STACK_NAME).await?;
    let tag = stack.and_then(|stack| stack.parameters.get("ProdImageTag").cloned());
    assert_eq!(tag.as_deref(), Some("0.18.0"));
    window.click("[data-test=open-dashboard]").await?;
    window
        .until("the card shows it", async || {
            Ok(window.text("[data-test=card-prod] [data-test=image-tag]").await? == "0.18.0")
        })
        .await?;
    window.until("nothing is under way", async || Ok(!window.exists("[data-test=busy]").await?)).await?;

    // This version lets everybody in, so the card has answers to draw; a pointer and a reader are told how fast they were.
    let told = "const line = document.querySelector('[data-test=card-prod] .spark');
        const title = line?.querySelector('title');
        return title instanceof SVGTitleElement && title.textContent === line.getAttribute('aria-label')
            && /ms/.test(title.textContent)";
    window
        .until("the line of answers says what it shows", async || {
            window.click("[data-test=refresh]").await?;
            Ok(window.driver.execute(told, vec![]).await?.json() == &serde_json::json!(true))
        })
        .await?;
    window.picture("answers").await?;
    window.close().await
}
