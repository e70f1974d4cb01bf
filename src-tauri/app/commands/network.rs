use ipc::Problem;
use ipc::aws::Network;
use tauri::State;

use crate::host::Host;

/// The proxy and the CA bundle: what is set, and what the environment says.
#[tauri::command]
pub fn network(host: State<'_, Host>) -> Result<Network, Problem> {
    host.network()
}
