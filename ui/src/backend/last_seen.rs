//! `last_seen`: what ran when somebody last looked.

use ipc::Problem;
use ipc::bridge::command;
use ipc::status::Status;

use super::{NoArguments, call};

pub async fn last_seen() -> Result<Option<Status>, Problem> {
    call(command::LAST_SEEN, &NoArguments {}).await
}
