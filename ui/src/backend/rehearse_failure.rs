//! `rehearse_failure`: what the rehearsal should fail with next; none lets it succeed.

use ipc::Problem;
use ipc::bridge::{Fault, command};
use serde::Serialize;

use super::call;

#[derive(Serialize)]
struct Arguments {
    fault: Option<Fault>,
}

pub async fn rehearse_failure(fault: Option<Fault>) -> Result<(), Problem> {
    call(command::REHEARSE_FAILURE, &Arguments { fault }).await
}
