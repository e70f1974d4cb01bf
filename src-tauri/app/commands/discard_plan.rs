use ipc::Problem;
use tauri::State;

use crate::host::Host;

/// Leaves nothing of a plan behind.
#[tauri::command]
pub async fn discard_plan(host: State<'_, Host>, plan: String) -> Result<(), Problem> {
    host.discard(&plan).await
}
