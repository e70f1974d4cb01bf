use ipc::Problem;
use ipc::status::DeployRecord;
use tauri::State;

use crate::host::Host;

/// What was deployed when, newest first: all of it, or the newest.
#[tauri::command(async)]
pub fn history(host: State<'_, Host>, newest: Option<usize>) -> Result<Vec<DeployRecord>, Problem> {
    engine::history::newest(&host.engine().paths, None, newest.unwrap_or(usize::MAX))
}
