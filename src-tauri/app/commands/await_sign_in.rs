use ipc::Problem;
use ipc::aws::SignInEnd;
use tauri::State;

use crate::host::Host;

/// Waits until somebody has agreed in the browser, or the sign-in is cancelled.
#[tauri::command]
pub async fn await_sign_in(host: State<'_, Host>) -> Result<SignInEnd, Problem> {
    host.await_sign_in().await
}
