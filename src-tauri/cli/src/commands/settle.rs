//! `settle`: does the one thing that brings profile, keyring, Secrets Manager and tasks together.

use engine::secret::SecretStore;
use engine::{Result, agreement};
use ipc::Environment;
use ipc::plan::DeployRequest;
use ipc::status::Remedy;

use crate::args::Rotate;
use crate::host::Host;
use crate::{Ended, ask, show};

pub async fn run(host: &Host, arguments: Rotate) -> Result<Ended> {
    let environment: Environment = arguments.environment.into();
    let engine = host.of(environment).await?;
    let given = ask::secret_from_stdin(&arguments.secret)?;
    let running = agreement::deployed(&engine, environment).await?;
    let Some(found) = &running.agreement else { return Ok(Ended::Done) };
    eprintln!("{}", found.detail);
    match found.remedy {
        None => {
            if host.global.json {
                show::json(found);
            }
            return Ok(Ended::Done);
        }
        Some(Remedy::EnterSecret) => {
            return super::rotate_secret::renew(host, engine, arguments, given).await;
        }
        Some(Remedy::Adopt) => {
            if !ask::agree("Take these settings into the profile?", "--yes", host.global.yes)? {
                return Ok(Ended::Cancelled);
            }
            let profile = agreement::adopt(&engine, environment).await?;
            eprintln!("Taken into {}.", engine.paths.profile(&profile.profile).display());
        }
        Some(Remedy::Deploy | Remedy::Restart) => {}
    }
    // "For this session only", as for deploy.
    if let Some(secret) = given {
        let name = agreement::profile_of(&engine.paths, environment, running.profile.as_ref());
        engine.session.save(&name, &secret)?;
    }
    let request = DeployRequest::again(environment, &running);
    super::deploy::agreed(host, engine, request, &arguments.waiting).await
}
