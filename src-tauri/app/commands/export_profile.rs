use engine::profiles;
use ipc::{Problem, ProfileName};
use tauri::{AppHandle, Manager, State};

use crate::host::Host;

/// Among the person's downloads; the page chooses neither text nor place.
#[tauri::command]
pub fn export_profile(
    handle: AppHandle,
    host: State<'_, Host>,
    profile: ProfileName,
) -> Result<String, Problem> {
    let paths = handle.path();
    let folder = paths.download_dir().or_else(|_| paths.home_dir());
    profiles::export_to(&host.engine().paths, &profile, folder.ok().as_deref())
}
