//! `plan`: what a deployment would do. Leaves nothing behind.

use engine::Result;
use engine::deploy;

use crate::args::Chosen;
use crate::host::Host;
use crate::{Ended, show, watch};

pub async fn run(host: &Host, chosen: Chosen) -> Result<Ended> {
    let (engine, request) = host.target(&chosen).await?;
    let run = deploy::run_name(engine.clock.now(), &request);
    let board = watch::board(run, vec![chosen.environment.into()], &engine);
    let prepared = deploy::prepare(&engine, &request, &board).await?;
    if host.global.json {
        show::json(&prepared.plan);
    } else {
        let _ = show::text(&show::plan(&prepared.plan));
    }
    deploy::discard(&engine, prepared).await?;
    Ok(Ended::Done)
}
