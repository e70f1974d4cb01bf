//! `quilt_stack`: one Quilt stack, by its ARN.

use ipc::aws::QuiltStack;
use ipc::bridge::command;
use ipc::{Problem, StackArn};
use serde::Serialize;

use super::call;

#[derive(Serialize)]
struct Arguments {
    arn: StackArn,
}

pub async fn quilt_stack(arn: StackArn) -> Result<QuiltStack, Problem> {
    call(command::QUILT_STACK, &Arguments { arn }).await
}
