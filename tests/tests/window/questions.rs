//! What a deployment asks before it goes on: the version of an image, and whether both environments may change.

use anyhow::Result;
use engine::cloud::Cloud;
use engine::template::{self, STACK_NAME};

use crate::rehearsed::Place;

#[tokio::test(flavor = "multi_thread")]
async fn a_version_and_an_update_of_both_are_asked_about() -> Result<()> {
    // Another version of the program deployed it: its template had one alarm of prod less.
    let mut older = template::template();
    if let Some(resources) = older["Resources"].as_object_mut() {
        resources.shift_remove("ProdCpuAlarm");
    }
    let place = Place::of(&older, &[]).await?.taking(2);
    let cloud = &place.cloud;
    let window = place.open("questions").await?;
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
