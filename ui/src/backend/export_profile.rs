//! `export_profile`: a profile's file without secrets among the downloads, and where.

use ipc::bridge::command;
use ipc::{Problem, ProfileName};
use serde::Serialize;

use super::call;

#[derive(Serialize)]
struct Arguments {
    profile: ProfileName,
}

pub async fn export_profile(profile: ProfileName) -> Result<String, Problem> {
    call(command::EXPORT_PROFILE, &Arguments { profile }).await
}
