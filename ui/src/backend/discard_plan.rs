//! `discard_plan`: leaves nothing of a plan behind.

use ipc::Problem;
use ipc::bridge::command;
use serde::Serialize;

use super::call;

#[derive(Serialize)]
struct Arguments {
    plan: String,
}

pub async fn discard_plan(plan: String) -> Result<(), Problem> {
    call(command::DISCARD_PLAN, &Arguments { plan }).await
}
