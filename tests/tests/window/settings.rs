//! The settings: profiles, what is stored where, how the window looks, diagnostics, licences; and the window's own keys
//! and faults.

use std::io::Read;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use engine::secret::{Keyring, Secret, SecretStore};
use installer_tests::window::Window;
use serde_json::{Value, json};
use thirtyfour::{Key, TypingData};

use crate::rehearsed::Place;

const CANARY: &str = "canary-5d1e-never-shown";

/// Opens the settings at a section.
async fn section(window: &Window, name: &str) -> Result<()> {
    if !window.exists("[data-page=settings]").await? {
        window.click("[data-test=settings]").await?;
    }
    window.click(&format!("[data-test=settings-{name}]")).await?;
    window.find(&format!("[data-section={name}] h1")).await.map(drop)
}

async fn says(window: &Window, text: &str) -> Result<()> {
    window
        .until(&format!("the page says \"{text}\""), async || Ok(window.text("main").await?.contains(text)))
        .await
}

async fn press(window: &Window, keys: impl Into<TypingData>) -> Result<()> {
    Ok(window.driver.active_element().await?.send_keys(keys).await?)
}

async fn asked(window: &Window, script: &str) -> Result<Value> {
    Ok(window.driver.execute(script, vec![]).await?.json().clone())
}

async fn has_sizes(window: &Window, sizes: [&str; 4]) -> Result<()> {
    let fields = "return ['#prodCpu', '#prodMemory', '#prodMinTasks', '#prodMaxTasks']
        .map(field => document.querySelector(field).value)";
    window
        .until(&format!("its size is {sizes:?}"), async || Ok(asked(window, fields).await? == json!(sizes)))
        .await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_profile_is_copied_corrected_and_deleted_by_its_name() -> Result<()> {
    let place = Place::new().await?;
    std::fs::write(place.profiles.join("old.json"), "{ \"benchlingTenant\": ")?;
    let window = place.open("profiles").await?;
    section(&window, "profiles").await?;
    let row = window.find("[data-test=profile-default]").await?;
    window.until("its secret is found", async || Ok(row.text().await?.contains("In your keyring"))).await?;
    let broken = window.text("[data-test=profile-old]").await?;
    assert!(broken.contains("Can't be read") && broken.contains("old.json"), "{broken}");
    window.look("profiles").await?;

    window.click("[data-test=profile-default] [data-test=copy-profile]").await?;
    window.fill("#profileName", "deploy").await?;
    says(&window, "is reserved").await?;
    window.fill("#profileName", "dev").await?;
    says(&window, "There is a profile \"dev\" already").await?;
    window.fill("#profileName", "staging").await?;
    window.find("[data-test=same-app]").await?;
    window.look("copy").await?;
    window.fill("#appDefinitionId", "appdef_staging").await?;
    window.fill("#prodImageTag", "v0.18.0").await?;
    says(&window, "quiltdata/benchling-webhook/staging/acme").await?;
    window.click("[data-test=save-profile]").await?;
    window.find("[data-test=profile-saved]").await?;
    let copied = place.profile("staging")?;
    assert_eq!(copied["benchlingAppDefinitionId"], "appdef_staging");
    assert_eq!((&copied["imageTag"], &copied["benchlingTenant"]), (&json!("0.18.0"), &json!("acme")));
    let staging = "staging".parse()?;
    assert_eq!(Keyring::rehearsal().load(&staging)?, Some(Secret::new("rehearsed")));

    window.click("[data-test=profile-staging] [data-test=edit-profile]").await?;
    window.fill("#packageBucket", "Not A Bucket").await?;
    window.click("[data-test=save-profile]").await?;
    says(&window, "A bucket name has 3 to 63").await?;
    window.look("edit-refused").await?;
    assert_eq!(place.profile("staging")?, copied, "nothing was written");
    window.fill("#packageBucket", "s3://other-packages").await?;
    window.click("[data-test=save-profile]").await?;
    window.find("[data-test=profile-saved]").await?;
    let saved = place.profile("staging")?;
    assert_eq!(saved["benchlingPkgBucket"], "other-packages");
    assert!(saved.get("taskSize").is_none() && saved.get("taskCount").is_none(), "{saved}");

    window.click("[data-test=profile-staging] [data-test=edit-profile]").await?;
    window.choose("#prodCpu", "4096").await?;
    window.fill("#prodMinTasks", "20").await?;
    window.click("[data-test=save-profile]").await?;
    says(&window, "fewer than the fewest").await?;
    window.look("edit-size").await?;
    window.fill("#prodMinTasks", "3").await?;
    window.click("[data-test=save-profile]").await?;
    window.find("[data-test=profile-saved]").await?;
    let saved = place.profile("staging")?;
    assert_eq!((&saved["taskSize"], &saved["taskCount"]), (&json!("4096/8192"), &json!("3-10")));

    // Escape closes the dialog, and only then the settings.
    window.click("[data-test=profile-default] [data-test=more-profile]").await?;
    window.click_inside("[data-test=delete-profile]").await?;
    window.find("[data-test=delete-dialog] [data-test=in-use]").await?;
    press(&window, Key::Escape + "").await?;
    window.until("the dialog is closed", async || Ok(!window.exists("dialog[open]").await?)).await?;
    window.find("[data-page=settings]").await?;

    window.click("[data-test=profile-staging] [data-test=more-profile]").await?;
    window.click_inside("[data-test=delete-profile]").await?;
    window.fill("#delete-word", "stagin").await?;
    assert!(!window.exists("[data-test=confirm-delete]:not([aria-disabled=true])").await?);
    window.fill("#delete-word", "staging").await?;
    window.look("delete").await?;
    window.click("[data-test=confirm-delete]").await?;
    window.find("[data-test=profile-deleted]").await?;
    window.picture("deleted").await?;
    assert!(!place.profiles.join("staging.json").exists());
    assert_eq!(std::fs::read_dir(place.profiles.join("removed"))?.count(), 1);
    assert_eq!(Keyring::rehearsal().load(&staging)?, None);
    assert_eq!(std::fs::read_to_string(place.profiles.join("old.json"))?, "{ \"benchlingTenant\": ");

    press(&window, Key::Escape + "").await?;
    window.find("[data-page=dashboard]").await?;
    window.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_profile_gets_another_name_is_compared_and_given_away() -> Result<()> {
    let place = Place::new().await?;
    let window = place.open("profile-more").await?;
    section(&window, "profiles").await?;
    let more = async |what: &str| -> Result<()> {
        window.click("[data-test=profile-dev] [data-test=more-profile]").await?;
        window.click_inside(&format!("[data-test={what}]")).await
    };
    more("compare-profile").await?;
    let differs = "the difference is told";
    window
        .until(differs, async || Ok(window.text("[data-test=differences]").await?.contains("appdef_")))
        .await?;
    window.look("compare").await?;
    press(&window, Key::Escape + "").await?;

    more("export-profile").await?;
    let path = window.text("[data-test=profile-done] code").await?;
    let exported = std::fs::read_to_string(&path).with_context(|| path.clone())?;
    assert!(exported.contains("appdef_") && !exported.contains("rehearsed"), "{exported}");

    more("rename-profile").await?;
    window.fill("#new-name", "config").await?;
    window
        .until("it is refused", async || Ok(window.text("dialog[open]").await?.contains("reserved")))
        .await?;
    window.fill("#new-name", "staging").await?;
    window.look("rename").await?;
    window.click("[data-test=confirm-rename]").await?;
    window.find("[data-test=profile-staging]").await?;
    assert!(!place.profiles.join("dev.json").exists());
    assert_eq!(Keyring::rehearsal().load(&"staging".parse()?)?, Some(Secret::new("rehearsed")));
    assert_eq!(Keyring::rehearsal().load(&"dev".parse()?)?, None);
    Keyring::rehearsal().remove(&"staging".parse()?)?;
    window.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_profile_that_cant_be_read_is_repaired_or_set_aside() -> Result<()> {
    let place = Place::new().await?;
    let right = std::fs::read_to_string(place.profiles.join("dev.json"))?;
    let wrong = right.replacen("\"packages\"", "7", 1).replacen('{', "{ // by hand\n", 1);
    assert!(wrong.contains(": 7"), "{wrong}");
    std::fs::write(place.profiles.join("staging.json"), &wrong)?;
    std::fs::write(place.profiles.join("torn.json"), "{ \"benchlingTenant\": ")?;
    let window = place.open("profile-mended").await?;
    section(&window, "profiles").await?;
    window.click("[data-test=profile-staging] [data-test=repair-profile]").await?;
    window.find("#given-staging-benchlingPkgBucket").await?;
    window.look("repair").await?;
    window.fill("#given-staging-benchlingPkgBucket", "s3://packages").await?;
    window.click("[data-test=confirm-repair]").await?;
    let kept = window.text("[data-test=profile-done] code").await?;
    assert_eq!(std::fs::read_to_string(&kept)?, wrong, "the broken file is kept as it was");
    assert_eq!(place.profile("staging")?["benchlingPkgBucket"], "packages");

    window.click("[data-test=profile-torn] [data-test=set-aside-profile]").await?;
    window.until("it is gone", async || Ok(!window.exists("[data-test=profile-torn]").await?)).await?;
    window.look("set-aside").await?;
    assert!(!place.profiles.join("torn.json").exists());
    assert_eq!(std::fs::read_dir(place.profiles.join("set-aside"))?.count(), 2);
    window.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_profile_is_added_with_a_secret_of_its_own() -> Result<()> {
    let place = Place::new().await?;
    let window = place.open("profile-added").await?;
    section(&window, "profiles").await?;
    window.click("[data-test=add-profile]").await?;
    // Who names it dev gets what is usual for dev, until a size is chosen.
    let usual = [("dev", ["512", "1024", "1", "2"]), ("pilot", ["1024", "2048", "2", "10"])];
    for (name, sizes) in usual {
        window.fill("#profileName", name).await?;
        has_sizes(&window, sizes).await?;
    }
    window.choose("#prodCpu", "512").await?;
    window.fill("#profileName", "dev").await?;
    has_sizes(&window, ["512", "2048", "2", "10"]).await?;
    window.fill("#profileName", "pilot").await?;
    window.click("[data-test=save-profile]").await?;
    says(&window, "Enter the tenant").await?;
    window.look("add").await?;
    let from = place.profile("default")?;
    window.fill("#tenant", "acme").await?;
    window.fill("#appDefinitionId", "appdef_pilot").await?;
    window.fill("#clientId", "pilot-client").await?;
    window.fill("#clientSecret", CANARY).await?;
    window.find("[data-test=clientSecret-held]").await?;
    window.fill("#quiltStackArn", from["quiltStackArn"].as_str().context("an ARN")?).await?;
    window.fill("#packageBucket", "pilot-packages").await?;
    window.click("[data-test=save-profile]").await?;
    window.find("[data-test=profile-saved]").await?;
    assert_eq!(Keyring::rehearsal().load(&"pilot".parse()?)?, Some(Secret::new(CANARY)));
    assert!(!window.source().await?.contains(CANARY));
    window.close().await?;
    let held = installer_tests::search::files_that_hold(place.folder.path(), CANARY)?;
    assert_eq!(held, Vec::<PathBuf>::new());
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_chosen_about_the_window_outlives_it() -> Result<()> {
    let place = Place::new().await?;
    let window = place.open("appearance").await?;
    // F5 asks again; the page stays the one that it is.
    asked(&window, "window.mark = 1; return null").await?;
    press(&window, Key::F5 + "").await?;
    press(&window, Key::Control + "r").await?;
    window.find("[data-page=dashboard]").await?;
    assert_eq!(asked(&window, "return window.mark").await?, json!(1));
    press(&window, Key::Control + ",").await?;
    window.find("[data-page=settings]").await?;
    section(&window, "general").await?;
    assert!(window.text("[data-test=updates]").await?.contains("does not update itself"));
    window.look("general").await?;
    let dark = "return matchMedia('(prefers-color-scheme: dark)').matches";
    for look in ["light", "dark"] {
        window.click(&format!("[data-test=appearance-{look}]")).await?;
        window
            .until(
                &format!("it is {look}"),
                async || Ok(asked(&window, dark).await? == json!(look == "dark")),
            )
            .await?;
    }
    window.click("[data-test=textSize-130]").await?;
    window.picture("dark-and-large").await?;
    window.click("#notify").await?;
    window.close().await?;

    let window = place.open("appearance-again").await?;
    assert_eq!(asked(&window, dark).await?, json!(true));
    let size = "return Math.round(parseFloat(getComputedStyle(document.documentElement).fontSize))";
    assert_eq!(asked(&window, size).await?, json!(21));
    window.picture("dashboard-large").await?;
    section(&window, "general").await?;
    assert_eq!(asked(&window, "return document.getElementById('notify').checked").await?, json!(false));
    section(&window, "places").await?;
    window.find("[data-test=places]").await?;
    says(&window, "quiltdata/benchling-webhook/default/acme").await?;
    says(&window, &place.profiles.display().to_string()).await?;
    window.click("[data-test=settings-general]").await?;
    window.click("[data-test=textSize-100]").await?;
    section(&window, "places").await?;
    window.look("places").await?;
    window.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn diagnostics_are_listed_then_written_and_hold_no_secret() -> Result<()> {
    let place = Place::new().await?;
    Keyring::rehearsal().save(&"default".parse()?, &Secret::new(CANARY))?;
    let window = place.open("diagnostics").await?;
    // Where older tools kept it. At its start the window would offer to take it from there.
    let mut profile = place.profile("dev")?;
    profile["benchlingClientSecret"] = CANARY.into();
    std::fs::write(place.profiles.join("dev.json"), profile.to_string())?;
    section(&window, "diagnostics").await?;
    let listed = window.text("[data-test=diagnostics-list]").await?;
    assert!(listed.contains("profiles/dev.json") && listed.contains("stack.json"), "{listed}");
    window.look("listed").await?;
    window.click("[data-test=write-diagnostics]").await?;
    let path = window.text("[data-test=diagnostics-path]").await?;
    window.look("written").await?;
    assert!(Path::new(&path).starts_with(place.folder.path().join("downloads")), "{path}");
    let mut archive = zip::ZipArchive::new(std::fs::File::open(&path)?)?;
    let mut whole = String::new();
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index)?;
        let name = entry.name()?.into_owned();
        ensure!(listed.contains(&name), "{name} was not listed");
        entry.read_to_string(&mut whole)?;
    }
    assert!(whole.contains("BenchlingWebhookStack"));
    assert!(!whole.contains(CANARY));
    window.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn about_has_the_licence_of_every_package() -> Result<()> {
    let place = Place::new().await?;
    let window = place.open("about").await?;
    section(&window, "about").await?;
    window.find("[data-test=packages]").await?;
    let facts = window.text("[data-test=about]").await?;
    assert!(facts.contains("0.1.0") && facts.contains("Apache License 2.0"), "{facts}");
    window.look("about").await?;
    window.fill("#packageSearch", "leptos").await?;
    window
        .until("the list is short", async || Ok(window.text("[data-test=packages]").await?.len() < 2000))
        .await?;
    window.click("[data-test=package]").await?;
    window
        .until("the text is there", async || {
            Ok(window.text("[data-test=licence-text]").await?.contains("Permission is hereby granted"))
        })
        .await?;
    window.look("licence").await?;
    window.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_settings_are_there_before_anything_else() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let variables = [
        ("BENCHLING_WEBHOOK_CONFIG_DIR", folder.path().join("config").display().to_string()),
        ("XDG_DATA_HOME", folder.path().join("data").display().to_string()),
    ];
    let window = Window::open("settings-first", &variables, &[]).await?;
    window.find("[data-page=welcome]").await?;
    window.look("welcome").await?;
    section(&window, "profiles").await?;
    window.find("[data-test=no-profiles]").await?;
    window.look("no-profiles").await?;
    section(&window, "places").await?;
    window.find("[data-test=places]").await?;
    window.picture("places").await?;
    window.click("[data-test=close-settings]").await?;
    window.find("[data-page=welcome]").await?;
    window.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_fault_of_the_page_is_told_and_the_page_loaded_again() -> Result<()> {
    let place = Place::new().await?;
    let window = place.open("fault").await?;
    // What a browser never does: the page takes it for impossible.
    let fault = "const made = Document.prototype.createElement;
        Document.prototype.createElement = function () {
            Document.prototype.createElement = made;
            throw new Error('no element today');
        };
        setTimeout(() => document.querySelector('[data-test=settings]').click(), 0);
        return null;";
    asked(&window, fault).await?;
    window.find("[data-page=fault]").await?;
    window.look("fault").await?;
    window.click("[data-fault=reload]").await?;
    window.find("[data-page=dashboard]").await?;
    window.close().await
}
