//! `adopt`: what somebody changed in Secrets Manager becomes the profile's, without the client secret.

use ipc::bridge::command;
use ipc::{Environment, Problem};
use serde::Serialize;

use super::call;

#[derive(Serialize)]
struct Arguments {
    environment: Environment,
}

pub async fn adopt(environment: Environment) -> Result<(), Problem> {
    call(command::ADOPT, &Arguments { environment }).await
}
