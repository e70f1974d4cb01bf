use ipc::Problem;
use ipc::status::Status;
use tauri::State;

use crate::host::Host;

/// What runs now.
#[tauri::command]
pub async fn status(host: State<'_, Host>) -> Result<Status, Problem> {
    engine::status::status(&host.connected().await?).await
}
