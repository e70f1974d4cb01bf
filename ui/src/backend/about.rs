//! `about`: what this program is, and what it is made with.

use ipc::Problem;
use ipc::bridge::{About, command};

use super::{NoArguments, call};

pub async fn about() -> Result<About, Problem> {
    call(command::ABOUT, &NoArguments {}).await
}
