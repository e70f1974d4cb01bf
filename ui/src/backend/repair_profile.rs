//! `repair_profile`: repairs a broken profile, and says where the broken file is then.

use std::collections::BTreeMap;

use ipc::bridge::command;
use ipc::{Problem, ProfileName};
use serde::Serialize;

use super::call;

#[derive(Serialize)]
struct Arguments {
    profile: ProfileName,
    given: BTreeMap<String, String>,
}

pub async fn repair_profile(
    profile: ProfileName,
    given: BTreeMap<String, String>,
) -> Result<String, Problem> {
    call(command::REPAIR_PROFILE, &Arguments { profile, given }).await
}
