use ipc::Problem;
use ipc::progress::Progress;
use tauri::State;

use crate::host::Host;

/// The present state of the deployment that runs or ran last.
#[tauri::command]
pub fn progress(host: State<'_, Host>) -> Result<Option<Progress>, Problem> {
    Ok(host.progress())
}
