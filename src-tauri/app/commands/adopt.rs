use ipc::{Environment, Problem};
use tauri::State;

use crate::host::Host;

/// What somebody changed in Secrets Manager becomes the profile's.
#[tauri::command]
pub async fn adopt(host: State<'_, Host>, environment: Environment) -> Result<(), Problem> {
    engine::agreement::adopt(&host.connected().await?, environment).await.map(drop)
}
