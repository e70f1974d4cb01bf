//! A history of ten thousand deployments: scrolled, searched, compared, and gone back to.

use anyhow::Result;
use engine::cloud::Cloud;
use engine::template::STACK_NAME;
use engine::{Paths, clock, history};
use installer_tests::window::Window;
use ipc::status::{DeployRecord, Operation, RecordedOutcome};
use ipc::{Environment, Timestamp};
use serde_json::json;
use thirtyfour::prelude::*;

use crate::rehearsed::Place;

const ROWS: usize = 10_000;
const NEEDLE: usize = 1234;
/// Rows that one can count on in the page, whatever is scrolled to.
const FEW: u64 = 60;

/// The record as the program writes it: the newest rows in deploy.json, the others in history.jsonl.
fn write(place: &Place) -> Result<()> {
    let rows: Vec<DeployRecord> = (0..ROWS).map(row).collect();
    Ok(history::record(&Paths::at(place.folder.path().join("config")).rehearsal(), &rows)?)
}

fn row(number: usize) -> DeployRecord {
    let needle = number == NEEDLE;
    let stage = if number.is_multiple_of(3) { Environment::Prod } else { Environment::Dev };
    let outcome = match number % 10 {
        _ if needle => RecordedOutcome::Failed,
        3 => RecordedOutcome::Failed,
        5 => RecordedOutcome::NotAnsweringYet,
        _ => RecordedOutcome::Succeeded,
    };
    // An hour apart, the newest two hours ago.
    let ended = |at: i64| Timestamp(1_780_000_000_000 - (ROWS - number) as i64 * 3_600_000 + at);
    DeployRecord {
        stage,
        endpoint: format!("https://abc.execute-api.us-east-1.amazonaws.com/{stage}"),
        image_tag: format!("1.{}.{}", number / 100, number % 100).parse().unwrap(),
        digest: Some(format!("sha256:{number:064x}").parse().unwrap()),
        deployed_at: clock::rfc3339(ended(252_000)),
        stack_name: STACK_NAME.into(),
        region: Some("us-east-1".into()),
        account: Some("123456789012".into()),
        profile: Some(ipc::ProfileName::usual_for(stage)),
        deployed_by: Some(if needle { "needle@example.com" } else { "anna@example.com" }.into()),
        caller_arn: None,
        operation: if number.is_multiple_of(7) { Operation::Promote } else { Operation::Deploy },
        started_at: Some(clock::rfc3339(ended(0))),
        seconds: Some(252),
        template_hash: Some(format!("{:016x}", number / 1000)),
        change_set_id: None,
        outcome,
        cause: (outcome == RecordedOutcome::Failed)
            .then(|| "The containers of prod stop as soon as they start. (deployment_failed)".into()),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn ten_thousand_rows_are_scrolled_searched_compared_and_gone_back_to() -> Result<()> {
    let place = Place::new().await?.taking(2);
    let cloud = &place.cloud;
    write(&place)?;
    let window = place.open("history").await?;
    says(&window, "[data-test=history-count]", "10000 deployments").await?;
    shows(&window, "1.99.99").await?;
    few_rows(&window).await?;
    window.find("[data-test=card-prod] [data-test=image-tag]").await?;
    let grid = window.find("[data-test=history-grid]").await?;
    grid.scroll_into_view().await?;
    assert_eq!(grid.attr("aria-rowcount").await?.as_deref(), Some("10001"));
    window.look("rows").await?;

    // Everywhere in it, there are few rows in the page, and those in sight say what they are.
    for share in [0.01, 0.25, 0.5, 0.75, 0.999] {
        let scroll = "const grid = document.querySelector('[data-test=history-grid]');
            grid.scrollTop = grid.scrollHeight * arguments[0];";
        window.driver.execute(scroll, vec![json!(share)]).await?;
        window
            .until("every row in sight says what it is", async || {
                few_rows(&window).await?;
                let waiting = window.driver.find_all(By::Css(".history-wait")).await?.len();
                Ok(waiting == 0 && window.exists("[data-test=history-row]").await?)
            })
            .await?;
    }
    keys(&window).await?;
    needle(&window).await?;
    compared(&window).await?;
    back(&window, cloud).await?;
    window.close().await
}

async fn few_rows(window: &Window) -> Result<()> {
    let count = "return document.querySelectorAll('[data-test=history-row]').length";
    let rows = window.driver.execute(count, vec![]).await?.json().as_u64().unwrap_or_default();
    anyhow::ensure!(rows > 0 && rows < FEW, "{rows} rows are in the page");
    Ok(())
}

async fn shows(window: &Window, tag: &str) -> Result<()> {
    window
        .until(&format!("the history shows {tag}"), async || {
            let grid = window.find("[data-test=history-grid]").await?;
            Ok(grid.prop("textContent").await?.is_some_and(|text| text.contains(tag)))
        })
        .await
}

async fn says(window: &Window, selector: &str, text: &str) -> Result<()> {
    window
        .until(&format!("{selector} says \"{text}\""), async || {
            Ok(window.text(selector).await?.contains(text))
        })
        .await
}

/// To the last row and back by the keyboard alone.
async fn keys(window: &Window) -> Result<()> {
    let grid = window.find("[data-test=history-grid]").await?;
    window.driver.execute("document.querySelector('[data-test=history-grid]').focus()", vec![]).await?;
    let at = async |row: usize| {
        let id = format!("history-row-{row}");
        window
            .until(&format!("the keys are at row {row}"), async || {
                let active = grid.attr("aria-activedescendant").await?;
                Ok(active.as_deref() == Some(id.as_str()) && window.exists(&format!("#{id}")).await?)
            })
            .await
    };
    grid.send_keys(Key::End + "").await?;
    at(ROWS - 1).await?;
    shows(window, "1.0.0").await?;
    grid.send_keys(Key::Enter + "").await?;
    says(window, "[data-test=history-details]", "1.0.0").await?;
    window.look("last").await?;
    window.click("[data-test=close-details]").await?;
    grid.send_keys(Key::PageUp + "").await?;
    window
        .until("a page up leaves the last row", async || {
            Ok(grid.attr("aria-activedescendant").await?.is_some_and(|id| id != "history-row-9999"))
        })
        .await?;
    grid.send_keys(Key::Home + "").await?;
    grid.send_keys(Key::Down + "").await?;
    at(1).await?;
    window.picture("keys").await
}

async fn needle(window: &Window) -> Result<()> {
    window.fill("[data-test=history-search]", "needle@example").await?;
    says(window, "[data-test=history-count]", "1 of 10000 deployments").await?;
    window.click_inside("[data-test=history-row] .history-what").await?;
    let details = window.text("[data-test=history-details]").await?;
    for told in ["Tried to", "1.12.34", "needle@example.com", "The containers of prod stop", "Failed"] {
        assert!(details.contains(told), "{told} is missing: {details}");
    }
    // What failed left nothing to go back to.
    assert!(!window.exists("[data-test=redeploy]").await?);
    window.look("needle").await?;
    window.click("[data-test=close-details]").await?;

    window.fill("[data-test=history-search]", "nobody").await?;
    says(window, "[data-test=history-count]", "0 of 10000").await?;
    window.picture("nothing-found").await?;
    let search = window.find("[data-test=history-search]").await?;
    search.send_keys(Key::Control + "a").await?;
    search.send_keys(Key::Backspace + "").await?;
    says(window, "[data-test=history-count]", "10000 deployments").await?;
    window.click("[data-test=history-result] option[value=Failed]").await?;
    window.click("[data-test=history-filter] option[value=prod]").await?;
    says(window, "[data-test=history-count]", "334 of 10000").await?;
    window.click("[data-test=history-result] option[value='']").await?;
    says(window, "[data-test=history-count]", "3334 of 10000").await
}

async fn compared(window: &Window) -> Result<()> {
    for row in [0, 1] {
        window.click_inside(&format!("#history-row-{row} [data-test=history-choose]")).await?;
    }
    window.click("[data-test=history-compare]").await?;
    let differences = window.text("[data-test=history-comparison] [data-test=differences]").await?;
    // Rows 9999 and 9996.
    for told in ["1.99.96", "1.99.99", "sha256:", "Image tag"] {
        assert!(differences.contains(told), "{told} is missing: {differences}");
    }
    assert!(!differences.contains("Profile"), "it is the same: {differences}");
    window.look("compared").await?;
    window.picture_for_readme("history").await?;
    window.click("[data-test=close-comparison]").await
}

/// A row far down is deployed again, by its digest.
async fn back(window: &Window, cloud: &dyn Cloud) -> Result<()> {
    window.fill("[data-test=history-search]", "1.42.0").await?;
    says(window, "[data-test=history-count]", "1 of 10000").await?;
    window.click_inside("[data-test=history-row] .history-what").await?;
    window.click("[data-test=redeploy]").await?;
    window.find("[data-test=rollback-dialog] [data-test=plan]").await?;
    says(window, "[data-test=rollback-target]", "1.42.0").await?;
    window.look("redeploy").await?;
    window.click("[data-test=confirm-rollback]").await?;
    window.find("[data-test=outcome-succeeded]").await?;
    let stack = cloud.stack(STACK_NAME).await?.unwrap();
    let image = stack.parameters.get("ProdImage").cloned().unwrap_or_default();
    assert!(image.ends_with(&format!("{:064x}", 4200)), "{image}");
    window.click("[data-test=open-dashboard]").await?;
    says(window, "[data-test=card-prod] [data-test=image-tag]", "1.42.0").await?;
    shows(window, "Rolled back to 1.42.0").await
}
