use ipc::Problem;
use ipc::check::Preflight;
use ipc::plan::DeployRequest;
use tauri::State;

use crate::host::Host;

/// Everything that can be known before anything is touched.
#[tauri::command]
pub async fn preflight(host: State<'_, Host>, request: DeployRequest) -> Result<Preflight, Problem> {
    Ok(engine::preflight::preflight(&host.connected().await?, &request).await.0)
}
