//! `credential_sources`: where AWS credentials can come from on this machine.

use ipc::Problem;
use ipc::aws::CredentialSource;
use ipc::bridge::command;

use super::{NoArguments, call};

pub async fn credential_sources() -> Result<Vec<CredentialSource>, Problem> {
    call(command::CREDENTIAL_SOURCES, &NoArguments {}).await
}
