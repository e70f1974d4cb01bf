use engine::network;
use ipc::Problem;
use ipc::plan::{NetworkFound, NetworkQuery};
use tauri::State;

use crate::host::Host;

/// Where the stack is, or would be put.
#[tauri::command]
pub async fn find_network(host: State<'_, Host>, query: NetworkQuery) -> Result<NetworkFound, Problem> {
    network::find(&host.connected().await?, &query).await
}
