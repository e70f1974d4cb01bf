//! The command line on a terminal: util-linux's `script` makes the terminal, the test reads what stands there and types.

use std::collections::BTreeMap;
use std::process::Stdio;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::process::{Child, ChildStdin, ChildStdout, Command};

use crate::programs;

/// Long enough for two busy cores.
const PATIENCE: Duration = Duration::from_secs(40);

pub struct Terminal {
    script: Child,
    keys: ChildStdin,
    screen: ChildStdout,
    /// All that was ever shown, what was typed as far as it was echoed.
    pub shown: String,
    /// How much of it was waited for already.
    read: usize,
}

impl Terminal {
    /// The arguments may hold no blanks.
    pub fn start(environment: &BTreeMap<&'static str, String>, arguments: &[&str]) -> Result<Self> {
        let command = format!("{} {}", programs::cli()?.display(), arguments.join(" "));
        let mut script = Command::new("script")
            .args(["--quiet", "--flush", "--return", "--command", &command, "/dev/null"])
            .env_clear()
            .env("HOME", "/nonexistent")
            .env("PATH", "/usr/bin:/bin")
            .env("SHELL", "/bin/sh")
            .envs(environment)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::inherit())
            .kill_on_drop(true)
            .spawn()
            .context("script is part of util-linux")?;
        let keys = script.stdin.take().context("it is piped")?;
        let screen = script.stdout.take().context("it is piped")?;
        Ok(Self { script, keys, screen, shown: String::new(), read: 0 })
    }

    /// Waits until this is shown, after what was waited for before.
    pub async fn expect(&mut self, text: &str) -> Result<()> {
        loop {
            if let Some(at) = self.shown[self.read..].find(text) {
                self.read += at + text.len();
                return Ok(());
            }
            if !self.look().await? {
                bail!("\"{text}\" does not come after {:?}", &self.shown);
            }
        }
    }

    /// Waits for a question and answers it.
    pub async fn answer(&mut self, question: &str, answer: &str) -> Result<()> {
        self.expect(question).await?;
        self.press(&format!("{answer}\n")).await
    }

    /// Waits for a question whose answer is not shown: the terminal stops echoing a moment after it is asked, and what is
    /// typed before is lost, as it would be for a person.
    pub async fn expect_hidden(&mut self, question: &str) -> Result<()> {
        self.expect(question).await?;
        let script = self.script.id().context("it runs")?;
        let children = std::fs::read_to_string(format!("/proc/{script}/task/{script}/children"))?;
        let child = children.split_whitespace().next().context("script runs the command")?;
        let terminal = std::fs::read_link(format!("/proc/{child}/fd/0"))?;
        for _ in 0..400 {
            let modes = Command::new("stty").args(["--all", "--file"]).arg(&terminal).output().await?;
            if String::from_utf8_lossy(&modes.stdout).contains("-echo ") {
                return Ok(());
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        bail!("what is typed after \"{question}\" would be shown")
    }

    pub async fn press(&mut self, keys: &str) -> Result<()> {
        self.keys.write_all(keys.as_bytes()).await?;
        Ok(self.keys.flush().await?)
    }

    /// To its end. Gives the exit code; 130 where it was interrupted.
    pub async fn end(&mut self) -> Result<i32> {
        while self.look().await? {}
        Ok(self.script.wait().await?.code().unwrap_or(-1))
    }

    /// Reads more; false at the end.
    async fn look(&mut self) -> Result<bool> {
        let mut bytes = [0; 4096];
        let read = tokio::time::timeout(PATIENCE, self.screen.read(&mut bytes)).await;
        let count = read.with_context(|| format!("nothing more is shown after {:?}", self.shown))??;
        self.shown.push_str(&String::from_utf8_lossy(&bytes[..count]));
        Ok(count > 0)
    }
}
