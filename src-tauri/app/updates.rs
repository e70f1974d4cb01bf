//! A newer version of this program: found, proved by its signature, installed. Only builds of the release workflow can
//! do it (feature `updater`, with the key and the address of `tauri.release.conf.json`); any other is kept up to date by
//! whoever built it. `BENCHLING_WEBHOOK_NO_UPDATES`, set to anything, switches it off for a whole machine.
//!
//! What is found is signed, and so is the version that it says it is: an older release can't be passed off as a newer.

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

    use ipc::bridge::Updates;
    use ipc::{Code, Problem};
    use tauri_plugin_updater::{Result, Update, Updater};

    fn problem(what: &str, error: &impl Display) -> Problem {
        Problem::new(
            Code::UpdateFailed,
            format!("{what}. This version goes on."),
            "Try again later, or download the new version from the project's releases page.",
        )
        .because_text(error.to_string())
    }

    async fn newer(updater: Result<Updater>) -> std::result::Result<Option<Update>, Problem> {
        let failed = |error| problem("We could not find out whether there is a newer version", &error);
        updater.map_err(failed)?.check().await.map_err(failed)
    }

    pub async fn find(updater: Result<Updater>) -> std::result::Result<Updates, Problem> {
        Ok(match newer(updater).await? {
            Some(update) => {
                Updates::Found { version: update.version, notes: update.body.unwrap_or_default() }
            }
            None => Updates::Newest,
        })
    }

    /// True where the file of this program is now another.
    pub async fn install(updater: Result<Updater>) -> std::result::Result<bool, Problem> {
        let Some(update) = newer(updater).await? else { return Ok(false) };
        update
            .download_and_install(|_, _| {}, || {})
            .await
            .map_err(|error| problem("The new version was not installed", &error))?;
        Ok(true)
    }
}

/// What there is to know about newer versions.
#[cfg(feature = "updater")]
pub async fn find(app: &AppHandle) -> Result<Updates, Problem> {
    use tauri_plugin_updater::UpdaterExt;
    if is_off() {
        return Ok(Updates::Off);
    }
    by_ourselves::find(app.updater()).await
}

/// Comes back only where there was nothing to install, or it failed: the program starts again as the new one.
#[cfg(feature = "updater")]
pub async fn install(app: &AppHandle) -> Result<(), Problem> {
    use tauri_plugin_updater::UpdaterExt;
    if is_off() || !by_ourselves::install(app.updater()).await? {
        return Ok(());
    }
    app.restart()
}

#[cfg(not(feature = "updater"))]
pub async fn find(_: &AppHandle) -> Result<Updates, Problem> {
    Ok(if is_off() { Updates::Off } else { Updates::Elsewhere })
}

#[cfg(not(feature = "updater"))]
pub async fn install(_: &AppHandle) -> Result<(), Problem> {
    Ok(())
}

#[cfg(all(test, feature = "updater-tests"))]
#[path = "updates/tests.rs"]
mod tests;
