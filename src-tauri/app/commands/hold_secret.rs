use engine::secret::{Secret, SecretStore};
use ipc::{Problem, ProfileName};
use tauri::State;

use crate::host::Host;

/// The one way of the client secret, from the page to this program's memory.
#[tauri::command]
pub fn hold_secret(host: State<'_, Host>, profile: ProfileName, secret: String) -> Result<(), Problem> {
    host.engine().session.save(&profile, &Secret::new(secret))
}
