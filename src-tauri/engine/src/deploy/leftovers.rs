//! What CloudFormation leaves when an environment goes, and a person wanted gone too.

use crate::journal::Leftover;
use crate::{Engine, Result};

/// All of them are tried; fails with the first that could not be deleted. What is gone already is no error.
pub async fn remove(engine: &Engine, leftovers: &[Leftover]) -> Result<()> {
    let mut first = Ok(());
    for leftover in leftovers {
        let removed = match leftover {
            Leftover::Secret(name) => engine.cloud()?.delete_secret(name).await,
            Leftover::LogGroup(name) => engine.cloud()?.delete_log_group(name).await,
        };
        first = first.and(removed);
    }
    first
}
