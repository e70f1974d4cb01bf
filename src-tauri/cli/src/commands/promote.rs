//! `promote`: dev's very image to prod.

use engine::secret::SecretStore;
use engine::{Result, profiles, promote};
use ipc::{Environment, ProfileName};

use crate::args::Promote;
use crate::host::Host;
use crate::{Ended, ask, show};

pub async fn run(host: &Host, arguments: Promote) -> Result<Ended> {
    let local = host.local()?;
    let profile = profiles::load(&local.paths, &ProfileName::usual_for(Environment::Prod))?;
    let engine = host.connected(Some(&profile)).await?;
    if let Some(secret) = ask::secret_from_stdin(&arguments.secret)? {
        engine.session.save(&profile.profile, &secret)?;
    }
    let promotion = promote::promotion(&engine).await?;
    let digest = promotion.from.digest.as_ref().map(|digest| digest.short()).unwrap_or("unknown digest");
    eprintln!("Dev runs {} ({digest}).", promotion.from.image_tag);
    match &promotion.to {
        Some(prod) => eprintln!("Prod runs {}.", prod.image_tag),
        None => eprintln!("Prod is not deployed yet."),
    }
    match &promotion.tested {
        Some(tested) => {
            let ago = show::ago(engine.clock.now().seconds_since(tested.at));
            eprintln!("Dev was tested {ago}, and {}.", if tested.passed { "passed" } else { "failed" });
        }
        None => eprintln!("Dev was not tested yet: benchling-webhook test --environment dev"),
    }
    for difference in &promotion.differences {
        eprintln!("  {difference}");
    }
    if !promotion.objections.is_empty() {
        for objection in &promotion.objections {
            eprintln!("Note: {objection}");
        }
        if !ask::agree("Promote anyway?", "--anyway", arguments.anyway)? {
            return Ok(Ended::Cancelled);
        }
    }
    super::deploy::agreed(host, engine, promote::request(&promotion), &arguments.waiting).await
}
