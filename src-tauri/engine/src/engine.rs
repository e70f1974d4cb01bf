//! The seams in one place: what a host hands to the engine, once.

use std::sync::Arc;
use std::time::Duration;

use ipc::bridge::Mode;
use ipc::{Code, Problem, Profile, ProfileName};

use crate::benchling::Benchling;
use crate::cloud::Cloud;
use crate::container_secret;
use crate::secret::{Secret, SecretStore, SessionStore};
use crate::{Clock, Paths, Result};

#[derive(Clone)]
pub struct Engine {
    pub mode: Mode,
    pub paths: Paths,
    pub clock: Arc<dyn Clock>,
    /// None until somebody has connected; what needs AWS then says so.
    pub cloud: Option<Arc<dyn Cloud>>,
    pub benchling: Arc<dyn Benchling>,
    /// The OS keyring.
    pub keyring: Arc<dyn SecretStore>,
    /// Secrets that this session holds; it is asked before the keyring.
    pub session: Arc<SessionStore>,
    /// How long to wait for an environment to answer after its stack is done.
    pub readiness: Duration,
}

impl Engine {
    /// How long ECS may take to start tasks and the load balancer to find them healthy, with room to spare.
    pub const USUAL_READINESS: Duration = Duration::from_secs(600);

    /// AWS, or the rehearsal of it.
    pub fn cloud(&self) -> Result<&dyn Cloud> {
        self.cloud.as_deref().ok_or_else(|| {
            Problem::new(
                Code::CredentialsMissing,
                "We are not connected to AWS yet.",
                "Choose credentials and a region, and connect.",
            )
        })
    }

    /// The client secret of a profile: from this session, else from the keyring.
    pub async fn client_secret(&self, profile: &ProfileName) -> Result<Secret> {
        if let Some(secret) = self.session.load(profile)? {
            return Ok(secret);
        }
        let kept = self.with_keyring(profile, |keyring, profile| keyring.load(profile)).await?;
        kept.inspect(|secret| self.session.remember(profile, secret)).ok_or_else(|| {
            Problem::new(
                Code::ClientSecretMissing,
                format!("The keyring has no client secret for the profile \"{profile}\"."),
                format!(
                    "Enter it in the wizard, or run: benchling-webhook setup-profile {profile} --client-secret-stdin"
                ),
            )
        })
    }

    /// Puts a secret into the keyring and proves that it is there by reading it back.
    pub async fn keep_secret(&self, profile: &ProfileName, secret: &Secret) -> Result<()> {
        let kept = secret.clone();
        let back = self
            .with_keyring(profile, move |keyring, profile| {
                keyring.save(profile, &kept)?;
                keyring.load(profile)
            })
            .await?;
        if back.as_ref() == Some(secret) {
            self.session.remember(profile, secret);
            Ok(())
        } else {
            Err(Problem::new(
                Code::KeyringDenied,
                "The keyring took the client secret, but does not give it back.",
                "Check the keyring's settings, or keep the secret for this session only.",
            ))
        }
    }

    /// The keyring blocks and may ask the person, so it is asked on a thread of its own.
    pub async fn with_keyring<T: Send + 'static>(
        &self,
        profile: &ProfileName,
        ask: impl FnOnce(&dyn SecretStore, &ProfileName) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let keyring = Arc::clone(&self.keyring);
        let profile = profile.clone();
        tokio::task::spawn_blocking(move || ask(keyring.as_ref(), &profile)).await.unwrap_or_else(|error| {
            Err(Problem::new(Code::Internal, "The keyring's answer was lost.", "Try again.").because(&error))
        })
    }

    /// What the container will find in Secrets Manager for this profile, as JSON text.
    pub async fn container_secret(&self, profile: &Profile) -> Result<Secret> {
        let client_secret = self.client_secret(&profile.profile).await?;
        Ok(container_secret::content(profile, Some(&client_secret)))
    }

    /// The client secret, for whoever only looks. The keyring may ask the person, so it is asked once a session, nobody
    /// waits long for it, and what it refused is not asked for again, be it for another profile; only that it has no
    /// entry is found out each time.
    pub async fn glimpse(&self, profile: &ProfileName) -> Glimpse {
        if let Ok(Some(secret)) = self.session.load(profile) {
            return Glimpse::Held(secret);
        }
        if let Some(refused) = self.session.refused(profile) {
            return Glimpse::Untold(refused);
        }
        self.session.refuse(profile, waiting());
        let (engine, name) = (self.clone(), profile.clone());
        let asked = tokio::spawn(async move {
            let _turn = engine.session.turn.lock().await;
            let answer = match engine.session.refused_all() {
                Some(refused) => Err(refused),
                None => engine.with_keyring(&name, |keyring, profile| keyring.load(profile)).await,
            };
            engine.session.forgive(&name);
            match answer {
                Ok(None) => Glimpse::Nothing,
                Ok(Some(secret)) => {
                    engine.session.remember(&name, &secret);
                    Glimpse::Held(secret)
                }
                Err(problem) => {
                    if problem.code.is_of_whole_keyring() {
                        engine.session.refuse_all(problem.clone());
                    } else {
                        engine.session.refuse(&name, problem.clone());
                    }
                    Glimpse::Untold(problem)
                }
            }
        });
        match tokio::time::timeout(GLIMPSE, asked).await {
            Ok(Ok(glimpse)) => glimpse,
            _ => Glimpse::Untold(waiting()),
        }
    }
}

/// Longer than a keyring needs that asks nobody.
const GLIMPSE: Duration = Duration::from_secs(2);

/// What somebody who only looks sees of a client secret.
#[derive(Clone, Debug, PartialEq)]
pub enum Glimpse {
    Held(Secret),
    /// Neither this session nor the keyring has one.
    Nothing,
    Untold(Problem),
}

fn waiting() -> Problem {
    Problem::new(Code::KeyringLocked, "The keyring has not answered yet.", "Answer it where it asks.")
}
