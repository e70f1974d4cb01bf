//! `install_update`: installs the newer version and starts it.

use ipc::Problem;
use ipc::bridge::command;

use super::{NoArguments, call};

pub async fn install_update() -> Result<(), Problem> {
    call(command::INSTALL_UPDATE, &NoArguments {}).await
}
