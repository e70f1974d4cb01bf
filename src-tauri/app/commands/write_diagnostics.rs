use ipc::Problem;
use tauri::State;

use crate::diagnostics::Collected;
use crate::host::Host;

/// Writes what was listed last, and answers with the file.
#[tauri::command(async)]
pub fn write_diagnostics(host: State<'_, Host>, collected: State<'_, Collected>) -> Result<String, Problem> {
    collected.write(&host)
}
