//! `compare_profiles`: what differs between two profiles.

use ipc::bridge::command;
use ipc::profile::ProfileDifference;
use ipc::{Problem, ProfileName};
use serde::Serialize;

use super::call;

#[derive(Serialize)]
struct Arguments {
    left: ProfileName,
    right: ProfileName,
}

pub async fn compare_profiles(
    left: ProfileName,
    right: ProfileName,
) -> Result<Vec<ProfileDifference>, Problem> {
    call(command::COMPARE_PROFILES, &Arguments { left, right }).await
}
