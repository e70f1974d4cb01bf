//! The whole wizard with the keyboard alone: from the welcome page to an environment that answers.

use anyhow::{Result, ensure};
use installer_tests::window::Window;
use thirtyfour::Key;

#[tokio::test(flavor = "multi_thread")]
async fn the_wizard_needs_no_mouse() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let variables = [
        ("BENCHLING_WEBHOOK_CONFIG_DIR", folder.path().join("config").display().to_string()),
        ("XDG_DATA_HOME", folder.path().join("data").display().to_string()),
        ("BENCHLING_WEBHOOK_REHEARSAL_SECONDS", "2".to_owned()),
    ];
    let window = Window::open("keyboard", &variables, &[]).await?;
    window.on_heading("welcome").await?;
    window.tab_to("rehearse").await?;
    window.press(Key::Enter + "").await?;
    window.find("[data-test=rehearsal-bar]").await?;

    window.on_heading("welcome").await?;
    window.press(Key::Enter + "").await?;
    window.on_heading("aws").await?;
    window.tab_to("continue").await?;
    window.press(Key::Enter + "").await?;
    window.find("[data-test=caller]").await?;
    window.press(Key::Enter + "").await?;

    window.on_heading("quilt").await?;
    // The arrows move between the cards of a choice and choose.
    window.tab_to("quiltStack-quilt-rehearsal").await?;
    window.press(Key::Down + "").await?;
    window.press(Key::Up + "").await?;
    ensure!(window.focused().await?.test == "quiltStack-quilt-rehearsal", "{:?}", window.focused().await?);
    window.tab_to("continue").await?;
    window.press(Key::Enter + "").await?;

    window.on_heading("benchling").await?;
    window.tab_to("app-have").await?;
    window.press(Key::Down + "").await?;
    window.find("[data-test=app-maker]").await?;
    window.press(Key::Up + "").await?;
    for (field, text) in [
        ("tenant", "my-company"),
        ("appDefinitionId", "appdef_keyboard"),
        ("clientId", "client"),
        ("clientSecret", "typed-by-hand"),
    ] {
        window.tab_to(field).await?;
        window.press(text).await?;
    }
    window.tab_to("continue").await?;
    window.press(Key::Enter + "").await?;

    window.on_heading("packages").await?;
    window.tab_to("packageBucket").await?;
    window.press("my-company-quilt").await?;
    // Enter in a field goes on, as in every form.
    window.press(Key::Enter + "").await?;

    window.on_heading("environments").await?;
    window.tab_to("environments-prod").await?;
    window.press(Key::Down + "").await?;
    window.find("#devAppDefinitionId").await?;
    window.tab_to("prod-size-change").await?;
    window.press(" ").await?;
    window.tab_to("prodMaxTasks").await?;
    window.type_over("4").await?;
    window.tab_to("devAppDefinitionId").await?;
    window.press("appdef_keyboard_dev").await?;
    window.tab_to("continue").await?;
    window.picture("environments").await?;
    window.press(Key::Enter + "").await?;

    window.on_heading("review").await?;
    window.find("[data-test=plan]").await?;
    let letter = window.text("[data-test=cost]").await?;
    ensure!(letter.contains("2 to 4 tasks"), "what was typed is not in the plan: {letter}");
    window.tab_to("continue").await?;
    window.press(Key::Enter + "").await?;

    window.find("[data-test=outcome-succeeded]").await?;
    window.until("the heading has the focus", async || Ok(window.focused().await?.tag == "h1")).await?;
    window.tab_to("open-dashboard").await?;
    window.press(Key::Enter + "").await?;
    window.find("[data-test=card-prod]").await?;
    window.close().await
}
