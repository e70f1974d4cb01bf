//! `save_profile`: writes the profile and keeps the held secret there.

use ipc::bridge::command;
use ipc::profile::SecretPlace;
use ipc::{Problem, Profile};
use serde::Serialize;

use super::call;

#[derive(Serialize)]
struct Arguments {
    profile: Profile,
    place: SecretPlace,
}

pub async fn save_profile(profile: Profile, place: SecretPlace) -> Result<(), Problem> {
    call(command::SAVE_PROFILE, &Arguments { profile, place }).await
}
