//! The seams in one place: what a host hands to the engine, once.

use std::sync::Arc;
use std::time::Duration;

use ipc::bridge::Mode;
use ipc::{Code, Problem, Profile, ProfileName};

use crate::benchling::Benchling;
use crate::cloud::Cloud;
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
        // One prompt a session: what the keyring gave once is not asked of it again.
        kept.inspect(|secret| drop(self.session.save(profile, secret))).ok_or_else(|| {
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
            self.session.save(profile, secret)
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
    ///
    /// Both key families: the images read snake_case, the design shows upper case, extra keys do no harm.
    pub async fn container_secret(&self, profile: &Profile) -> Result<Secret> {
        let client_secret = self.client_secret(&profile.profile).await?;
        let values: [(&str, &str, &str); 9] = [
            ("tenant", "BENCHLING_TENANT", profile.benchling_tenant.as_str()),
            ("client_id", "BENCHLING_CLIENT_ID", &profile.benchling_client_id),
            ("client_secret", "BENCHLING_CLIENT_SECRET", client_secret.expose()),
            (
                "app_definition_id",
                "BENCHLING_APP_DEFINITION_ID",
                profile.benchling_app_definition_id.as_str(),
            ),
            ("pkg_prefix", "BENCHLING_PKG_PREFIX", &profile.pkg_prefix),
            ("pkg_key", "BENCHLING_PKG_KEY", &profile.pkg_key),
            ("user_bucket", "BENCHLING_PKG_BUCKET", profile.benchling_pkg_bucket.as_str()),
            ("log_level", "BENCHLING_LOG_LEVEL", profile.log_level.as_str()),
            (
                "enable_webhook_verification",
                "BENCHLING_ENABLE_WEBHOOK_VERIFICATION",
                if profile.enable_webhook_verification { "true" } else { "false" },
            ),
        ];
        let mut map = serde_json::Map::new();
        for (snake, upper, value) in values {
            map.insert(snake.into(), value.into());
            map.insert(upper.into(), value.into());
        }
        map.insert("webhook_allow_list".into(), profile.webhook_allow_list.as_str().into());
        Ok(Secret::new(serde_json::Value::Object(map).to_string()))
    }
}
