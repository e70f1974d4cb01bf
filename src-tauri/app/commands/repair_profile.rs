use engine::profiles::mend::{self, Given};
use ipc::{Problem, ProfileName};
use tauri::State;

use crate::host::Host;

#[tauri::command]
pub fn repair_profile(host: State<'_, Host>, profile: ProfileName, given: Given) -> Result<String, Problem> {
    mend::repair(&host.engine(), &profile, &given)
}
