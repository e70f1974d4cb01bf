//! `promotion`: both sides of a promotion, and whether the way is free.

use ipc::Problem;
use ipc::bridge::command;
use ipc::status::Promotion;

use super::{NoArguments, call};

pub async fn promotion() -> Result<Promotion, Problem> {
    call(command::PROMOTION, &NoArguments {}).await
}
