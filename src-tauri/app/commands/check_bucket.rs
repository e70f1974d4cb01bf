use engine::bucket;
use ipc::check::BucketFound;
use ipc::{BucketName, Problem};
use tauri::State;

use crate::host::Host;

/// Whether the bucket exists, where, and whether we may read and write there.
#[tauri::command]
pub async fn check_bucket(host: State<'_, Host>, name: BucketName) -> Result<BucketFound, Problem> {
    let engine = host.connected().await?;
    let home = engine.cloud()?.caller().await?.region;
    bucket::find(&engine, &name, &home).await
}
