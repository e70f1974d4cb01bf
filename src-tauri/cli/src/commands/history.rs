//! `history`: what was deployed from this machine, newest first.

use engine::{Result, history};

use crate::args::History;
use crate::host::Host;
use crate::{Ended, show};

pub fn run(host: &Host, which: &History) -> Result<Ended> {
    let environment = which.environment.map(Into::into);
    let rows = history::newest(&host.local()?.paths, environment, which.limit.unwrap_or(usize::MAX))?;
    if host.global.json {
        show::json(&rows);
    } else {
        show::text(&show::history(&rows));
    }
    Ok(Ended::Done)
}
