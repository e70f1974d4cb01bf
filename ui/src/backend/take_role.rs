//! `take_role`: takes the role that wants the code of an MFA device.

use ipc::Problem;
use ipc::aws::AwsChoice;
use ipc::bridge::command;
use serde::Serialize;

use super::call;

#[derive(Serialize)]
struct Arguments {
    choice: AwsChoice,
    code: String,
}

pub async fn take_role(choice: AwsChoice, code: String) -> Result<(), Problem> {
    call(command::TAKE_ROLE, &Arguments { choice, code }).await
}
