use ipc::Problem;
use ipc::status::Status;
use tauri::State;

use crate::host::Host;

/// What ran when somebody last looked.
#[tauri::command(async)]
pub fn last_seen(host: State<'_, Host>) -> Result<Option<Status>, Problem> {
    engine::seen::last(&host.engine().paths)
}
