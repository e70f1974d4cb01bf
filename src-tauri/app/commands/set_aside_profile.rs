use engine::profiles::mend;
use ipc::{Problem, ProfileName};
use tauri::State;

use crate::host::Host;

#[tauri::command]
pub fn set_aside_profile(host: State<'_, Host>, profile: ProfileName) -> Result<String, Problem> {
    mend::set_aside(&host.engine(), &profile)
}
