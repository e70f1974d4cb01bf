use engine::manifest;
use ipc::Problem;
use ipc::bridge::AppManifest;
use tauri::{AppHandle, Manager};

/// Among the person's downloads, where a browser's file picker looks first. The page chooses neither text nor place.
#[tauri::command]
pub fn save_app_manifest(handle: AppHandle, app: AppManifest) -> Result<String, Problem> {
    let paths = handle.path();
    let folder = paths.download_dir().or_else(|_| paths.home_dir());
    manifest::save(&app, folder.ok().as_deref())
}
