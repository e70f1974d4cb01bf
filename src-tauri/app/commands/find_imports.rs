use engine::import;
use ipc::Problem;
use ipc::import::ImportPreview;
use tauri::State;

use crate::host::Host;

#[tauri::command]
pub fn find_imports(host: State<'_, Host>) -> Result<ImportPreview, Problem> {
    import::preview(&host.engine().paths)
}
