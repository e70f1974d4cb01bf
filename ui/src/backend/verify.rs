//! `verify`: tests a running environment, line by line.

use ipc::bridge::command;
use ipc::check::Verification;
use ipc::{Environment, Problem};
use serde::Serialize;

use super::call;

#[derive(Serialize)]
struct Arguments {
    environment: Environment,
}

pub async fn verify(environment: Environment) -> Result<Verification, Problem> {
    call(command::VERIFY, &Arguments { environment }).await
}
