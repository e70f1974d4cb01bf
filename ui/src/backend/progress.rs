//! `progress`: the present state of the last or running deployment.

use ipc::Problem;
use ipc::bridge::command;
use ipc::progress::Progress;

use super::{NoArguments, call};

pub async fn progress() -> Result<Option<Progress>, Problem> {
    call(command::PROGRESS, &NoArguments {}).await
}
