//! `skip_import`: what is there now is not offered at the start again.

use ipc::Problem;
use ipc::bridge::command;

use super::{NoArguments, call};

pub async fn skip_import() -> Result<(), Problem> {
    call(command::SKIP_IMPORT, &NoArguments {}).await
}
