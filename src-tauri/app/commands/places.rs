use engine::secret::service;
use engine::template::STACK_NAME;
use ipc::Problem;
use ipc::bridge::Places;
use tauri::{AppHandle, Manager, State};

use crate::host::Host;

/// Where things are kept, as a person would look for them.
#[tauri::command]
pub fn places(app: AppHandle, host: State<'_, Host>) -> Result<Places, Problem> {
    let engine = host.engine();
    Ok(Places {
        config_folder: engine.paths.base().display().to_string(),
        page_storage: app.path().app_local_data_dir().ok().map(|folder| folder.display().to_string()),
        keyring_service: service(engine.mode),
        stack: STACK_NAME.into(),
    })
}
