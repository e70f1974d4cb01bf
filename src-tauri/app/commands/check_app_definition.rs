use ipc::check::SigningKeys;
use ipc::{AppDefinitionId, Problem};
use tauri::State;

use crate::host::Host;

/// Does Benchling know the app?
#[tauri::command]
pub async fn check_app_definition(
    host: State<'_, Host>,
    id: AppDefinitionId,
) -> Result<SigningKeys, Problem> {
    host.engine().benchling.signing_keys(&id).await
}
