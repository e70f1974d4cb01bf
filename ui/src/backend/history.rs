//! `history`: what was deployed when, newest first.

use ipc::Problem;
use ipc::bridge::command;
use ipc::status::DeployRecord;

use super::{NoArguments, call};

pub async fn history() -> Result<Vec<DeployRecord>, Problem> {
    call(command::HISTORY, &NoArguments {}).await
}
