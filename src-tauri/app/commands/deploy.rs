use ipc::Problem;
use ipc::progress::Progress;
use tauri::State;

use crate::host::Host;

/// Starts what was planned and agreed to.
#[tauri::command]
pub fn deploy(host: State<'_, Host>, plan: String) -> Result<Progress, Problem> {
    host.deploy(&plan)
}
