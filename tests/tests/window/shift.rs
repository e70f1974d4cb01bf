//! What is on the screen stays where it is while more of it comes: answers take their time here, and whatever moved
//! meanwhile is measured.

use anyhow::{Result, ensure};
use installer_tests::window::Window;
use serde_json::Value;

use crate::rehearsed::{Place, deploy};

const SIZES: [(u32, u32); 2] = [(900, 640), (1600, 1000)];

/// Nothing is drawn that stands for what is to come, and nobody waits for an answer.
async fn settled(window: &Window) -> Result<()> {
    window
        .until("everything has come", async || Ok(!window.exists(".skeleton, .spinner, .turning").await?))
        .await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_dashboard_and_a_dialog_stay_where_they_are() -> Result<()> {
    let place = Place::new().await?.taking(4).still()?;
    let window = place.open("shift").await?;
    window.answer_slowly().await?;
    for (width, height) in [SIZES[0]] {
        window.driver.set_window_rect(0, 0, width, height).await?;
        window.click("[data-test=settings]").await?;
        window.find("[data-page=settings]").await?;
        settled(&window).await?;
        // The dashboard comes anew, with nothing known yet.
        window.driver.execute("document.querySelector('[data-test=close-settings]').click()", vec![]).await?;
        window.find(".environments-loading").await?;
        window.watch_shift().await?;
        window.picture("loading").await?;
        window.find("[data-test=card-prod]").await?;
        settled(&window).await?;
        window.still(&format!("the dashboard at {width}")).await?;
        window.picture("loaded").await?;

        window.watch_shift().await?;
        window.click("[data-test=refresh]").await?;
        settled(&window).await?;
        window.still(&format!("the dashboard, asked again, at {width}")).await?;

        window.click("[data-test=deploy-prod]").await?;
        window.fill("#deploy-image-tag", "0.18.0").await?;
        // A dialog grows downwards, and its foot with it; what one was reading stays.
        let head = window.find("[data-test=deploy-dialog] h2").await?;
        let before = head.rect().await?;
        window.click("[data-test=plan-deploy]").await?;
        window.find("[data-test=deploy-dialog] [data-test=plan]").await?;
        window.picture("planned").await?;
        let after = head.rect().await?;
        anyhow::ensure!(
            (before.x, before.y) == (after.x, after.y),
            "the dialog moved: {before:?}, {after:?}"
        );
        window.click("[data-test=confirm-deploy]").await?;
        window.find("[data-test=outcome-succeeded]").await?;
        window.click("[data-test=open-dashboard]").await?;
        window.find("[data-test=card-prod]").await?;
        settled(&window).await?;
    }
    window.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_settings_stay_where_they_are() -> Result<()> {
    let place = Place::new().await?.still()?;
    let window = place.open("shift-settings").await?;
    window.answer_slowly().await?;
    for (width, height) in SIZES {
        window.driver.set_window_rect(0, 0, width, height).await?;
        window.click("[data-test=settings]").await?;
        window.find("[data-page=settings]").await?;
        for section in ["profiles", "places", "general", "diagnostics", "about"] {
            let press =
                format!("document.querySelector('[data-test=settings-{section}]').click(); return null");
            window.driver.execute(press, vec![]).await?;
            window.find(&format!("[data-section={section}] h1")).await?;
            window.watch_shift().await?;
            settled(&window).await?;
            window.still(&format!("{section} at {width}")).await?;
        }
        window.click("[data-test=close-settings]").await?;
        window.find("[data-test=card-prod]").await?;
    }
    window.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_wizard_stays_where_it_is() -> Result<()> {
    for (width, height) in SIZES {
        let place = Place::empty()?.still()?;
        let window = place.open_first(&format!("shift-wizard-{width}")).await?;
        window.driver.set_window_rect(0, 0, width, height).await?;
        window.answer_slowly().await?;
        window.click("[data-test=continue]").await?;
        window.find("[data-page=aws]").await?;
        window.watch_shift().await?;
        window.picture("aws-loading").await?;
        settled(&window).await?;
        window.still(&format!("credentials at {width}")).await?;
        window.watch_shift().await?;
        window.click("[data-test=continue]").await?;
        window.find("[data-test=caller]").await?;
        window.still(&format!("who we are at {width}")).await?;
        window.click("[data-test=continue]").await?;
        window.find("[data-page=quilt]").await?;
        window.watch_shift().await?;
        window.picture("quilt-loading").await?;
        window.find("[data-test=quiltStack-quilt-rehearsal]").await?;
        settled(&window).await?;
        window.still(&format!("stacks at {width}")).await?;
        window.click("[data-test=quiltStack-quilt-rehearsal]").await?;
        settled(&window).await?;
        window.click("[data-test=continue]").await?;
        rest(&window, width).await?;
        window.close().await?;
    }
    Ok(())
}

/// From the page of Benchling to the plan.
async fn rest(window: &Window, width: u32) -> Result<()> {
    for page in ["benchling", "packages", "environments"] {
        window.find(&format!("[data-page={page}]")).await?;
        window.click("[data-test=fill-examples]").await?;
        window.watch_shift().await?;
        window.find("[data-test=continue]:not([aria-disabled=true])").await?;
        settled(window).await?;
        window.still(&format!("{page} at {width}")).await?;
        window.click("[data-test=continue]").await?;
    }
    window.find("[data-page=review]").await?;
    window.watch_shift().await?;
    window.picture("review-loading").await?;
    window.find("[data-page=review] [data-test=plan]").await?;
    window.picture("review").await?;
    window.still(&format!("the review at {width}")).await
}

/// Rows come, change and fold up between what stays: the headline and the steps, the time, the foot with its buttons.
#[tokio::test(flavor = "multi_thread")]
async fn a_running_deployment_keeps_its_frame() -> Result<()> {
    for (width, height) in SIZES {
        let place = Place::new().await?.taking(12).still()?;
        let window = place.open(&format!("shift-progress-{width}")).await?;
        window.driver.set_window_rect(0, 0, width, height).await?;
        deploy(&window, "0.18.0").await?;
        window.find(".strip").await?;
        let before = frame(&window).await?;
        ensure!(!before.is_null(), "the page has no frame");
        window.picture("running").await?;
        let mut looks = 0;
        loop {
            let now = frame(&window).await?;
            // It ends with another page.
            if now.is_null() {
                break;
            }
            ensure!(now == before, "at {width} it was {before} and is {now}");
            looks += 1;
            tokio::time::sleep(std::time::Duration::from_millis(200)).await;
        }
        ensure!(looks > 5, "it was looked at {looks} times only");
        window.find("[data-test=outcome-succeeded]").await?;
        window.close().await?;
    }
    Ok(())
}

/// Where the parts that stay are, in pixels from the top, and the window's height; nothing where one of them is not there.
async fn frame(window: &Window) -> Result<Value> {
    let script = "const parts = ['.progress-head', '.steps', '.progress-work', '.progress-foot'].map(part => document
            .querySelector(part)?.getBoundingClientRect());
        return parts.every(part => part) ? parts.flatMap(part => [part.top, part.bottom]).concat(innerHeight) : null;";
    Ok(window.driver.execute(script, vec![]).await?.json().clone())
}
