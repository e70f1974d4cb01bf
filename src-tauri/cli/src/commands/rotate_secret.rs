//! `rotate-secret`: a new client secret for one environment, with the image that it runs.

use engine::secret::Secret;
use engine::{Engine, Result, rotate};
use ipc::{Code, Environment, Problem};

use crate::args::Rotate;
use crate::host::Host;
use crate::{Ended, ask};

pub async fn run(host: &Host, arguments: Rotate) -> Result<Ended> {
    let engine = host.of(arguments.environment.into()).await?;
    let given = ask::secret_from_stdin(&arguments.secret)?;
    renew(host, engine, arguments, given).await
}

/// Where somebody is connected already.
pub async fn renew(host: &Host, engine: Engine, arguments: Rotate, given: Option<Secret>) -> Result<Ended> {
    let environment: Environment = arguments.environment.into();
    let rotation = rotate::begin(&engine, environment).await?;
    let secret = match given {
        Some(secret) => secret,
        None => ask::secret("New client secret")?.ok_or_else(|| {
            Problem::new(
                Code::ClientSecretMissing,
                "There is no new client secret, and no terminal to ask on.",
                "Pipe it in with --client-secret-stdin.",
            )
        })?,
    };
    let request = rotation.accept(&engine, &secret, !arguments.no_keyring).await?;
    eprintln!("Benchling accepts the new client secret.");
    super::deploy::agreed(host, engine, request, &arguments.waiting).await
}
