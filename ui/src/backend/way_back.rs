//! `way_back`: the row of the history of a moment, else of the image before the one that runs.

use ipc::bridge::command;
use ipc::status::DeployRecord;
use ipc::{Environment, Problem};
use serde::Serialize;

use super::call;

#[derive(Serialize)]
struct Arguments {
    environment: Environment,
    to: Option<String>,
}

pub async fn way_back(environment: Environment, to: Option<String>) -> Result<DeployRecord, Problem> {
    call(command::WAY_BACK, &Arguments { environment, to }).await
}
