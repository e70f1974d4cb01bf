use ipc::Problem;
use ipc::bridge::Fault;
use tauri::State;

use crate::host::Host;

/// What the rehearsal should fail with next.
#[tauri::command]
pub fn rehearse_failure(host: State<'_, Host>, fault: Option<Fault>) -> Result<(), Problem> {
    host.rehearse_failure(fault)
}
