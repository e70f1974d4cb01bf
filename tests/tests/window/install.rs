//! From the welcome page to two environments, for real: the SDK, a keyring, Benchling's answers.

use std::process::Command;

use anyhow::{Context, Result};
use engine::cloud::Cloud;
use engine::template::STACK_NAME;
use installer_tests::benchling::{APPS, CLIENT_ID, CLIENT_SECRET, TENANT};
use installer_tests::search::files_that_hold;
use installer_tests::window::Window;
use installer_tests::world::{IMAGE_TAG, World};

#[tokio::test(flavor = "multi_thread")]
async fn from_the_welcome_page_to_two_environments() -> Result<()> {
    let world = World::start().await?;
    let window = Window::open("install", &world.window_environment(), &[]).await?;

    window.find("[data-page=welcome]").await?;
    window.picture("welcome").await?;
    window.click("[data-test=continue]").await?;

    window.find("[data-page=aws]").await?;
    window.click("[data-test=continue]").await?;
    let caller = window.text("[data-test=caller]").await?;
    assert!(caller.contains("712023778557"), "{caller}");
    window.picture("aws").await?;
    window.click("[data-test=continue]").await?;

    window.find("[data-page=quilt]").await?;
    window.click("[data-test=quiltStack-quilt-test]").await?;
    window.picture("quilt").await?;
    window.click("[data-test=continue]").await?;

    window.find("[data-page=benchling]").await?;
    benchling_page(&window).await?;
    window.click("[data-test=continue]").await?;

    window.find("[data-page=packages]").await?;
    window.fill("#packageBucket", "acme-packages").await?;
    window.picture("packages").await?;
    window.click("[data-test=continue]").await?;

    window.find("[data-page=environments]").await?;
    window.click("[data-test=environments-both]").await?;
    window.fill("#prodImageTag", IMAGE_TAG).await?;
    window.fill("#devImageTag", IMAGE_TAG).await?;
    window.fill("#devAppDefinitionId", APPS[1]).await?;
    window.picture("environments").await?;
    window.click("[data-test=continue]").await?;

    window.find("[data-page=review] [data-test=plan]").await?;
    window.picture("review").await?;
    let stack = world.aws.aws().await?.stack(STACK_NAME).await?;
    assert!(stack.is_none_or(|stack| stack.is_empty()), "something was made before it was agreed to");
    window.click("[data-test=continue]").await?;

    window.find("[data-test=progress]").await?;
    window.picture("progress").await?;
    // No container runs on the stand-in, so the wait ends with what was seen.
    window.find("[data-test=outcome-not-answering]").await?;
    window.picture("not-answering-yet").await?;
    window.click("[data-test=open-dashboard]").await?;

    for environment in ["dev", "prod"] {
        let endpoint = window.text(&format!("[data-test=endpoint-{environment}]")).await?;
        assert!(endpoint.contains(&format!("/{environment}")), "{endpoint}");
    }
    window.find("[data-test=history-grid]").await?;
    window.picture("dashboard").await?;
    window.click_inside("[data-test=history-row] .history-what").await?;
    let details = window.text("[data-test=history-details]").await?;
    for says in ["Cause", "arn:aws:", "Change set", "sha256:"] {
        assert!(details.contains(says), "{says} is missing: {details}");
    }
    window.picture("history").await?;

    assert_eq!(kept("default")?.as_deref(), Some(CLIENT_SECRET));
    assert_eq!(kept("dev")?.as_deref(), Some(CLIENT_SECRET), "dev uses the same client");
    let page = window.source().await?;
    assert!(!page.contains(CLIENT_SECRET), "the page holds the client secret");
    window.close().await?;
    assert_eq!(files_that_hold(world.folder.path(), CLIENT_SECRET)?, Vec::<std::path::PathBuf>::new());

    // A later start goes straight to the dashboard.
    let again = Window::open("again", &world.window_environment(), &[]).await?;
    again.find("[data-test=card-prod]").await?;
    again.picture("dashboard").await?;
    again.close().await
}

/// Everything wrong first, each with its own answer beside its field, then right.
async fn benchling_page(window: &Window) -> Result<()> {
    window.fill("#tenant", "nobody").await?;
    window.fill("#appDefinitionId", "appdef_unknown").await?;
    window.fill("#clientId", CLIENT_ID).await?;
    window.fill("#clientSecret", "not the secret").await?;
    says(window, "no Benchling tenant at nobody").await?;
    says(window, "knows no signing keys").await?;
    window.picture("benchling-wrong").await?;

    window.fill("#tenant", TENANT).await?;
    window.fill("#appDefinitionId", APPS[0]).await?;
    says(window, "refused the client id and secret").await?;
    window.click("[data-test=clientSecret-replace]").await?;
    window.fill("#clientSecret", CLIENT_SECRET).await?;
    window.gone("refused the client id and secret").await?;
    window.picture_for_readme("benchling").await
}

async fn says(window: &Window, text: &str) -> Result<()> {
    window
        .until(&format!("the page says \"{text}\""), async || Ok(window.text("main").await?.contains(text)))
        .await
}

/// What another program finds in the keyring.
fn kept(profile: &str) -> Result<Option<String>> {
    let output = Command::new("secret-tool")
        .args(["lookup", "service", "benchling-webhook", "username", profile])
        .output()
        .context("secret-tool is installed by scripts/setup")?;
    let text = String::from_utf8(output.stdout)?;
    let value: serde_json::Value = serde_json::from_str(&text).unwrap_or_default();
    Ok(value["clientSecret"].as_str().map(str::to_owned))
}
