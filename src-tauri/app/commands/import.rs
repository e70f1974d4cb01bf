use ipc::Problem;
use ipc::import::{ImportChoice, ImportResult};
use tauri::State;

use crate::host::Host;

#[tauri::command]
pub async fn import(host: State<'_, Host>, choice: ImportChoice) -> Result<ImportResult, Problem> {
    engine::import::apply(&host.engine(), &choice).await
}
