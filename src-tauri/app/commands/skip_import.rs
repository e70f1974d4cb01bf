use engine::import;
use ipc::Problem;
use tauri::State;

use crate::host::Host;

#[tauri::command]
pub fn skip_import(host: State<'_, Host>) -> Result<(), Problem> {
    import::mark_seen(&host.engine().paths)
}
