//! Everything at twice its size, in the smallest window: Control and plus, as in any browser.

use anyhow::{Result, ensure};
use installer_tests::window::Window;
use serde_json::json;
use thirtyfour::Key;

use crate::rehearsed::Place;
use crate::wizard::rehearse_to;

async fn keys(window: &Window, key: &str, times: usize, width: u64) -> Result<()> {
    for _ in 0..times {
        let chain = window.driver.action_chain().key_down(Key::Control).send_keys(key);
        chain.key_up(Key::Control).perform().await?;
    }
    window
        .until(&format!("the page is {width} wide"), async || {
            let inner = window.driver.execute("return innerWidth", vec![]).await?;
            Ok(inner.json().as_u64() == Some(width))
        })
        .await
}

/// In steps of a fifth, and back at once. The driver's mouse does not know of it: it misses what it is to press.
async fn zoom(window: &Window) -> Result<()> {
    window.driver.set_window_rect(0, 0, 900, 640).await?;
    keys(window, "=", 5, 450).await
}

async fn back(window: &Window) -> Result<()> {
    keys(window, "0", 1, 900).await
}

/// Looked at in the size that it is meant for, and in a large window.
async fn all_of_it(window: &Window, name: &str) -> Result<()> {
    zoom(window).await?;
    window.reachable(name).await?;
    window.look(name).await?;
    back(window).await
}

/// The same on a page of the wizard, whose primary action is in sight wherever one has scrolled to.
async fn page(window: &Window, name: &str) -> Result<()> {
    zoom(window).await?;
    for share in [0, 1] {
        let inside = "const app = document.querySelector('.app');
            app.scrollTop = app.scrollHeight * arguments[0];
            const box = document.querySelector('[data-test=continue]').getBoundingClientRect();
            return box.top >= 0 && box.bottom <= innerHeight && box.left >= 0 && box.right <= innerWidth;";
        let inside = window.driver.execute(inside, vec![json!(share)]).await?.json().clone();
        ensure!(inside == json!(true), "{name}: the primary action is out of sight");
    }
    back(window).await?;
    all_of_it(window, name).await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_wizard_at_twice_its_size() -> Result<()> {
    let place = Place::empty()?;
    let window = place.open_first("zoom-wizard").await?;
    page(&window, "welcome").await?;
    rehearse_to(&window, "benchling").await?;
    page(&window, "benchling").await?;

    window.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_dashboard_and_the_settings_at_twice_their_size() -> Result<()> {
    let place = Place::new().await?.taking(2);
    let window = place.open("zoom").await?;
    all_of_it(&window, "dashboard").await?;
    window.click("[data-test=deploy-prod]").await?;
    window.fill("#deploy-image-tag", "0.18.0").await?;
    window.click("[data-test=plan-deploy]").await?;
    window.find("[data-test=deploy-dialog] [data-test=plan]").await?;
    all_of_it(&window, "plan").await?;
    window.click("[data-test=confirm-deploy]").await?;
    window.find("[data-test=outcome-succeeded]").await?;
    all_of_it(&window, "deployed").await?;
    window.click("[data-test=open-dashboard]").await?;
    window.find("[data-test=card-prod]").await?;
    window.click("[data-test=settings]").await?;
    for section in ["profiles", "places", "general", "diagnostics"] {
        window.click(&format!("[data-test=settings-{section}]")).await?;
        window.find(&format!("[data-section={section}] h1")).await?;
        window.until("it has come", async || Ok(!window.exists(".skeleton").await?)).await?;
        all_of_it(&window, section).await?;
    }
    // The list of licences has hundreds of rows, each like the other.
    window.click("[data-test=settings-about]").await?;
    window.find("[data-test=packages]").await?;
    zoom(&window).await?;
    window.look("about").await?;
    window.close().await
}
