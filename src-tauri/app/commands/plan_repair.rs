use ipc::Problem;
use ipc::plan::{Plan, RepairRequest};
use tauri::State;

use crate::host::Host;

/// The way out of the state that the stack is in.
#[tauri::command]
pub async fn plan_repair(host: State<'_, Host>, request: RepairRequest) -> Result<Plan, Problem> {
    host.plan_repair(&request).await
}
