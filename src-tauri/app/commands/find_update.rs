use ipc::Problem;
use ipc::bridge::Updates;
use tauri::AppHandle;

use crate::updates;

/// Whether there is a newer version of this program.
#[tauri::command]
pub async fn find_update(app: AppHandle) -> Result<Updates, Problem> {
    updates::find(&app).await
}
