use ipc::Problem;
use ipc::profile::ProfileEntry;
use tauri::State;

use crate::host::Host;

/// Every profile, broken files included.
#[tauri::command]
pub fn profiles(host: State<'_, Host>) -> Result<Vec<ProfileEntry>, Problem> {
    engine::profiles::list(&host.engine().paths)
}
