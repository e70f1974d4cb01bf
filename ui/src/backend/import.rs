//! `import`: takes over what was chosen.

use ipc::Problem;
use ipc::bridge::command;
use ipc::import::{ImportChoice, ImportResult};
use serde::Serialize;

use super::call;

#[derive(Serialize)]
struct Arguments {
    choice: ImportChoice,
}

pub async fn import(choice: ImportChoice) -> Result<ImportResult, Problem> {
    call(command::IMPORT, &Arguments { choice }).await
}
