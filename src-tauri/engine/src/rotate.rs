//! A new client secret for one environment, with the image that it runs.
//!
//! Secrets Manager keeps the version before; ECS starts new containers with the new one and stops the old ones only when
//! those are healthy, so a secret that doesn't work leaves the environment as it was.

use ipc::plan::DeployRequest;
use ipc::{Code, Environment, Problem, Profile};

use crate::agreement::profile_of;
use crate::secret::{Secret, SecretStore};
use crate::{Engine, Result, profiles, status};

/// What a new secret is for.
#[derive(Debug)]
pub struct Rotation {
    profile: Profile,
    request: DeployRequest,
}

/// Finds what runs, and whose secret it uses.
pub async fn begin(engine: &Engine, environment: Environment) -> Result<Rotation> {
    let status = status::status(engine).await?;
    let deployed = status.environments.into_iter().find(|one| one.environment == environment);
    let deployed = deployed.and_then(|one| one.deployed).ok_or_else(|| {
        Problem::new(
            Code::StackMissing,
            format!("{} is not deployed, so there is no secret to rotate.", environment.title()),
            "Deploy it; that stores the secret.",
        )
    })?;
    let name = profile_of(&engine.paths, environment, deployed.profile.as_ref());
    let profile = profiles::load(&engine.paths, &name)?;
    let request = DeployRequest::with_new_secret(environment, &deployed);
    Ok(Rotation { profile, request })
}

impl Rotation {
    /// Proves the secret to Benchling before it takes the old one's place on this machine, `keep` in the keyring too.
    /// Gives what to deploy.
    pub async fn accept(self, engine: &Engine, secret: &Secret, keep: bool) -> Result<DeployRequest> {
        let Self { profile, request } = self;
        engine
            .benchling
            .authenticate(&profile.benchling_tenant, &profile.benchling_client_id, secret)
            .await?;
        if keep {
            engine.keep_secret(&profile.profile, secret).await?;
        }
        engine.session.save(&profile.profile, secret)?;
        Ok(request)
    }
}
