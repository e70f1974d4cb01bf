//! `preflight`: checks that change nothing, for this request.

use ipc::Problem;
use ipc::bridge::command;
use ipc::check::Preflight;
use ipc::plan::DeployRequest;
use serde::Serialize;

use super::call;

#[derive(Serialize)]
struct Arguments {
    request: DeployRequest,
}

pub async fn preflight(request: DeployRequest) -> Result<Preflight, Problem> {
    call(command::PREFLIGHT, &Arguments { request }).await
}
