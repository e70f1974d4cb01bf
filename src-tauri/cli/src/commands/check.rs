//! `check`: the preflight alone.

use engine::Result;

use crate::args::Chosen;
use crate::host::Host;
use crate::{Ended, show};

pub async fn run(host: &Host, chosen: Chosen) -> Result<Ended> {
    let (engine, request) = host.target(&chosen).await?;
    let (report, _) = engine::preflight::preflight(&engine, &request).await;
    if host.global.json {
        show::json(&report);
    } else {
        show::preflight(&report);
    }
    Ok(if report.first_problem().is_none() { Ended::Done } else { Ended::Bad })
}
