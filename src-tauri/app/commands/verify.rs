use ipc::check::Verification;
use ipc::{Environment, Problem};
use tauri::State;

use crate::host::Host;

/// The test of a running environment.
#[tauri::command]
pub async fn verify(host: State<'_, Host>, environment: Environment) -> Result<Verification, Problem> {
    engine::verify::environment(&host.connected().await?, environment).await
}
