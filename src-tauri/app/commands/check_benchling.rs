use ipc::Problem;
use ipc::bridge::CredentialsQuery;
use tauri::State;

use crate::host::Host;

/// Does Benchling take the credentials, with the secret that is held or kept?
#[tauri::command]
pub async fn check_benchling(host: State<'_, Host>, query: CredentialsQuery) -> Result<(), Problem> {
    let engine = host.engine();
    let secret = engine.client_secret(&query.profile).await?;
    engine.benchling.authenticate(&query.tenant, &query.client_id, &secret).await
}
