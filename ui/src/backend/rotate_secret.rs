//! `rotate_secret`: hands a new client secret to the host, which has Benchling accept it; it never comes back.

use ipc::bridge::command;
use ipc::{Environment, Problem};
use serde::Serialize;

use super::call;

#[derive(Serialize)]
struct Arguments {
    environment: Environment,
    secret: String,
    keep: bool,
}

pub async fn rotate_secret(environment: Environment, secret: String, keep: bool) -> Result<(), Problem> {
    call(command::ROTATE_SECRET, &Arguments { environment, secret, keep }).await
}
