//! `check_benchling`: asks Benchling with the secret that is held or kept.

use ipc::Problem;
use ipc::bridge::{CredentialsQuery, command};
use serde::Serialize;

use super::call;

#[derive(Serialize)]
struct Arguments {
    query: CredentialsQuery,
}

pub async fn check_benchling(query: CredentialsQuery) -> Result<(), Problem> {
    call(command::CHECK_BENCHLING, &Arguments { query }).await
}
