//! `rename_profile`: another name for a profile, and for what goes by it.

use ipc::bridge::command;
use ipc::profile::Renamed;
use ipc::{Problem, ProfileName};
use serde::Serialize;

use super::call;

#[derive(Serialize)]
struct Arguments {
    from: ProfileName,
    to: ProfileName,
}

pub async fn rename_profile(from: ProfileName, to: ProfileName) -> Result<Renamed, Problem> {
    call(command::RENAME_PROFILE, &Arguments { from, to }).await
}
