//! `diagnostics`: what would go into the diagnostics.

use ipc::Problem;
use ipc::bridge::{DiagnosticsEntry, command};

use super::{NoArguments, call};

pub async fn diagnostics() -> Result<Vec<DiagnosticsEntry>, Problem> {
    call(command::DIAGNOSTICS, &NoArguments {}).await
}
