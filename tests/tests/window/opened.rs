//! What the window opens outside of itself: pages in the person's browser and folders in their file manager, and nothing
//! that it was not made for.

use std::path::PathBuf;

use anyhow::{Result, ensure};
use installer_tests::opener::Opener;
use installer_tests::window::Window;
use serde_json::{Value, json};

use crate::rehearsed::Place;
use crate::wizard::rehearse_to;

/// What the host says to a call of the page: null, or why not.
async fn refusal(window: &Window, command: &str, arguments: Value) -> Result<Value> {
    let call = "const done = arguments[2];
        window.__TAURI_INTERNALS__.invoke(arguments[0], arguments[1])
            .then(() => done(null), error => done(String(error.message ?? error)));";
    Ok(window.driver.execute_async(call, vec![json!(command), arguments]).await?.json().clone())
}

#[tokio::test(flavor = "multi_thread")]
async fn folders_are_opened_in_the_file_manager_and_benchling_in_the_browser() -> Result<()> {
    let opener = Opener::new()?;
    let place = Place::new().await?.with("PATH", opener.path());
    let window = place.open("opened").await?;
    window.click("[data-test=settings]").await?;
    window.click("[data-test=settings-places]").await?;
    window.click("[data-test=places] > li:first-child [data-test=open-folder]").await?;
    let config = place.profiles.display().to_string();
    opener.has_opened(&window, std::slice::from_ref(&config)).await?;
    window.look("folder").await?;

    nothing_else(&window, &config).await?;
    assert_eq!(opener.opened(), [config]);
    window.close().await?;

    let opener = Opener::new()?;
    let place = Place::empty()?.with("PATH", opener.path());
    let window = place.open_first("opened-benchling").await?;
    rehearse_to(&window, "benchling").await?;
    window.fill("#tenant", "acme").await?;
    window.click("[data-test=app-make]").await?;
    window.click("[data-test=open-benchling]").await?;
    opener.has_opened(&window, &["https://acme.benchling.com/developer/apps".to_owned()]).await?;
    window.look("benchling").await?;
    window.close().await
}

/// A page that was taken over could ask for this; nobody else does.
async fn nothing_else(window: &Window, folder: &str) -> Result<()> {
    let pages = [
        "https://example.com/",
        "http://acme.benchling.com/",
        "https://benchling.com.example.com/",
        "https://example.com/?.benchling.com/",
        "https://example.com#.benchling.com/",
        "https://acme@example.com/.benchling.com/",
        "https://example.com/.awsapps.com/start",
        "file:///etc/passwd",
        "javascript:alert(1)",
    ];
    for page in pages {
        let answer = refusal(window, "plugin:opener|open_url", json!({ "url": page })).await?;
        ensure!(answer.is_string(), "{page} was opened");
    }
    // An allowed page, but with a program of the page's choice.
    let with = json!({ "url": "https://acme.benchling.com/", "with": "/bin/sh" });
    ensure!(refusal(window, "plugin:opener|open_url", with).await?.is_string(), "a program was chosen");
    for (command, arguments) in [
        ("plugin:opener|open_path", json!({ "path": folder })),
        ("plugin:opener|reveal_item_in_dir", json!({ "paths": [PathBuf::from(folder)] })),
        ("open_folder", json!({ "folder": "/etc" })),
    ] {
        ensure!(refusal(window, command, arguments).await?.is_string(), "{command} is answered");
    }
    Ok(())
}
