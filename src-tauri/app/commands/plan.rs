use ipc::Problem;
use ipc::plan::{DeployRequest, Plan};
use tauri::State;

use crate::host::Host;

/// What a deployment would do.
#[tauri::command]
pub async fn plan(host: State<'_, Host>, request: DeployRequest) -> Result<Plan, Problem> {
    host.plan(&request).await
}
