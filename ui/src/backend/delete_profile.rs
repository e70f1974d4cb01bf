//! `delete_profile`: takes a profile away; answers with the file that keeps its content.

use ipc::Problem;
use ipc::bridge::command;
use ipc::profile::ProfileRemoval;
use serde::Serialize;

use super::call;

#[derive(Serialize)]
struct Arguments {
    removal: ProfileRemoval,
}

pub async fn delete_profile(removal: ProfileRemoval) -> Result<String, Problem> {
    call(command::DELETE_PROFILE, &Arguments { removal }).await
}
