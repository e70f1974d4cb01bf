//! `save_app_manifest`: the same as a file among the person's downloads; gives its path.

use ipc::Problem;
use ipc::bridge::{AppManifest, command};
use serde::Serialize;

use super::call;

#[derive(Serialize)]
struct Arguments {
    app: AppManifest,
}

pub async fn save_app_manifest(app: AppManifest) -> Result<String, Problem> {
    call(command::SAVE_APP_MANIFEST, &Arguments { app }).await
}
