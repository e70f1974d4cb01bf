//! `profiles`: the profiles in the config folder, broken ones with the reason.

use ipc::Problem;
use ipc::bridge::command;
use ipc::profile::ProfileEntry;

use super::{NoArguments, call};

pub async fn profiles() -> Result<Vec<ProfileEntry>, Problem> {
    call(command::PROFILES, &NoArguments {}).await
}
