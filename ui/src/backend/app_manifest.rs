//! `app_manifest`: what Benchling makes the app from.

use ipc::Problem;
use ipc::bridge::{AppManifest, command};
use serde::Serialize;

use super::call;

#[derive(Serialize)]
struct Arguments {
    app: AppManifest,
}

pub async fn app_manifest(app: AppManifest) -> Result<String, Problem> {
    call(command::APP_MANIFEST, &Arguments { app }).await
}
