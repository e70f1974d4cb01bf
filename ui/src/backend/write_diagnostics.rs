//! `write_diagnostics`: writes what was listed last; answers with the file.

use ipc::Problem;
use ipc::bridge::command;

use super::{NoArguments, call};

pub async fn write_diagnostics() -> Result<String, Problem> {
    call(command::WRITE_DIAGNOSTICS, &NoArguments {}).await
}
