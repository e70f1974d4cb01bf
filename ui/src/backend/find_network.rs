//! `find_network`: where the stack is, or would be put.

use ipc::Problem;
use ipc::bridge::command;
use ipc::plan::{NetworkFound, NetworkQuery};
use serde::Serialize;

use super::call;

#[derive(Serialize)]
struct Arguments {
    query: NetworkQuery,
}

pub async fn find_network(query: NetworkQuery) -> Result<NetworkFound, Problem> {
    call(command::FIND_NETWORK, &Arguments { query }).await
}
