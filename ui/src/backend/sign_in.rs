//! `sign_in`: begins to sign in with SSO.

use ipc::Problem;
use ipc::aws::{AwsChoice, SignInPrompt};
use ipc::bridge::command;
use serde::Serialize;

use super::call;

#[derive(Serialize)]
struct Arguments {
    choice: AwsChoice,
}

pub async fn sign_in(choice: AwsChoice) -> Result<SignInPrompt, Problem> {
    call(command::SIGN_IN, &Arguments { choice }).await
}
