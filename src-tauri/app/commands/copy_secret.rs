use engine::secret::SecretStore;
use ipc::{Problem, ProfileName};
use tauri::State;

use crate::host::Host;

/// Dev may use prod's client: its secret is held for dev too.
#[tauri::command]
pub async fn copy_secret(host: State<'_, Host>, from: ProfileName, to: ProfileName) -> Result<(), Problem> {
    let engine = host.engine();
    engine.session.save(&to, &engine.client_secret(&from).await?)
}
