use ipc::Problem;
use tauri::State;

use crate::host::Host;

/// Stops what runs; the progress tells the rest.
#[tauri::command]
pub async fn stop(host: State<'_, Host>) -> Result<(), Problem> {
    engine::deploy::stop(&host.connected().await?).await
}
