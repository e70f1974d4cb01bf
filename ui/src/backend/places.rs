//! `places`: where things are kept.

use ipc::Problem;
use ipc::bridge::{Places, command};

use super::{NoArguments, call};

pub async fn places() -> Result<Places, Problem> {
    call(command::PLACES, &NoArguments {}).await
}
