//! `plan`: what this request would do, computed from its change set.

use ipc::Problem;
use ipc::bridge::command;
use ipc::plan::{DeployRequest, Plan};
use serde::Serialize;

use super::call;

#[derive(Serialize)]
struct Arguments {
    request: DeployRequest,
}

pub async fn plan(request: DeployRequest) -> Result<Plan, Problem> {
    call(command::PLAN, &Arguments { request }).await
}
