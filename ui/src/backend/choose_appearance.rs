//! `choose_appearance`: light, dark, or as the system is.

use ipc::Problem;
use ipc::bridge::{Appearance, command};
use serde::Serialize;

use super::call;

#[derive(Serialize)]
struct Arguments {
    appearance: Appearance,
}

pub async fn choose_appearance(appearance: Appearance) -> Result<(), Problem> {
    call(command::CHOOSE_APPEARANCE, &Arguments { appearance }).await
}
