//! Whoever has switched animations off for the whole desktop sees nothing move here either.

use anyhow::{Result, ensure};
use installer_tests::window::Window;
use serde_json::{Value, json};

use crate::rehearsed::Place;

/// Whatever would take time to change, with its pseudo-elements.
const MOVING: &str = r#"
    const seconds = list => Math.max(...list.split(",").map(one => parseFloat(one) * (one.includes("ms") ? 0.001 : 1)));
    const found = new Set();
    for (const e of document.querySelectorAll("*")) {
        for (const part of [null, "::before", "::after", "::backdrop"]) {
            const style = getComputedStyle(e, part);
            const name = `${e.tagName.toLowerCase()}.${e.getAttribute("class") ?? ""}${part ?? ""}`;
            if (style.animationName !== "none" && seconds(style.animationDuration) > 0) found.add(`${name} is animated`);
            if (seconds(style.transitionDuration) > 0) found.add(`${name} changes slowly`);
        }
    }
    return [...found];
"#;

async fn moving(window: &Window) -> Result<Value> {
    Ok(window.driver.execute(MOVING, vec![]).await?.json().clone())
}

async fn nothing_moves(window: &Window, name: &str) -> Result<()> {
    let found = moving(window).await?;
    ensure!(found == json!([]), "{name}: {found:#}");
    window.look(name).await
}

async fn reduced(window: &Window) -> Result<bool> {
    let asked = "return matchMedia('(prefers-reduced-motion: reduce)').matches";
    Ok(window.driver.execute(asked, vec![]).await?.json() == &json!(true))
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_moves_where_animations_are_off() -> Result<()> {
    let place = Place::new().await?.taking(6);
    let window = place.open("motion-usual").await?;
    ensure!(!reduced(&window).await? && moving(&window).await? != json!([]), "usually something moves");
    window.close().await?;

    let place = place.still()?;
    let window = place.open("motion").await?;
    ensure!(reduced(&window).await?, "the desktop's setting is not known to the page");
    // While something is asked for, an arrow would turn.
    window.answer_slowly().await?;
    window.click("[data-test=refresh]").await?;
    ensure!(moving(&window).await? == json!([]), "asking again: {:#}", moving(&window).await?);
    nothing_moves(&window, "dashboard").await?;
    window.click("[data-test=deploy-prod]").await?;
    window.fill("#deploy-image-tag", "0.18.0").await?;
    window.click("[data-test=plan-deploy]").await?;
    ensure!(moving(&window).await? == json!([]), "planning: {:#}", moving(&window).await?);
    window.find("[data-test=deploy-dialog] [data-test=plan]").await?;
    nothing_moves(&window, "plan").await?;
    window.click("[data-test=confirm-deploy]").await?;
    window.find("[data-test=resource-row][data-state=updating]").await?;
    ensure!(moving(&window).await? == json!([]), "deploying: {:#}", moving(&window).await?);
    window.picture("deploying").await?;
    window.find("[data-test=outcome-succeeded]").await?;
    window.click("[data-test=open-dashboard]").await?;
    window.click("[data-test=settings]").await?;
    window.find("[data-test=profile-default]").await?;
    nothing_moves(&window, "settings").await?;
    window.close().await
}
