//! `rotate-secret`: a new client secret for one environment, with the image that it runs.
//!
//! Secrets Manager keeps the version before; ECS starts new containers with the new one and stops the old ones only when
//! those are healthy, so a secret that doesn't work leaves the environment as it was.

use engine::secret::SecretStore;
use engine::{Result, profiles, status};
use ipc::plan::{DeployRequest, Target};
use ipc::status::Operation;
use ipc::{Code, Environment, Problem, ProfileName};

use crate::args::Rotate;
use crate::host::Host;
use crate::{Ended, ask};

pub async fn run(host: &Host, arguments: Rotate) -> Result<Ended> {
    let environment: Environment = arguments.environment.into();
    let engine = host.of(environment).await?;
    let status = status::status(&engine).await?;
    let deployed = status.environments.into_iter().find(|one| one.environment == environment);
    let deployed = deployed.and_then(|one| one.deployed).ok_or_else(|| {
        Problem::new(
            Code::StackMissing,
            format!("{} is not deployed, so there is no secret to rotate.", environment.title()),
            "Deploy it; that stores the secret.",
        )
    })?;
    let name = deployed.profile.unwrap_or_else(|| ProfileName::usual_for(environment));
    let profile = profiles::load(&engine.paths, &name)?;
    let secret = match ask::secret_from_stdin(&arguments.secret)? {
        Some(secret) => secret,
        None => ask::secret("New client secret")?.ok_or_else(|| {
            Problem::new(
                Code::ClientSecretMissing,
                "There is no new client secret, and no terminal to ask on.",
                "Pipe it in with --client-secret-stdin.",
            )
        })?,
    };
    engine.benchling.authenticate(&profile.benchling_tenant, &profile.benchling_client_id, &secret).await?;
    eprintln!("Benchling accepts the new client secret.");
    if !arguments.no_keyring {
        engine.keep_secret(&name, &secret).await?;
    }
    engine.session.save(&name, &secret)?;
    let target = Target {
        image_tag: Some(deployed.image_tag),
        digest: deployed.digest,
        ..Target::new(environment, name.clone())
    };
    let request = DeployRequest {
        operation: Operation::RotateSecret,
        pairing_confirmed: name != ProfileName::usual_for(environment),
        ..DeployRequest::new(vec![target])
    };
    super::deploy::agreed(host, engine, request, &arguments.waiting).await
}
