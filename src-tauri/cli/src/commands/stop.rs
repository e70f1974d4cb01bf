//! `stop`: what runs is stopped, and followed until everything is as it was.

use engine::{Result, deploy};
use ipc::plan::RepairRequest;

use crate::host::Host;
use crate::{Ended, ask};

pub async fn run(host: &Host) -> Result<Ended> {
    let engine = host.connected_as_known().await?;
    if !ask::agree("Stop the deployment, and put everything back?", "--yes", host.global.yes)? {
        return Ok(Ended::Cancelled);
    }
    deploy::stop(&engine).await?;
    super::resume::follow(host, &engine, &RepairRequest::default()).await
}
