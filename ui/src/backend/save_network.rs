//! `save_network`: keeps the proxy and the CA bundle.

use ipc::Problem;
use ipc::aws::NetworkSettings;
use ipc::bridge::command;
use serde::Serialize;

use super::call;

#[derive(Serialize)]
struct Arguments {
    settings: NetworkSettings,
}

pub async fn save_network(settings: NetworkSettings) -> Result<(), Problem> {
    call(command::SAVE_NETWORK, &Arguments { settings }).await
}
