//! What the AWS page asks of the window's host: sources, signing in, roles with a code, the way out.

use std::sync::Arc;

use engine::cloud::aws::{self, SignIn};
use engine::wire;
use ipc::aws::{AwsChoice, CredentialSource, MfaCode, Network, NetworkSettings, SignInEnd, SignInPrompt};
use ipc::bridge::Mode;
use ipc::{Code, Problem};

use crate::host::{Host, lock};

type Result<T> = std::result::Result<T, Problem>;

impl Host {
    pub async fn credential_sources(&self) -> Result<Vec<CredentialSource>> {
        let engine = self.engine();
        let options = self.surroundings.aws(&engine.paths, &AwsChoice::default())?;
        Ok(aws::credential_sources(&options, engine.clock.now()).await)
    }

    /// One sign-in at a time: whoever waits for an earlier one is told that it is cancelled.
    pub async fn sign_in(&self, choice: &AwsChoice) -> Result<SignInPrompt> {
        self.cancel_sign_in();
        let engine = self.engine();
        let options = self.surroundings.aws(&engine.paths, choice)?;
        let begun = Arc::new(SignIn::begin(&options, engine.clock).await?);
        let prompt = begun.prompt().clone();
        *lock(&self.signing_in) = Some(begun);
        Ok(prompt)
    }

    pub async fn await_sign_in(&self) -> Result<SignInEnd> {
        let under_way = lock(&self.signing_in).clone();
        match under_way {
            Some(under_way) => under_way.wait().await,
            None => Ok(SignInEnd::Cancelled),
        }
    }

    pub fn cancel_sign_in(&self) {
        if let Some(under_way) = lock(&self.signing_in).take() {
            under_way.cancel();
        }
    }

    pub async fn take_role(&self, choice: &AwsChoice, code: &MfaCode) -> Result<()> {
        let options = self.surroundings.aws(&self.engine().paths, choice)?;
        aws::take_role(&options, code).await
    }

    pub fn network(&self) -> Result<Network> {
        Ok(Network {
            settings: wire::load(&self.engine().paths)?,
            environment: self.surroundings.wire.shown(),
        })
    }

    pub fn save_network(&self, settings: &NetworkSettings) -> Result<()> {
        let engine = self.engine();
        if engine.mode == Mode::Rehearsal {
            return Err(Problem::new(
                Code::ValueInvalid,
                "A rehearsal needs no network.",
                "End the rehearsal, then set the proxy.",
            ));
        }
        wire::save(&engine.paths, settings)?;
        self.reach_by(self.surroundings.benchling(&engine.paths)?);
        Ok(())
    }
}
