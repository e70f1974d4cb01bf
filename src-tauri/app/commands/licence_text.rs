use ipc::{Code, Problem};

use crate::licences;

/// The licences of one package, whole.
#[tauri::command(async)]
pub fn licence_text(name: String, version: String) -> Result<String, Problem> {
    licences::text(&licences::all(), &name, &version).ok_or_else(|| {
        Problem::new(
            Code::ValueInvalid,
            format!("This program is not made with {name} {version}."),
            "Choose a package from the list.",
        )
    })
}
