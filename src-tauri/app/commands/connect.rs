use ipc::Problem;
use ipc::aws::{AwsChoice, Caller};
use tauri::State;

use crate::host::Host;

/// Connects, and tells who AWS says we are.
#[tauri::command]
pub async fn connect(host: State<'_, Host>, choice: AwsChoice) -> Result<Caller, Problem> {
    host.connect(&choice).await?.cloud()?.caller().await
}
