//! AWS without AWS: stand-ins as child processes on free loopback ports, killed when dropped.
//!
//! None replaces AWS; each is right about different things. fakecloud provisions the whole stack at once;
//! ministack has time, events, roll-backs and "nothing to change"; moto has the widest range of single calls.
//! `scripts/setup` installs them below `$INSTALLER_TOOLS`. Nobody shares one: a test starts its own, so tests
//! may run side by side.

use std::ffi::OsStr;
use std::io::{Read, Seek};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use aws_config::{BehaviorVersion, SdkConfig};
use aws_credential_types::Credentials;
use engine::cloud::aws::Aws;

pub const REGION: &str = "us-east-1";
/// Any key is good for a stand-in; this one can't be mistaken for a real one.
pub const KEY: &str = "AKIDSTANDIN";

/// Two busy cores start a Python server in about six seconds.
const READY_WITHIN: Duration = Duration::from_secs(60);

pub struct StandIn {
    child: Child,
    address: SocketAddr,
}

impl StandIn {
    pub async fn fakecloud() -> Result<Self> {
        Self::fakecloud_as("123456789012").await
    }

    /// As another account than the usual one.
    pub async fn fakecloud_as(account: &str) -> Result<Self> {
        Self::start("bin/fakecloud", |command, address| {
            command.args(["--log-level", "warn", "--account-id", account, "--addr", &address.to_string()]);
        })
        .await
    }

    pub async fn ministack() -> Result<Self> {
        // Its own command binds every interface of the machine; the server beneath it can be told.
        Self::start("py/bin/hypercorn", |command, address| {
            command.args(["ministack.app:app", "--bind", &address.to_string()]);
            command.env("GATEWAY_PORT", address.port().to_string());
        })
        .await
    }

    pub async fn moto() -> Result<Self> {
        Self::start("py/bin/moto_server", |command, address| {
            command.args(["-H", &address.ip().to_string(), "-p", &address.port().to_string()]);
        })
        .await
    }

    async fn start(program: &str, arguments: impl Fn(&mut Command, SocketAddr)) -> Result<Self> {
        let path = tools()?.join(program);
        if !path.is_file() {
            bail!("the stand-in {} is not installed; scripts/setup installs it", path.display());
        }
        let address = free_address()?;
        let mut log = tempfile::tempfile()?;
        let mut command = Command::new(&path);
        arguments(&mut command, address);
        command.stdin(Stdio::null()).stdout(log.try_clone()?).stderr(log.try_clone()?);
        let child = command.spawn().with_context(|| format!("cannot start {}", path.display()))?;
        let mut stand_in = Self { child, address };
        let started = Instant::now();
        loop {
            if TcpStream::connect_timeout(&address, Duration::from_millis(200)).is_ok() {
                return Ok(stand_in);
            }
            let ended = stand_in.child.try_wait()?;
            if ended.is_some() || started.elapsed() > READY_WITHIN {
                let mut said = String::new();
                log.rewind()?;
                log.read_to_string(&mut said)?;
                bail!("{} does not answer at {address} ({ended:?}). It said:\n{said}", path.display());
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// `http://127.0.0.1:<port>`, as `AWS_ENDPOINT_URL` wants it.
    pub fn endpoint(&self) -> String {
        format!("http://{}", self.address)
    }

    pub async fn aws(&self) -> Result<Aws> {
        Ok(Aws::at(self.endpoint().parse()?, REGION, KEY, KEY).await?)
    }

    /// For what a test has to set up behind the product's back.
    pub async fn sdk_config(&self) -> SdkConfig {
        aws_config::defaults(BehaviorVersion::latest())
            .region(REGION)
            .endpoint_url(self.endpoint())
            .credentials_provider(Credentials::new(KEY, KEY, None, None, "stand-in"))
            .load()
            .await
    }

    /// The variables with which a child process takes this stand-in for AWS, and finds nothing of the
    /// machine's own credentials.
    pub fn environment(&self) -> [(&'static str, String); 7] {
        let nowhere = || "/nonexistent".to_owned();
        [
            ("AWS_ENDPOINT_URL", self.endpoint()),
            ("AWS_REGION", REGION.to_owned()),
            ("AWS_ACCESS_KEY_ID", KEY.to_owned()),
            ("AWS_SECRET_ACCESS_KEY", KEY.to_owned()),
            ("AWS_CONFIG_FILE", nowhere()),
            ("AWS_SHARED_CREDENTIALS_FILE", nowhere()),
            ("AWS_EC2_METADATA_DISABLED", "true".to_owned()),
        ]
    }
}

impl Drop for StandIn {
    fn drop(&mut self) {
        // It has nothing to save, and a failing kill means that it is gone already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

pub fn tools() -> Result<PathBuf> {
    if let Some(tools) = std::env::var_os("INSTALLER_TOOLS").filter(|tools| tools != OsStr::new("")) {
        return Ok(tools.into());
    }
    let cache = match std::env::var_os("XDG_CACHE_HOME").filter(|cache| cache != OsStr::new("")) {
        Some(cache) => PathBuf::from(cache),
        None => PathBuf::from(std::env::var_os("HOME").context("neither INSTALLER_TOOLS nor HOME is set")?)
            .join(".cache"),
    };
    Ok(cache.join("benchling-webhook-installer/tools"))
}

/// A port that was free a moment ago. Another process can still take it; then the stand-in says so.
pub fn free_address() -> Result<SocketAddr> {
    Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?)
}
