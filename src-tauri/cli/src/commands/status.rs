//! `status`: what runs in both environments.

use engine::{Result, profiles, status};
use ipc::{Environment, ProfileName};

use crate::host::Host;
use crate::{Ended, show};

pub async fn run(host: &Host) -> Result<Ended> {
    let profile = profiles::load(&host.local()?.paths, &ProfileName::usual_for(Environment::Prod)).ok();
    let engine = host.connected(profile.as_ref()).await?;
    let status = status::status(&engine).await?;
    if host.global.json {
        show::json(&status);
    } else {
        show::status(&status, engine.clock.now());
    }
    Ok(Ended::Done)
}
