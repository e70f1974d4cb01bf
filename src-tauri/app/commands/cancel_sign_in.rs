use tauri::State;

use crate::host::Host;

/// Ends the waiting for a sign-in; there may be none.
#[tauri::command]
pub fn cancel_sign_in(host: State<'_, Host>) {
    host.cancel_sign_in();
}
