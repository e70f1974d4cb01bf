use ipc::Problem;
use tauri::{AppHandle, State};

use crate::host::Host;
use crate::updates;

/// Installs the newer version and starts it; not while a deployment runs.
#[tauri::command]
pub async fn install_update(app: AppHandle, host: State<'_, Host>) -> Result<(), Problem> {
    host.refuse_while_deploying("Wait until it has ended, then install the new version.")?;
    updates::install(&app).await
}
