//! A newer version of this program: found, proved by its signature, installed. Only builds of the release workflow can
//! do it (feature `updater`, with the key and the address of `tauri.release.conf.json`); any other is kept up to date by
//! whoever built it. `BENCHLING_WEBHOOK_NO_UPDATES`, set to anything, switches it off for a whole machine.

use ipc::Problem;
use ipc::bridge::Updates;
use tauri::AppHandle;

const OFF: &str = "BENCHLING_WEBHOOK_NO_UPDATES";

fn is_off() -> bool {
    std::env::var_os(OFF).is_some_and(|value| !value.is_empty())
}

#[cfg(feature = "updater")]
mod by_ourselves {
    use std::fmt::Display;

    use ipc::{Code, Problem};
    use tauri::AppHandle;
    use tauri_plugin_updater::{Update, UpdaterExt};

    fn problem(what: &str, error: &impl Display) -> Problem {
        Problem::new(
            Code::UpdateFailed,
            format!("{what}. This version goes on."),
            "Try again later, or download the new version from the project's releases page.",
        )
        .because_text(error.to_string())
    }

    pub async fn newer(app: &AppHandle) -> Result<Option<Update>, Problem> {
        let failed = |error| problem("We could not find out whether there is a newer version", &error);
        app.updater().map_err(failed)?.check().await.map_err(failed)
    }

    pub async fn install(app: &AppHandle, update: Update) -> Result<(), Problem> {
        update
            .download_and_install(|_, _| {}, || {})
            .await
            .map_err(|error| problem("The new version was not installed", &error))?;
        app.restart()
    }
}

/// What there is to know about newer versions.
#[cfg(feature = "updater")]
pub async fn find(app: &AppHandle) -> Result<Updates, Problem> {
    if is_off() {
        return Ok(Updates::Off);
    }
    Ok(match by_ourselves::newer(app).await? {
        Some(update) => Updates::Found { version: update.version, notes: update.body.unwrap_or_default() },
        None => Updates::Newest,
    })
}

/// Comes back only where there was nothing to install, or it failed: the program starts again as the new one.
#[cfg(feature = "updater")]
pub async fn install(app: &AppHandle) -> Result<(), Problem> {
    if is_off() {
        return Ok(());
    }
    match by_ourselves::newer(app).await? {
        Some(update) => by_ourselves::install(app, update).await,
        None => Ok(()),
    }
}

#[cfg(not(feature = "updater"))]
pub async fn find(_: &AppHandle) -> Result<Updates, Problem> {
    Ok(if is_off() { Updates::Off } else { Updates::Elsewhere })
}

#[cfg(not(feature = "updater"))]
pub async fn install(_: &AppHandle) -> Result<(), Problem> {
    Ok(())
}
