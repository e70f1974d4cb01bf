//! `notify`: a notification of the desktop.

use ipc::Problem;
use ipc::bridge::command;
use serde::Serialize;

use super::call;

#[derive(Serialize)]
struct Arguments {
    title: String,
    text: String,
}

pub async fn notify(title: String, text: String) -> Result<(), Problem> {
    call(command::NOTIFY, &Arguments { title, text }).await
}
