use engine::secret::Secret;
use ipc::{Environment, Problem};
use tauri::State;

use crate::host::Host;

/// A new client secret for an environment that runs. It is held only when Benchling accepts it.
#[tauri::command]
pub async fn rotate_secret(
    host: State<'_, Host>,
    environment: Environment,
    secret: String,
    keep: bool,
) -> Result<(), Problem> {
    let secret = Secret::new(secret);
    let engine = host.connected().await?;
    engine::rotate::begin(&engine, environment).await?.accept(&engine, &secret, keep).await.map(drop)
}
