//! `check_app_definition`: whether Benchling knows the app definition, by its signing keys.

use ipc::bridge::command;
use ipc::check::SigningKeys;
use ipc::{AppDefinitionId, Problem};
use serde::Serialize;

use super::call;

#[derive(Serialize)]
struct Arguments {
    id: AppDefinitionId,
}

pub async fn check_app_definition(id: AppDefinitionId) -> Result<SigningKeys, Problem> {
    call(command::CHECK_APP_DEFINITION, &Arguments { id }).await
}
