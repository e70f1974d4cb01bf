//! `plan_removal`: what goes and what stays.

use ipc::Problem;
use ipc::bridge::command;
use ipc::plan::{Plan, RemoveRequest};
use serde::Serialize;

use super::call;

#[derive(Serialize)]
struct Arguments {
    request: RemoveRequest,
}

pub async fn plan_removal(request: RemoveRequest) -> Result<Plan, Problem> {
    call(command::PLAN_REMOVAL, &Arguments { request }).await
}
