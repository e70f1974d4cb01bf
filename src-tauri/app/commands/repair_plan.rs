use engine::profiles::mend::{self, Given};
use ipc::profile::RepairPlan;
use ipc::{Problem, ProfileName};
use tauri::State;

use crate::host::Host;

#[tauri::command]
pub fn repair_plan(host: State<'_, Host>, profile: ProfileName, given: Given) -> Result<RepairPlan, Problem> {
    mend::plan(&host.engine().paths, &profile, &given)
}
