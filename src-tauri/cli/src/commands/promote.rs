//! `promote`: dev's very image to prod.

use engine::secret::SecretStore;
use engine::{Result, profiles, promote};
use ipc::{Environment, ProfileName};

use crate::args::Promote;
use crate::host::Host;
use crate::{Ended, ask};

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
