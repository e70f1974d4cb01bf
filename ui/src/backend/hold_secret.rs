//! `hold_secret`: hands the client secret to the host; it never comes back.

use ipc::bridge::command;
use ipc::{Problem, ProfileName};
use serde::Serialize;

use super::call;

#[derive(Serialize)]
struct Arguments {
    profile: ProfileName,
    secret: String,
}

pub async fn hold_secret(profile: ProfileName, secret: String) -> Result<(), Problem> {
    call(command::HOLD_SECRET, &Arguments { profile, secret }).await
}
