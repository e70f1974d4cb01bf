//! `show_state`: what the window's title and the taskbar say.

use ipc::Problem;
use ipc::bridge::command;
use serde::Serialize;

use super::call;

#[derive(Serialize)]
struct Arguments {
    title: String,
    percent: Option<u8>,
}

pub async fn show_state(title: String, percent: Option<u8>) -> Result<(), Problem> {
    call(command::SHOW_STATE, &Arguments { title, percent }).await
}
