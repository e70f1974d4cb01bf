//! The command as a child process: arguments in, exit code and both streams out.

use std::collections::BTreeMap;
use std::process::Stdio;

use anyhow::{Context, Result};
use serde_json::Value;
use tokio::io::AsyncWriteExt;
use tokio::process::{Child, Command};

use crate::benchling::CLIENT_SECRET;
use crate::programs;
use crate::world::World;

#[derive(Debug)]
pub struct Ran {
    pub code: i32,
    pub out: String,
    pub talk: String,
}

impl Ran {
    pub fn json(&self) -> Result<Value> {
        serde_json::from_str(&self.out).with_context(|| format!("no JSON on stdout: {self:?}"))
    }
}

pub struct Cli {
    pub environment: BTreeMap<&'static str, String>,
}

impl Cli {
    pub fn of(world: &World) -> Self {
        Self { environment: world.environment().into_iter().collect() }
    }

    /// Runs with the client secret on standard input, which a command reads only when told to.
    pub async fn run(&self, arguments: &[&str]) -> Result<Ran> {
        self.run_with(arguments, CLIENT_SECRET).await
    }

    pub async fn run_with(&self, arguments: &[&str], input: &str) -> Result<Ran> {
        ended(self.start(arguments, input).await?).await
    }

    /// Starts it and leaves it to the test, with which it ends at the latest.
    pub async fn start(&self, arguments: &[&str], input: &str) -> Result<Child> {
        let mut child = Command::new(programs::cli()?)
            .args(arguments)
            .env_clear()
            .env("HOME", "/nonexistent")
            .envs(&self.environment)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true)
            .spawn()?;
        if let Some(mut stdin) = child.stdin.take() {
            // A command that does not read it may end before it is written.
            let _ = stdin.write_all(format!("{input}\n").as_bytes()).await;
        }
        Ok(child)
    }

    /// Runs, and fails the test with both streams if the exit code is another.
    pub async fn expect(&self, code: i32, arguments: &[&str]) -> Result<Ran> {
        let ran = self.run(arguments).await?;
        anyhow::ensure!(ran.code == code, "{arguments:?} ended with {}, not {code}:\n{ran:#?}", ran.code);
        Ok(ran)
    }
}

/// Waits for its end.
pub async fn ended(child: Child) -> Result<Ran> {
    let output = child.wait_with_output().await?;
    Ok(Ran {
        code: output.status.code().unwrap_or(-1),
        out: String::from_utf8(output.stdout)?,
        talk: String::from_utf8(output.stderr)?,
    })
}

/// A profile for prod (`default`) or dev, as the wizard would write it.
pub async fn setup_profile(cli: &Cli, world: &World, name: &str, app: &str) -> Result<Ran> {
    cli.expect(
        0,
        &[
            "setup-profile",
            name,
            "--tenant",
            crate::benchling::TENANT,
            "--app-definition-id",
            app,
            "--client-id",
            crate::benchling::CLIENT_ID,
            "--client-secret-stdin",
            "--no-keyring",
            "--quilt-stack-arn",
            &world.quilt_stack_arn,
            "--package-bucket",
            "acme-packages",
            "--image-tag",
            crate::world::IMAGE_TAG,
        ],
    )
    .await
}
