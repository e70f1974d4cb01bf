//! `check_bucket`: whether a bucket exists, where, and what we may do there.

use ipc::bridge::command;
use ipc::check::BucketFound;
use ipc::{BucketName, Problem};
use serde::Serialize;

use super::call;

#[derive(Serialize)]
struct Arguments {
    name: BucketName,
}

pub async fn check_bucket(name: BucketName) -> Result<BucketFound, Problem> {
    call(command::CHECK_BUCKET, &Arguments { name }).await
}
