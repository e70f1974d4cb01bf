//! `quilt_stacks`: the Quilt stacks of the connected account and region.

use ipc::Problem;
use ipc::aws::QuiltStack;
use ipc::bridge::command;

use super::{NoArguments, call};

pub async fn quilt_stacks() -> Result<Vec<QuiltStack>, Problem> {
    call(command::QUILT_STACKS, &NoArguments {}).await
}
