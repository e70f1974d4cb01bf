//! `rotate-secret`: a new client secret for one environment, with the image that it runs.

use engine::{Result, rotate};
use ipc::{Code, Environment, Problem};

use crate::args::Rotate;
use crate::host::Host;
use crate::{Ended, ask};

pub async fn run(host: &Host, arguments: Rotate) -> Result<Ended> {
    let environment: Environment = arguments.environment.into();
    let engine = host.of(environment).await?;
    let rotation = rotate::begin(&engine, environment).await?;
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
    let request = rotation.accept(&engine, &secret, !arguments.no_keyring).await?;
    eprintln!("Benchling accepts the new client secret.");
    super::deploy::agreed(host, engine, request, &arguments.waiting).await
}
