//! `open_folder`: shows one of the program's folders in the system's file manager.

use ipc::Problem;
use ipc::bridge::{Folder, command};
use serde::Serialize;

use super::call;

#[derive(Serialize)]
struct Arguments {
    folder: Folder,
}

pub async fn open_folder(folder: Folder) -> Result<(), Problem> {
    call(command::OPEN_FOLDER, &Arguments { folder }).await
}
