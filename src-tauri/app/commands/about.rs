use ipc::bridge::About;

use crate::licences;

/// What this program is, and what it is made with.
#[tauri::command(async)]
pub fn about() -> About {
    About {
        version: env!("CARGO_PKG_VERSION").into(),
        commit: option_env!("INSTALLER_COMMIT").map(str::to_owned),
        system: engine::diagnostics::system(),
        packages: licences::packages(&licences::all()),
    }
}
