//! `stop`: stops what runs.

use ipc::Problem;
use ipc::bridge::command;

use super::{NoArguments, call};

pub async fn stop() -> Result<(), Problem> {
    call(command::STOP, &NoArguments {}).await
}
