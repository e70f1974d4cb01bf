use ipc::Problem;
use ipc::status::Drift;
use tauri::State;

use crate::host::Host;

/// What somebody changed behind the stack's back.
#[tauri::command]
pub async fn drift(host: State<'_, Host>) -> Result<Vec<Drift>, Problem> {
    engine::drift::look(&host.connected().await?).await
}
