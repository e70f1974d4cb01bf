//! `stack_events`: CloudFormation's own events of the last or running deployment.

use ipc::Problem;
use ipc::bridge::command;
use ipc::progress::RawEvent;

use super::{NoArguments, call};

pub async fn stack_events() -> Result<Vec<RawEvent>, Problem> {
    call(command::STACK_EVENTS, &NoArguments {}).await
}
