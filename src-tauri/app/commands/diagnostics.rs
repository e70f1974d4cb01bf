use ipc::Problem;
use ipc::bridge::DiagnosticsEntry;
use tauri::State;

use crate::diagnostics::Collected;
use crate::host::Host;

/// What would go into the diagnostics, held until it is written.
#[tauri::command]
pub async fn diagnostics(
    host: State<'_, Host>,
    collected: State<'_, Collected>,
) -> Result<Vec<DiagnosticsEntry>, Problem> {
    Ok(collected.collect(&host).await)
}
