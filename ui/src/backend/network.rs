//! `network`: the proxy and the CA bundle.

use ipc::Problem;
use ipc::aws::Network;
use ipc::bridge::command;

use super::{NoArguments, call};

pub async fn network() -> Result<Network, Problem> {
    call(command::NETWORK, &NoArguments {}).await
}
