//! A rehearsal in the window: the whole job, marked as such, and taken up again after the window was closed.

use anyhow::{Result, ensure};

use installer_tests::window::Window;

use crate::rehearsed::{Place, deploy};

#[tokio::test(flavor = "multi_thread")]
async fn a_rehearsal_survives_its_window_and_ends_healthy() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let variables = [
        ("BENCHLING_WEBHOOK_CONFIG_DIR", folder.path().join("config").display().to_string()),
        ("XDG_DATA_HOME", folder.path().join("data").display().to_string()),
        ("BENCHLING_WEBHOOK_REHEARSAL_SECONDS", "12".to_owned()),
        // Proves that nothing is sent.
        ("AWS_ENDPOINT_URL", "http://127.0.0.1:9".to_owned()),
    ];
    let window = Window::open("rehearse", &variables, &[]).await?;
    window.find("[data-page=welcome]").await?;
    window.click("[data-test=rehearse]").await?;
    let bar = window.text("[data-test=rehearsal-bar]").await?;
    assert!(bar.contains("Rehearsal: nothing is sent to AWS"), "{bar}");

    window.click("[data-test=continue]").await?;
    for page in ["aws", "quilt", "benchling", "packages", "environments"] {
        window.find(&format!("[data-page={page}]")).await?;
        if window.exists("[data-test=fill-examples]").await? {
            window.click("[data-test=fill-examples]").await?;
        }
        match page {
            "aws" => {
                window.click("[data-test=continue]").await?;
                window.find("[data-test=caller]").await?;
            }
            "quilt" => window.click("[data-test=quiltStack-quilt-rehearsal]").await?,
            "environments" => window.click("[data-test=environments-both]").await?,
            _ => {}
        }
        if window.exists(&format!("[data-page={page}] [data-test=fill-examples]")).await? {
            window.click("[data-test=fill-examples]").await?;
        }
        window.click("[data-test=continue]").await?;
    }
    window.find("[data-page=review] [data-test=plan]").await?;
    window.picture("review").await?;
    window.click("[data-test=continue]").await?;
    window.find("[data-test=resource-row][data-state=creating]").await?;
    tokio::time::sleep(std::time::Duration::from_secs(4)).await;
    window.picture_for_readme("progress").await?;
    window.close().await?;

    let window = Window::open("rehearse-again", &variables, &["--rehearsal"]).await?;
    window.find("[data-test=progress]").await?;
    window.picture("taken-up").await?;
    window.find("[data-test=outcome-succeeded]").await?;
    window.picture("done").await?;
    window.click("[data-test=open-dashboard]").await?;
    for environment in ["dev", "prod"] {
        let card = window.find(&format!("[data-test=card-{environment}]")).await?;
        window
            .until(&format!("{environment} is healthy"), async || Ok(card.text().await?.contains("Healthy")))
            .await?;
    }
    window.picture_for_readme("dashboard").await?;
    window.click("[data-test=test-prod]").await?;
    window.find("[data-test=verify-passed]").await?;
    window.picture("test").await?;
    window.click("[data-test=close-verify]").await?;
    promote(&window).await?;
    window.close().await
}

/// Another version for dev alone, and then that very image for prod.
async fn promote(window: &Window) -> Result<()> {
    window.click("[data-test=deploy-dev]").await?;
    window.fill("#deploy-image-tag", "0.17.1").await?;
    window.click("[data-test=plan-deploy]").await?;
    window.find("[data-test=deploy-dialog] [data-test=plan]").await?;
    window.picture("deploy-dev").await?;
    window.click("[data-test=confirm-deploy]").await?;
    window.find("[data-test=outcome-succeeded]").await?;
    window.click("[data-test=open-dashboard]").await?;
    runs(window, "dev", "0.17.1").await?;
    runs(window, "prod", "latest").await?;
    // Untested, it would take another word.
    window.click("[data-test=test-dev]").await?;
    window.find("[data-test=verify-passed]").await?;
    window.click("[data-test=close-verify]").await?;

    window.click("[data-test=promote]").await?;
    window.find("[data-test=promote-dialog] [data-test=plan]").await?;
    window.picture("promote").await?;
    window.click("[data-test=confirm-promote]").await?;
    window.find("[data-test=outcome-succeeded]").await?;
    window.click("[data-test=open-dashboard]").await?;
    runs(window, "prod", "0.17.1").await?;
    window.picture("promoted").await
}

async fn runs(window: &Window, environment: &str, tag: &str) -> Result<()> {
    let shown = format!("[data-test=card-{environment}] [data-test=image-tag]");
    window
        .until(&format!("{environment} runs {tag}"), async || Ok(window.text(&shown).await?.contains(tag)))
        .await
}

/// The page asks how far it is when it opens; that answer may come after everything that it tells.
#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_comes_late_does_not_bring_back_what_has_ended() -> Result<()> {
    let place = Place::new().await?.taking(2);
    let window = place.open("late").await?;
    let late = "const real = window.fetch;
        window.fetch = async (url, options) => {
            const answer = await real(url, options);
            if (!String(url).endsWith('/progress')) return answer;
            await new Promise(ended => {
                const outcome = () => document.querySelector('[data-test^=outcome-]');
                const seen = () => outcome() ? ended() : setTimeout(seen, 50);
                seen();
            });
            setTimeout(() => document.body.dataset.late = 'yes', 1000);
            return answer;
        };";
    window.driver.execute(late, vec![]).await?;
    deploy(&window, "0.18.0").await?;
    window.find("body[data-late=yes] [data-test=outcome-succeeded]").await?;
    window.picture("ended").await?;
    window.close().await
}

/// It goes on by itself meanwhile, and its end takes nothing away of what was typed for what is real.
#[tokio::test(flavor = "multi_thread")]
async fn a_rehearsal_that_is_left_while_it_deploys_is_found_again() -> Result<()> {
    let place = Place::new().await?.taking(25);
    let place = ["AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"].into_iter().fold(place, |place, name| {
        let none = place.folder.path().join("none").display().to_string();
        place.with(name, none)
    });
    let window = place.open("left").await?;
    deploy(&window, "0.18.0").await?;
    window.find("[data-test=resource-row]").await?;

    window.click("[data-test=leave-rehearsal]").await?;
    window.find("[data-page=welcome]").await?;
    window.click("[data-test=rehearse]").await?;
    window.find("[data-test=progress] [data-test=resource-row]").await?;
    ensure!(!window.exists("[data-test^=outcome-]").await?, "it did not go on");
    window.picture("found-again").await?;

    window.click("[data-test=leave-rehearsal]").await?;
    window.find("[data-page=welcome]").await?;
    window.click("[data-test=continue]").await?;
    window.find("[data-page=aws]").await?;
    let recorded = || Ok(std::fs::read_to_string(place.profiles.join("deploy.json"))?.contains("0.18.0"));
    window.until("the rehearsal has ended", async || recorded()).await?;
    tokio::time::sleep(std::time::Duration::from_secs(1)).await;
    window.driver.refresh().await?;
    window.find("[data-page=aws]").await?;
    window.picture("what-is-real-is-as-it-was").await?;

    window.click("[data-test=back]").await?;
    window.click("[data-test=rehearse]").await?;
    runs(&window, "prod", "0.18.0").await?;
    window.close().await
}
