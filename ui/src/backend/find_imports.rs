//! `find_imports`: what older tools left on this machine.

use ipc::Problem;
use ipc::bridge::command;
use ipc::import::ImportPreview;

use super::{NoArguments, call};

pub async fn find_imports() -> Result<ImportPreview, Problem> {
    call(command::FIND_IMPORTS, &NoArguments {}).await
}
