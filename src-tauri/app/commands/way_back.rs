use ipc::status::DeployRecord;
use ipc::{Environment, Problem};
use tauri::State;

use crate::host::Host;

/// The row of the history to go back to: of that moment, else of the image before.
#[tauri::command]
pub async fn way_back(
    host: State<'_, Host>,
    environment: Environment,
    to: Option<String>,
) -> Result<DeployRecord, Problem> {
    engine::rollback::way_back(&host.connected().await?, environment, to.as_deref()).await
}
