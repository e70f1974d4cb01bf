//! A deployment that fails: why, in a sentence, what to do about it, and the way out.

use anyhow::Result;
use engine::cloud::Cloud;
use engine::template::STACK_NAME;

use crate::rehearsed::{Place, deploy};

#[tokio::test(flavor = "multi_thread")]
async fn a_container_that_crashes_is_told_by_its_cause_and_the_next_deployment_succeeds() -> Result<()> {
    let place = Place::new().await?.taking(8);
    let cloud = &place.cloud;
    let window = place.open("failure").await?;
    window.click("#rehearseFailure option[value=crash-loop]").await?;
    deploy(&window, "0.18.0").await?;
    window.find("[data-test=resource-row][data-state=updating]").await?;
    window.look("under-way").await?;
    window.find("[data-test=outcome-failed] [data-code=deployment_failed]").await?;
    let told = window.text("main").await?;
    for words in [
        "Service failed: its container stops soon after its start, with exit code 1.",
        "Everything is as it was before.",
        "Then deploy again.",
    ] {
        assert!(told.contains(words), "{words}: {told}");
    }
    window.look("failed").await?;
    window.picture_for_readme("failure").await?;
    window.click("[data-test=raw-events] summary").await?;
    window
        .until("CloudFormation's own events are listed", async || {
            let events = window.text("[data-test=raw-events] pre").await?;
            Ok(events.contains("  UPDATE_FAILED ") && events.contains("  ProdService  AWS::ECS::Service"))
        })
        .await?;
    let running = async || {
        let stack = cloud.stack(STACK_NAME).await?;
        anyhow::Ok(stack.and_then(|stack| stack.parameters.get("ProdImageTag").cloned()))
    };
    assert_eq!(running().await?.as_deref(), Some("0.17.1"), "it is not as it was before");

    window.click("[data-test=open-dashboard]").await?;
    window.click("#rehearseFailure option[value='']").await?;
    deploy(&window, "0.18.0").await?;
    window.find("[data-test=outcome-succeeded]").await?;
    window.look("succeeded").await?;
    assert_eq!(running().await?.as_deref(), Some("0.18.0"));
    window.close().await
}
