//! `diagnostics`: what somebody who helps needs to see, listed first, then written as a zip file.

use engine::{Result, diagnostics, profiles};
use ipc::{Environment, ProfileName};

use crate::args::Diagnostics;
use crate::host::Host;
use crate::{Ended, ask, show};

pub async fn run(host: &Host, arguments: &Diagnostics) -> Result<Ended> {
    let profile = profiles::load(&host.local()?.paths, &ProfileName::usual_for(Environment::Prod)).ok();
    let (engine, trouble) = match host.connected(profile.as_ref()).await {
        Ok(engine) => (engine, None),
        Err(problem) => (host.local()?, Some(problem)),
    };
    let about = diagnostics::Host::new(env!("CARGO_PKG_VERSION"), std::env::vars_os(), trouble);
    let entries = diagnostics::collect(&engine, &about).await;
    let file = std::path::absolute(&arguments.output).unwrap_or_else(|_| arguments.output.clone());
    eprintln!("This goes into {}:", file.display());
    let width = entries.iter().map(|entry| entry.name.len()).max().unwrap_or_default();
    for entry in &entries {
        eprintln!("  {:<width$}  {}", entry.name, entry.about);
    }
    eprintln!("No secret, tenant or client id is in it, and of account ids only the last four digits.");
    eprintln!("Names of people, buckets and stacks are: look into it before you pass it on.");
    if !ask::agree("Write it?", "--yes", host.global.yes)? {
        return Ok(Ended::Cancelled);
    }
    diagnostics::write(&file, &entries)?;
    if host.global.json {
        let names: Vec<&str> = entries.iter().map(|entry| entry.name.as_str()).collect();
        show::json(&serde_json::json!({ "file": file, "entries": names }));
    } else {
        show::text(&file.display().to_string());
    }
    Ok(Ended::Done)
}
