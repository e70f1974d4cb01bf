use ipc::Problem;
use ipc::aws::AwsChoice;
use tauri::State;

use crate::host::Host;

/// Takes the role that wants the code of an MFA device, and holds it in memory.
#[tauri::command]
pub async fn take_role(host: State<'_, Host>, choice: AwsChoice, code: String) -> Result<(), Problem> {
    host.take_role(&choice, &code.parse()?).await
}
