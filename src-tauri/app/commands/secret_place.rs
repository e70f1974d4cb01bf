use engine::Glimpse;
use ipc::profile::SecretPlace;
use ipc::{Problem, ProfileName};
use tauri::State;

use crate::host::Host;

/// Where the client secret of a profile is, never the secret.
#[tauri::command]
pub async fn secret_place(
    host: State<'_, Host>,
    profile: ProfileName,
) -> Result<Option<SecretPlace>, Problem> {
    let engine = host.engine();
    match engine.glimpse(&profile).await {
        Glimpse::Held(_) => Ok(engine.session.place(&profile)),
        Glimpse::Nothing => Ok(None),
        Glimpse::Untold(problem) => Err(problem),
    }
}
