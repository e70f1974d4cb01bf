//! `drift`: what somebody changed behind the stack's back. Up to minutes.

use ipc::Problem;
use ipc::bridge::command;
use ipc::status::Drift;

use super::{NoArguments, call};

pub async fn drift() -> Result<Vec<Drift>, Problem> {
    call(command::DRIFT, &NoArguments {}).await
}
