//! `connect`: who AWS says we are, with this choice.

use ipc::Problem;
use ipc::aws::{AwsChoice, Caller};
use ipc::bridge::command;
use serde::Serialize;

use super::call;

#[derive(Serialize)]
struct Arguments {
    choice: AwsChoice,
}

pub async fn connect(choice: AwsChoice) -> Result<Caller, Problem> {
    call(command::CONNECT, &Arguments { choice }).await
}
