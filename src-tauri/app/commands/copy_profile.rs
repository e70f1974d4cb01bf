use engine::profiles;
use ipc::profile::SecretPlace;
use ipc::{Problem, Profile, ProfileName};
use tauri::State;

use crate::host::Host;

/// A new profile beside the one that it is made from; its secret first, as where a profile is saved.
#[tauri::command]
pub async fn copy_profile(
    host: State<'_, Host>,
    from: ProfileName,
    profile: Profile,
    place: SecretPlace,
) -> Result<(), Problem> {
    let engine = host.engine();
    profiles::refuse_taken(&engine.paths, &profile.profile)?;
    let secret = engine.client_secret(&profile.profile).await?;
    if place == SecretPlace::Keyring {
        engine.keep_secret(&profile.profile, &secret).await?;
    }
    profiles::copy(&engine.paths, &from, &profile)
}
