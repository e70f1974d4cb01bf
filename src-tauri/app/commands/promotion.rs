use ipc::Problem;
use ipc::status::Promotion;
use tauri::State;

use crate::host::Host;

/// Both sides of a promotion, and what speaks against it.
#[tauri::command]
pub async fn promotion(host: State<'_, Host>) -> Result<Promotion, Problem> {
    engine::promote::promotion(&host.connected().await?).await
}
