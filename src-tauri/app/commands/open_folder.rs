use ipc::bridge::Folder;
use ipc::{Code, Problem};
use tauri::{AppHandle, Manager, State};
use tauri_plugin_opener::OpenerExt;

use crate::diagnostics::Collected;
use crate::host::Host;

/// Shows one of our folders in the system's file manager. The page names it, and never says where it is: to open
/// whatever path somebody asks for would be more than it needs.
#[tauri::command]
pub fn open_folder(
    app: AppHandle,
    host: State<'_, Host>,
    collected: State<'_, Collected>,
    folder: Folder,
) -> Result<(), Problem> {
    let path = match folder {
        Folder::Config => Some(host.engine().paths.base().to_owned()),
        Folder::PageStorage => app.path().app_local_data_dir().ok(),
        Folder::Diagnostics => collected.folder(),
    };
    let unopened = || {
        Problem::new(
            Code::Internal,
            "The folder can't be shown.",
            "Copy its path, and open it in your file manager.",
        )
    };
    let path = path.filter(|path| path.is_dir()).ok_or_else(unopened)?;
    app.opener()
        .open_path(path.display().to_string(), None::<&str>)
        .map_err(|error| unopened().because(&error))
}
