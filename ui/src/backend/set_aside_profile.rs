//! `set_aside_profile`: moves a broken profile away, and says where it is then.

use ipc::bridge::command;
use ipc::{Problem, ProfileName};
use serde::Serialize;

use super::call;

#[derive(Serialize)]
struct Arguments {
    profile: ProfileName,
}

pub async fn set_aside_profile(profile: ProfileName) -> Result<String, Problem> {
    call(command::SET_ASIDE_PROFILE, &Arguments { profile }).await
}
