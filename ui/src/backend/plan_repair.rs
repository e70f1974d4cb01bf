//! `plan_repair`: the way out of the state that the stack is in.

use ipc::Problem;
use ipc::bridge::command;
use ipc::plan::{Plan, RepairRequest};
use serde::Serialize;

use super::call;

#[derive(Serialize)]
struct Arguments {
    request: RepairRequest,
}

pub async fn plan_repair(request: RepairRequest) -> Result<Plan, Problem> {
    call(command::PLAN_REPAIR, &Arguments { request }).await
}
