use ipc::Problem;
use ipc::plan::{Plan, RemoveRequest};
use tauri::State;

use crate::host::Host;

/// What goes and what stays.
#[tauri::command]
pub async fn plan_removal(host: State<'_, Host>, request: RemoveRequest) -> Result<Plan, Problem> {
    host.plan_removal(&request).await
}
