//! `secret_place`: where the client secret of a profile is, if anywhere.

use ipc::bridge::command;
use ipc::profile::SecretPlace;
use ipc::{Problem, ProfileName};
use serde::Serialize;

use super::call;

#[derive(Serialize)]
struct Arguments {
    profile: ProfileName,
}

pub async fn secret_place(profile: ProfileName) -> Result<Option<SecretPlace>, Problem> {
    call(command::SECRET_PLACE, &Arguments { profile }).await
}
