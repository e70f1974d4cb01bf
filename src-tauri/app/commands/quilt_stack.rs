use engine::quilt;
use ipc::aws::QuiltStack;
use ipc::{Problem, StackArn};
use tauri::State;

use crate::host::Host;

/// The Quilt stack with this ARN, if the webhook can live beside it.
#[tauri::command]
pub async fn quilt_stack(host: State<'_, Host>, arn: StackArn) -> Result<QuiltStack, Problem> {
    let engine = host.connected().await?;
    quilt::same_place(&arn, &engine.cloud()?.caller().await?)?;
    let stack = quilt::stack(&engine, &arn).await?;
    quilt::services(&engine, &stack).await?;
    Ok(stack)
}
