//! What an environment is configured with, brought apart behind the window's back, and together again by its one button.

use anyhow::Result;
use engine::cloud::Cloud;
use engine::container_secret;
use engine::secret::{Keyring, Secret, SecretStore};
use installer_tests::window::Window;
use ipc::{Environment, Profile, ProfileName};
use serde_json::Value;

use crate::rehearsed::Place;

const CANARY: &str = "canary-agreement-in-the-window";

#[tokio::test(flavor = "multi_thread")]
async fn each_disagreement_is_told_with_its_one_remedy() -> Result<()> {
    let place = Place::new().await?.taking(2);
    let usual = ProfileName::usual_for(Environment::Prod);
    Keyring::rehearsal().save(&usual, &Secret::new(CANARY))?;
    let window = place.open("agreement").await?;

    // Another client secret in the keyring than in Secrets Manager.
    says(&window, "The keyring is newest: the client secret").await?;
    says_of(&window, "dev", "Profile, Secrets Manager, tasks and keyring agree.").await?;
    assert!(!window.exists("[data-test=settle-dev]").await?);
    window.look("keyring-newer").await?;
    settle(&window, "Deploy the change").await?;
    window.look("plan").await?;
    deploy(&window).await?;

    // Other settings in the profile.
    let file = place.profiles.join("default.json");
    let mut profile = place.profile("default")?;
    profile["pkgKey"] = "project_id".into();
    std::fs::write(&file, profile.to_string())?;
    window.click("[data-test=refresh]").await?;
    says(&window, "The profile is newest: the metadata key").await?;
    window.look("profile-newer").await?;
    settle(&window, "Deploy the change").await?;
    deploy(&window).await?;

    // Somebody changed it in Secrets Manager.
    let mut theirs: Profile = serde_json::from_value(place.profile("default")?)?;
    theirs.pkg_prefix = "their-prefix".into();
    let content = container_secret::content(&theirs, Some(&Secret::new(CANARY)));
    place.cloud.put_secret(&theirs.secret_name(), &content, "elsewhere", &[].into()).await?;
    window.click("[data-test=refresh]").await?;
    says(&window, "somebody changed the first part of package names there").await?;
    window.look("store-newer").await?;
    settle(&window, "Take it into the profile").await?;
    window.look("taken").await?;
    assert_eq!(place.profile("default")?["pkgPrefix"], Value::from("their-prefix"));
    // Not yet restarted: that is what is left to do.
    window.click("[data-test=settle-dialog] [data-test=cancel-rotate]").await?;
    says(&window, "tasks run that were started before its secret was written").await?;
    window.look("tasks-older").await?;
    settle(&window, "Restart the tasks").await?;
    deploy(&window).await?;

    // No entry in the keyring any more. This window still holds it, the next one does not.
    assert!(!window.source().await?.contains(CANARY), "the page holds the secret");
    window.close().await?;
    Keyring::rehearsal().remove(&usual)?;
    let window = place.open("agreement-keyring").await?;
    says(&window, "The keyring has no client secret for the profile \"default\"").await?;
    window.look("keyring-missing").await?;
    window.click("[data-test=settle-prod]").await?;
    window.fill("#rotate-secret", CANARY).await?;
    window.click("[data-test=check-secret]").await?;
    window.find("[data-test=rotate-dialog] [data-test=secret-accepted]").await?;
    window.click("[data-test=cancel-rotate]").await?;
    says(&window, "Profile, Secrets Manager, tasks and keyring agree.").await?;
    assert_eq!(Keyring::rehearsal().load(&usual)?, Some(Secret::new(CANARY)));
    window.close().await
}

async fn says(window: &Window, text: &str) -> Result<()> {
    says_of(window, "prod", text).await
}

async fn says_of(window: &Window, environment: &str, text: &str) -> Result<()> {
    let shown = format!("[data-test=card-{environment}] [data-test=agreement]");
    window
        .until(&format!("{environment} says \"{text}\""), async || {
            Ok(window.text(&shown).await?.contains(text))
        })
        .await
}

/// Up to the plan.
async fn settle(window: &Window, words: &str) -> Result<()> {
    window
        .until(&format!("the button says \"{words}\""), async || {
            Ok(window.text("[data-test=settle-prod]").await? == words)
        })
        .await?;
    window.click("[data-test=settle-prod]").await?;
    window.find("[data-test=settle-dialog] [data-test=plan]").await.map(drop)
}

async fn deploy(window: &Window) -> Result<()> {
    window.click("[data-test=settle-dialog] [data-test=confirm-rotate]").await?;
    window.find("[data-test=outcome-succeeded]").await?;
    window.click("[data-test=open-dashboard]").await?;
    says(window, "Profile, Secrets Manager, tasks and keyring agree.").await
}
