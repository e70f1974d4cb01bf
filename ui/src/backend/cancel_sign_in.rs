//! `cancel_sign_in`: ends the waiting for a sign-in.

use ipc::Problem;
use ipc::bridge::command;

use super::{NoArguments, call};

pub async fn cancel_sign_in() -> Result<(), Problem> {
    call(command::CANCEL_SIGN_IN, &NoArguments {}).await
}
