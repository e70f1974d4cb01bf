//! `profiles`: what is there, broken files included.

use engine::{Result, profiles};

use crate::host::Host;
use crate::{Ended, show};

pub fn run(host: &Host) -> Result<Ended> {
    let rows = profiles::list(&host.local()?.paths)?;
    if host.global.json {
        show::json(&rows);
    } else if rows.is_empty() {
        let _ =
            show::text("There are no profiles yet. Create one with: benchling-webhook setup-profile default");
    } else {
        for row in &rows {
            let _ = show::text(&match &row.content {
                Ok(profile) => format!(
                    "{:<12} {}.benchling.com  {}  image {}",
                    row.name,
                    profile.benchling_tenant,
                    profile.benchling_app_definition_id,
                    profile.image_tag
                ),
                Err(problem) => format!("{:<12} {}", row.name, problem.message),
            });
        }
    }
    Ok(if rows.iter().all(|row| row.content.is_ok()) { Ended::Done } else { Ended::Bad })
}
