//! `await_sign_in`: waits until somebody has agreed in the browser.

use ipc::Problem;
use ipc::aws::SignInEnd;
use ipc::bridge::command;

use super::{NoArguments, call};

pub async fn await_sign_in() -> Result<SignInEnd, Problem> {
    call(command::AWAIT_SIGN_IN, &NoArguments {}).await
}
