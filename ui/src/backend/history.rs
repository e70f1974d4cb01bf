//! `history`: what was deployed when, newest first.

use ipc::Problem;
use ipc::bridge::command;
use ipc::status::DeployRecord;
use serde::Serialize;

use super::call;

#[derive(Serialize)]
struct Arguments {
    newest: Option<usize>,
}

/// All of it, or the newest rows.
pub async fn history(newest: Option<usize>) -> Result<Vec<DeployRecord>, Problem> {
    call(command::HISTORY, &Arguments { newest }).await
}
