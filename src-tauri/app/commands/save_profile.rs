use engine::profiles;
use ipc::profile::SecretPlace;
use ipc::{Problem, Profile};
use tauri::State;

use crate::host::Host;

/// Keeps the secret first, then writes the profile: a profile is never there without its secret.
#[tauri::command]
pub async fn save_profile(
    host: State<'_, Host>,
    profile: Profile,
    place: SecretPlace,
) -> Result<(), Problem> {
    let engine = host.engine();
    let secret = engine.client_secret(&profile.profile).await?;
    if place == SecretPlace::Keyring {
        engine.keep_secret(&profile.profile, &secret).await?;
    }
    profiles::save(&engine.paths, &profile)
}
