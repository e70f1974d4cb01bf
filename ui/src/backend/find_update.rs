//! `find_update`: whether there is a newer version of this program.

use ipc::Problem;
use ipc::bridge::{Updates, command};

use super::{NoArguments, call};

pub async fn find_update() -> Result<Updates, Problem> {
    call(command::FIND_UPDATE, &NoArguments {}).await
}
