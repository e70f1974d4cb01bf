use engine::profiles;
use ipc::profile::ProfileDifference;
use ipc::{Problem, ProfileName};
use tauri::State;

use crate::host::Host;

#[tauri::command]
pub fn compare_profiles(
    host: State<'_, Host>,
    left: ProfileName,
    right: ProfileName,
) -> Result<Vec<ProfileDifference>, Problem> {
    profiles::compare(&host.engine().paths, &left, &right)
}
