use engine::manifest;
use ipc::bridge::AppManifest;

/// What Benchling makes the app from.
#[tauri::command]
pub fn app_manifest(app: AppManifest) -> String {
    manifest::text(&app)
}
