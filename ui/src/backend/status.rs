//! `status`: what runs now in both environments.

use ipc::Problem;
use ipc::bridge::command;
use ipc::status::Status;

use super::{NoArguments, call};

pub async fn status() -> Result<Status, Problem> {
    call(command::STATUS, &NoArguments {}).await
}
