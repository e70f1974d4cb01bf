//! `choose_mode`: go on for real, or rehearse.

use ipc::Problem;
use ipc::bridge::{Mode, Start, command};
use serde::Serialize;

use super::call;

#[derive(Serialize)]
struct Arguments {
    mode: Mode,
}

pub async fn choose_mode(mode: Mode) -> Result<Start, Problem> {
    call(command::CHOOSE_MODE, &Arguments { mode }).await
}
