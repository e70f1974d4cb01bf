use ipc::Problem;
use ipc::bridge::{LogRow, LogsQuery};
use tauri::State;

use crate::host::Host;

/// The newest lines of an environment's log.
#[tauri::command]
pub async fn logs(host: State<'_, Host>, query: LogsQuery) -> Result<Vec<LogRow>, Problem> {
    engine::logs::rows(&host.connected().await?, &query).await
}
