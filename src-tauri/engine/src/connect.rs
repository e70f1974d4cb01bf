//! From what a host was told to an [`Engine`].
//!
//! The engine does not read the environment; a host looks the names up that are listed here and passes what
//! it found. (The AWS SDK's own variables are the SDK's to read.)

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use ipc::aws::AwsChoice;
use ipc::bridge::Mode;
use ipc::{Code, Problem};
use url::Url;

use crate::benchling::{Benchling, HttpBenchling, RehearsedBenchling};
use crate::clock::SystemClock;
use crate::cloud::aws::{self, AwsOptions, RoleSessions};
use crate::cloud::rehearsal::{Pace, Rehearsal};
use crate::secret::{Keyring, SessionStore};
use crate::wire::{self, Wire};
use crate::{Clock, Engine, Paths, Result};

/// What the environment says, looked up by the host.
#[derive(Clone, Debug, Default)]
pub struct Surroundings {
    /// `--config-dir`, else `BENCHLING_WEBHOOK_CONFIG_DIR`.
    pub config_dir: Option<PathBuf>,
    /// `XDG_CONFIG_HOME`
    pub xdg_config_home: Option<PathBuf>,
    /// `BENCHLING_WEBHOOK_BENCHLING_URL`: a stand-in for Benchling on this machine.
    pub benchling_url: Option<String>,
    /// `BENCHLING_WEBHOOK_ENDPOINT_URL`: a stand-in for the API's stages on this machine.
    pub endpoint_url: Option<String>,
    /// `BENCHLING_WEBHOOK_REHEARSAL_SECONDS`: how long a rehearsed deployment takes.
    pub rehearsal_seconds: Option<String>,
    /// `BENCHLING_WEBHOOK_WAIT_TIMEOUT`: how many seconds to wait until an environment answers.
    pub wait_timeout: Option<String>,
    /// `HOME`, on Windows else `USERPROFILE`, as the AWS tools look for it.
    pub home: Option<PathBuf>,
    /// `HTTPS_PROXY`, `HTTP_PROXY`, `NO_PROXY` and `AWS_CA_BUNDLE`.
    pub wire: Wire,
    /// Roles that a code was given for, for as long as this lives. Nothing of the environment, but a host's own.
    pub sessions: RoleSessions,
}

impl Surroundings {
    pub fn look_up(variable: impl Fn(&str) -> Option<String>) -> Self {
        let variable = &|name: &str| variable(name).filter(|value| !value.is_empty());
        Self {
            config_dir: variable("BENCHLING_WEBHOOK_CONFIG_DIR").map(PathBuf::from),
            xdg_config_home: variable("XDG_CONFIG_HOME").map(PathBuf::from),
            benchling_url: variable("BENCHLING_WEBHOOK_BENCHLING_URL"),
            endpoint_url: variable("BENCHLING_WEBHOOK_ENDPOINT_URL"),
            rehearsal_seconds: variable("BENCHLING_WEBHOOK_REHEARSAL_SECONDS"),
            wait_timeout: variable("BENCHLING_WEBHOOK_WAIT_TIMEOUT"),
            home: variable("HOME")
                .or_else(|| variable("USERPROFILE").filter(|_| cfg!(windows)))
                .map(PathBuf::from),
            wire: of_environment(variable),
            sessions: RoleSessions::default(),
        }
    }

    /// The way out: what is set in the window, else what the environment says.
    pub fn wire(&self, paths: &Paths) -> Result<Wire> {
        self.wire.clone().with(&wire::load(paths)?)
    }

    pub fn benchling(&self, paths: &Paths) -> Result<Arc<dyn Benchling>> {
        let stand_in = self.benchling_url.as_deref().map(address).transpose()?;
        Ok(Arc::new(HttpBenchling::new(stand_in, self.wire(paths))?))
    }

    /// An engine that is not connected to AWS yet. In a rehearsal there is nothing to connect to: it is whole.
    pub fn engine(&self, mode: Mode) -> Result<Engine> {
        let real =
            Paths::resolve(self.config_dir.clone(), self.xdg_config_home.clone()).ok_or_else(|| {
                Problem::new(
                    Code::ConfigFolderUnwritable,
                    "This user has no home folder, so there is no place for the configuration.",
                    "Name a folder with --config-dir.",
                )
            })?;
        let clock: Arc<dyn Clock> = Arc::new(SystemClock);
        let benchling: Arc<dyn Benchling> = match mode {
            Mode::Real => self.benchling(&real)?,
            Mode::Rehearsal => Arc::new(RehearsedBenchling),
        };
        let mut engine = Engine {
            mode,
            paths: if mode == Mode::Rehearsal { real.rehearsal() } else { real },
            clock: Arc::clone(&clock),
            cloud: None,
            benchling,
            keyring: Arc::new(if mode == Mode::Rehearsal { Keyring::rehearsal() } else { Keyring::real() }),
            session: Arc::new(SessionStore::default()),
            readiness: seconds("BENCHLING_WEBHOOK_WAIT_TIMEOUT", self.wait_timeout.as_deref())?
                .map_or(Engine::USUAL_READINESS, Duration::from_secs),
        };
        if mode == Mode::Rehearsal {
            engine.cloud = Some(Arc::new(self.rehearsal(&engine.paths, clock)?));
        }
        Ok(engine)
    }

    /// The rehearsed cloud of these paths; also how a host tells it what to fail with.
    pub fn rehearsal(&self, paths: &Paths, clock: Arc<dyn Clock>) -> Result<Rehearsal> {
        let seconds = seconds("BENCHLING_WEBHOOK_REHEARSAL_SECONDS", self.rehearsal_seconds.as_deref())?;
        let seconds = seconds.unwrap_or(REHEARSAL_SECONDS);
        Rehearsal::open(paths.rehearsed_cloud(), clock, Pace::seconds(seconds))
    }

    /// Connects to AWS by the ordinary chain, or as chosen. A rehearsal stays what it is.
    pub async fn connect(&self, mut engine: Engine, choice: &AwsChoice) -> Result<Engine> {
        if engine.mode == Mode::Real {
            let options = self.aws(&engine.paths, choice)?;
            engine.cloud = Some(Arc::new(aws::connect(options).await?));
        }
        Ok(engine)
    }

    /// What AWS is asked with.
    pub fn aws(&self, paths: &Paths, choice: &AwsChoice) -> Result<AwsOptions> {
        Ok(AwsOptions {
            profile: choice.profile.clone(),
            region: choice.region.clone(),
            gateway: self.endpoint_url.as_deref().map(address).transpose()?,
            wire: self.wire(paths)?,
            home: self.home.clone(),
            sessions: self.sessions.clone(),
        })
    }
}

/// A proxy that can't be read is left out, as other programs do.
fn of_environment(variable: impl Fn(&str) -> Option<String>) -> Wire {
    let either = |name: &str| variable(&name.to_ascii_lowercase()).or_else(|| variable(name));
    let proxy = |name: &str| either(name).or_else(|| either("ALL_PROXY"))?.parse().ok();
    Wire {
        https: proxy("HTTPS_PROXY"),
        http: proxy("HTTP_PROXY"),
        exceptions: either("NO_PROXY").unwrap_or_default(),
        bundle: variable("AWS_CA_BUNDLE").map(PathBuf::from),
    }
}

/// Long enough to see what happens, short enough to watch to the end.
const REHEARSAL_SECONDS: u64 = 20;

/// A variable that holds a whole number of seconds, at most an hour.
fn seconds(variable: &str, text: Option<&str>) -> Result<Option<u64>> {
    let Some(text) = text else { return Ok(None) };
    match text.parse::<u64>() {
        Ok(seconds) if seconds <= 3600 => Ok(Some(seconds)),
        _ => Err(Problem::new(
            Code::ValueInvalid,
            format!("{variable} is \"{text}\", which is no whole number from 0 to 3600."),
            "Unset it, or set it to a number of seconds.",
        )),
    }
}

fn address(text: &str) -> Result<Url> {
    text.parse().map_err(|error: url::ParseError| {
        Problem::new(
            Code::ValueInvalid,
            format!("\"{text}\" is not an address."),
            "Use one such as http://127.0.0.1:8080.",
        )
        .because(&error)
    })
}
