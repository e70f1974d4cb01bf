//! `start`: what the window needs to know before it shows anything.

use ipc::Problem;
use ipc::bridge::{Start, command};

use super::{NoArguments, call};

pub async fn start() -> Result<Start, Problem> {
    call(command::START, &NoArguments {}).await
}
