//! `deploy`: starts the plan; the rest comes as events.

use ipc::Problem;
use ipc::bridge::command;
use ipc::progress::Progress;
use serde::Serialize;

use super::call;

#[derive(Serialize)]
struct Arguments {
    plan: String,
}

pub async fn deploy(plan: String) -> Result<Progress, Problem> {
    call(command::DEPLOY, &Arguments { plan }).await
}
