//! What the dashboard can do besides deploying: reading logs, stopping, repairing, removing, going back, a new secret,
//! looking for drift.

use anyhow::Result;
use engine::cloud::Cloud;
use engine::template::{self, STACK_NAME};
use installer_tests::window::Window;
use ipc::Environment;

use thirtyfour::prelude::*;

use crate::rehearsed::{Place, deploy};

const CANARY: &str = "canary-in-the-window";

#[tokio::test(flavor = "multi_thread")]
async fn logs_are_read_a_deployment_is_stopped_a_stuck_stack_is_mended_and_dev_is_removed() -> Result<()> {
    // As many containers as write more lines than are in sight.
    let many = [("DevMinTasks", "12"), ("DevMaxTasks", "12")];
    let place = Place::of(&template::template(), &many).await?.taking(8);
    let cloud = &place.cloud;
    let window = place.open("operations").await?;

    logs(&window).await?;

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

    choose(&window, "dev", "remove").await?;
    window.find("[data-test=remove-dialog] [data-test=plan]").await?;
    assert!(!window.exists("[data-test=confirm-remove]:not([aria-disabled=true])").await?);
    window.fill("#remove-word", "prod").await?;
    window
        .until("another word is refused", async || {
            Ok(window.text("[data-test=remove-dialog]").await?.contains("This is not dev"))
        })
        .await?;
    assert!(!window.exists("[data-test=confirm-remove]:not([aria-disabled=true])").await?);
    window.look("remove-refused").await?;
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

async fn logs(window: &Window) -> Result<()> {
    window.click("[data-test=logs-dev]").await?;
    let lines = window.find("[data-test=logs-dialog] [data-test=logs]").await?;
    window.look("logs").await?;
    assert!(lines.text().await?.contains("INFO Starting benchling-webhook"));
    window.click("[data-test=logs-follow]").await?;
    window.find("[data-test=logs-newest]").await?;
    assert_eq!(window.text("[data-test=logs-state]").await?, "Paused.");
    window.click("[data-test=logs-newest]").await?;
    window
        .until("it is followed again", async || Ok(window.text("[data-test=logs-state]").await? != "Paused."))
        .await?;
    scrolled(window).await?;
    window.fill("#logs-filter", "Listening").await?;
    window
        .until("only fitting lines are left", async || {
            let text = window.text("[data-test=logs]").await?;
            Ok(text.contains("Listening") && !text.contains("Starting"))
        })
        .await?;
    window.fill("#logs-filter", "nothing has this in it").await?;
    window.find("[data-test=logs-empty]").await?;
    window.look("logs-empty").await?;
    window.click("[data-test=logs-dialog] [data-test=close]").await
}

/// Whoever scrolls up to read is left there; at the end again, what is new is followed.
async fn scrolled(window: &Window) -> Result<()> {
    let lines = window.find("[data-test=logs]").await?;
    let place = async || -> Result<(i64, i64)> {
        let script = "const log = document.querySelector('[data-test=logs]');
            return [log.scrollTop, log.scrollHeight - log.clientHeight - log.scrollTop];";
        Ok(serde_json::from_value(window.driver.execute(script, vec![]).await?.json().clone())?)
    };
    let state = async |words: &str| {
        window
            .until(&format!("the viewer says {words}"), async || {
                Ok(window.text("[data-test=logs-state]").await?.starts_with(words))
            })
            .await
    };
    let at_end =
        async || window.until("the newest line is in sight", async || Ok(place().await?.1 <= 1)).await;
    at_end().await?;
    assert!(place().await?.0 > 0, "there is nothing to scroll");
    // It stays in sight where the window becomes smaller.
    let usual = window.driver.get_window_rect().await?;
    window.driver.set_window_rect(0, 0, 900, 640).await?;
    at_end().await?;
    window.driver.set_window_rect(0, 0, usual.width as u32, usual.height as u32).await?;
    at_end().await?;
    state("New lines").await?;
    // A key that is only touched goes all the way, one upon the other.
    for round in 0..6 {
        lines.send_keys(Key::PageUp + "").await?;
        state("Paused").await?;
        assert!(place().await?.1 > 1, "the end is still in sight");
        if round == 0 {
            window.look("logs-paused").await?;
        }
        lines.send_keys(Key::End + "").await?;
        state("New lines").await?;
    }
    at_end().await
}

/// Something of an environment's menu.
async fn choose(window: &Window, environment: &str, what: &str) -> Result<()> {
    window.click(&format!("[data-test=more-{environment}]")).await?;
    let item = if what == "drift" { what.to_owned() } else { format!("{what}-{environment}") };
    window.click(&format!("[data-test=card-{environment}] [data-test={item}]")).await
}

#[tokio::test(flavor = "multi_thread")]
async fn an_environment_is_rolled_back_its_secret_changed_and_drift_looked_for() -> Result<()> {
    let place = Place::new().await?.taking(2);
    let cloud = &place.cloud;
    let window = place.open("care").await?;
    menu(&window).await?;

    // Nothing is recorded of what ran before.
    choose(&window, "prod", "rollback").await?;
    window.find("[data-test=rollback-dialog] [data-test=problem][data-code=stack_missing]").await?;
    window.click("[data-test=close-rollback]").await?;
    for tag in ["0.18.0", "0.17.1"] {
        deploy(&window, tag).await?;
        window.find("[data-test=outcome-succeeded]").await?;
        window.click("[data-test=open-dashboard]").await?;
        runs(&window, tag).await?;
    }
    window.click("[data-test=more-prod]").await?;
    window
        .until("the menu says where it goes back to", async || {
            Ok(window.text("[data-test=rollback-prod]").await? == "Roll back to 0.18.0")
        })
        .await?;
    window.look("menu").await?;
    window.click("[data-test=rollback-prod]").await?;
    window.find("[data-test=rollback-dialog] [data-test=plan]").await?;
    window.look("rollback").await?;
    window.click("[data-test=confirm-rollback]").await?;
    window.find("[data-test=outcome-succeeded]").await?;
    window.click("[data-test=open-dashboard]").await?;
    runs(&window, "0.18.0").await?;

    rotate(&window).await?;

    choose(&window, "prod", "drift").await?;
    window.find("[data-test=drift-none]").await?;
    window.click("[data-test=close-drift]").await?;
    cloud.tamper("ProdService", &["DesiredCount", "NetworkConfiguration"])?;
    cloud.tamper("Balancer", &["LoadBalancerAttributes"])?;
    cloud.tamper("DevCpuAlarm", &[])?;
    choose(&window, "prod", "drift").await?;
    window.click("[data-test=drift-again]").await?;
    window.find("[data-test=drift-found]").await?;
    let found = window.text("[data-test=drift-dialog]").await?;
    assert!(found.contains("DesiredCount, NetworkConfiguration") && found.contains("It is gone."), "{found}");
    window.look("drift").await?;
    window.close().await
}

/// By the keyboard alone: down into it, around, and out again, with the focus where it was.
async fn menu(window: &Window) -> Result<()> {
    let focus = async |test: &str| {
        let script = "return document.activeElement?.dataset?.test ?? null";
        window
            .until(&format!("{test} has the focus"), async || {
                Ok(window.driver.execute(script, vec![]).await?.json().as_str() == Some(test))
            })
            .await
    };
    let more = window.find("[data-test=more-prod]").await?;
    more.send_keys(Key::Down + "").await?;
    focus("rollback-prod").await?;
    let press = async |key: Key| -> Result<()> {
        let active = window.driver.active_element().await?;
        Ok(active.send_keys(key + "").await?)
    };
    press(Key::Up).await?;
    focus("remove-prod").await?;
    press(Key::Down).await?;
    focus("rollback-prod").await?;
    press(Key::End).await?;
    focus("remove-prod").await?;
    press(Key::Escape).await?;
    focus("more-prod").await?;
    assert!(!window.exists("[role=menu]").await?);
    Ok(())
}

async fn rotate(window: &Window) -> Result<()> {
    choose(window, "prod", "rotate").await?;
    window.fill("#rotate-secret", "wrong-secret").await?;
    window.click("[data-test=check-secret]").await?;
    window.find("[data-test=rotate-dialog] [data-code=benchling_credentials_refused]").await?;
    window.look("rotate-refused").await?;
    window.fill("#rotate-secret", CANARY).await?;
    window.click("[data-test=check-secret]").await?;
    window.find("[data-test=rotate-dialog] [data-test=plan]").await?;
    assert!(!window.source().await?.contains(CANARY), "the page holds the secret");
    window.look("rotate").await?;
    window.click("[data-test=confirm-rotate]").await?;
    window.find("[data-test=outcome-succeeded]").await?;
    window.click("[data-test=open-dashboard]").await?;
    window
        .until("the secret is used", async || {
            let age = window.text("[data-test=card-prod] [data-test=secret-age]").await?;
            Ok(age.contains("just now") && age.contains("used by all tasks"))
        })
        .await?;
    window
        .until("the history names it", async || {
            let newest = window.driver.find(By::Css("[data-test=history-row]")).await?;
            Ok(newest
                .prop("textContent")
                .await?
                .is_some_and(|text| text.contains("Changed the secret of 0.18.0")))
        })
        .await
}

async fn runs(window: &Window, tag: &str) -> Result<()> {
    window
        .until(&format!("prod runs {tag}"), async || {
            Ok(window.text("[data-test=card-prod] [data-test=image-tag]").await? == tag)
        })
        .await
}
