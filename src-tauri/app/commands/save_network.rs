use ipc::Problem;
use ipc::aws::NetworkSettings;
use tauri::State;

use crate::host::Host;

/// Keeps the proxy and the CA bundle; they count from the next connection on.
#[tauri::command]
pub fn save_network(host: State<'_, Host>, settings: NetworkSettings) -> Result<(), Problem> {
    host.save_network(&settings)
}
