use engine::profiles;
use ipc::profile::Renamed;
use ipc::{Problem, ProfileName};
use tauri::State;

use crate::host::Host;

#[tauri::command]
pub async fn rename_profile(
    host: State<'_, Host>,
    from: ProfileName,
    to: ProfileName,
) -> Result<Renamed, Problem> {
    profiles::rename(&host.engine(), &from, &to).await
}
