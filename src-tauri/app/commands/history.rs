use ipc::Problem;
use ipc::status::DeployRecord;
use tauri::State;

use crate::host::Host;

/// What was deployed when, newest first.
#[tauri::command]
pub fn history(host: State<'_, Host>) -> Result<Vec<DeployRecord>, Problem> {
    engine::history::history(&host.engine().paths)
}
