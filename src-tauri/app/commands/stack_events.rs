use ipc::Problem;
use ipc::progress::RawEvent;
use tauri::State;

use crate::host::Host;

/// CloudFormation's own events of the deployment that runs or ran last.
#[tauri::command]
pub fn stack_events(host: State<'_, Host>) -> Result<Vec<RawEvent>, Problem> {
    Ok(host.stack_events())
}
