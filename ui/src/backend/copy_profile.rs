//! `copy_profile`: a new profile beside the one that it is made from.

use ipc::bridge::command;
use ipc::profile::SecretPlace;
use ipc::{Problem, Profile, ProfileName};
use serde::Serialize;

use super::call;

#[derive(Serialize)]
struct Arguments {
    from: ProfileName,
    profile: Profile,
    place: SecretPlace,
}

pub async fn copy_profile(from: ProfileName, profile: Profile, place: SecretPlace) -> Result<(), Problem> {
    call(command::COPY_PROFILE, &Arguments { from, profile, place }).await
}
