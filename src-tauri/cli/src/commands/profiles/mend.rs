//! `profiles repair` and `profiles set-aside`: what to do with a file that can't be read.

use engine::profiles::mend::{self, Given};
use engine::{Engine, Result};
use ipc::ProfileName;
use ipc::profile::{MendedBy, RepairPlan};

use crate::args::Mend;
use crate::host::Host;
use crate::{Ended, ask, show};

/// Tells what is wrong and what would be done; asks for what is open, then for agreement.
pub fn repair(host: &Host, engine: &Engine, asked: Mend) -> Result<Ended> {
    let mut given: Given = asked.given.into_iter().collect();
    let mut plan = mend::plan(&engine.paths, &asked.name, &given)?;
    tell(&plan);
    while ask::has_terminal() && !plan.open.is_empty() {
        for fault in &plan.open {
            eprintln!("  {}", fault.why);
            if let Some(key) = &fault.key {
                given.insert(key.clone(), ask::text(key, "--set", None)?);
            }
        }
        plan = mend::plan(&engine.paths, &asked.name, &given)?;
    }
    if plan.open.is_empty() && !ask::agree("Repair it like this?", "--yes", host.global.yes)? {
        return Ok(Ended::Cancelled);
    }
    let kept = mend::repair(engine, &asked.name, &given)?;
    done(host, "Repaired. The broken file is kept in:", &kept)
}

pub fn set_aside(host: &Host, engine: &Engine, name: &ProfileName) -> Result<Ended> {
    let kept = mend::set_aside(engine, name)?;
    done(host, "Set aside, as it was:", &kept)
}

fn done(host: &Host, what: &str, kept: &str) -> Result<Ended> {
    if host.global.json {
        show::json(&serde_json::json!({ "kept": kept }));
    } else {
        eprintln!("{what}");
        let _ = show::text(kept);
    }
    Ok(Ended::Done)
}

fn tell(plan: &RepairPlan) {
    eprintln!("{}", plan.path);
    for fault in &plan.faults {
        eprintln!("  wrong: {}", fault.why);
    }
    for mend in &plan.mended {
        let what = match (&mend.key, &mend.value) {
            (Some(key), Some(value)) => format!("{key} becomes {value}"),
            (Some(key), None) => format!("{key} is left out"),
            (None, _) => "the file".to_owned(),
        };
        eprintln!(
            "  mended: {what} ({})",
            match mend.how {
                MendedBy::Reading => "without comments and stray commas",
                MendedBy::Backup => "as in the backup of what it was before",
                MendedBy::Usual => "its usual value holds then",
                MendedBy::Given => "as you say",
            }
        );
    }
}
