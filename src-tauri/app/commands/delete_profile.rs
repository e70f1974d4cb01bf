use ipc::Problem;
use ipc::profile::ProfileRemoval;
use tauri::State;

use crate::host::Host;

/// Takes a profile away; answers with the file that keeps its content.
#[tauri::command]
pub async fn delete_profile(host: State<'_, Host>, removal: ProfileRemoval) -> Result<String, Problem> {
    engine::profiles::remove(&host.engine(), &removal).await
}
