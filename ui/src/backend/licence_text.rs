//! `licence_text`: the licences of one package, whole.

use ipc::Problem;
use ipc::bridge::{Package, command};
use serde::Serialize;

use super::call;

#[derive(Serialize)]
struct Arguments {
    name: String,
    version: String,
}

pub async fn licence_text(package: Package) -> Result<String, Problem> {
    let Package { name, version, .. } = package;
    call(command::LICENCE_TEXT, &Arguments { name, version }).await
}
