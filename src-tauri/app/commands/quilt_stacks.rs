use ipc::Problem;
use ipc::aws::QuiltStack;
use tauri::State;

use crate::host::Host;

/// The Quilt stacks of the region.
#[tauri::command]
pub async fn quilt_stacks(host: State<'_, Host>) -> Result<Vec<QuiltStack>, Problem> {
    engine::quilt::stacks(&host.connected().await?).await
}
