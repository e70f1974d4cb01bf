//! `history`: what was deployed from this machine, newest first.

use engine::{Result, history};

use crate::host::Host;
use crate::{Ended, show};

pub fn run(host: &Host) -> Result<Ended> {
    let rows = history::history(&host.local()?.paths)?;
    if host.global.json {
        show::json(&rows);
    } else {
        show::history(&rows);
    }
    Ok(Ended::Done)
}
