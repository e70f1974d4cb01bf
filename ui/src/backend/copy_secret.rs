//! `copy_secret`: gives one profile the client secret of another.

use ipc::bridge::command;
use ipc::{Problem, ProfileName};
use serde::Serialize;

use super::call;

#[derive(Serialize)]
struct Arguments {
    from: ProfileName,
    to: ProfileName,
}

pub async fn copy_secret(from: ProfileName, to: ProfileName) -> Result<(), Problem> {
    call(command::COPY_SECRET, &Arguments { from, to }).await
}
