use ipc::Problem;
use ipc::aws::{AwsChoice, SignInPrompt};
use tauri::State;

use crate::host::Host;

/// Begins to sign in with SSO; what comes back is for the person's browser.
#[tauri::command]
pub async fn sign_in(host: State<'_, Host>, choice: AwsChoice) -> Result<SignInPrompt, Problem> {
    host.sign_in(&choice).await
}
