use engine::secret::SecretStore;
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
    let kept = engine.with_keyring(&profile, |keyring, profile| keyring.load(profile)).await;
    // A session also holds what the keyring gave, so the keyring is asked first.
    if !matches!(kept, Ok(Some(_))) && engine.session.load(&profile)?.is_some() {
        return Ok(Some(SecretPlace::Session));
    }
    Ok(kept?.map(|_| SecretPlace::Keyring))
}
