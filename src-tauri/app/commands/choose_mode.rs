use ipc::Problem;
use ipc::bridge::{Mode, Start};
use tauri::State;

use crate::host::Host;

/// Go on for real, or rehearse.
#[tauri::command]
pub async fn choose_mode(host: State<'_, Host>, mode: Mode) -> Result<Start, Problem> {
    host.choose_mode(mode).await?;
    super::start::start(host)
}
