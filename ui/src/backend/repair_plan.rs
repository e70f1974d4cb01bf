//! `repair_plan`: how a broken profile could be repaired.

use std::collections::BTreeMap;

use ipc::bridge::command;
use ipc::profile::RepairPlan;
use ipc::{Problem, ProfileName};
use serde::Serialize;

use super::call;

#[derive(Serialize)]
struct Arguments {
    profile: ProfileName,
    given: BTreeMap<String, String>,
}

pub async fn repair_plan(
    profile: ProfileName,
    given: BTreeMap<String, String>,
) -> Result<RepairPlan, Problem> {
    call(command::REPAIR_PLAN, &Arguments { profile, given }).await
}
