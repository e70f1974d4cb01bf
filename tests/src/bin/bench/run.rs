//! Runs a command to its end and tells how long it took and how much memory it had.

use std::ffi::OsStr;
use std::path::Path;
use std::process::Stdio;
use std::time::Instant;

use anyhow::{Context, Result, ensure};
use tokio::io::AsyncWriteExt;
use tokio::process::Command;

pub struct Ran {
    pub seconds: f64,
    /// The most that one process of it had at once (the kernel's `ru_maxrss`). Where a command starts others, as the
    /// CDK does, the sum would be more.
    pub mebibytes: f64,
}

pub async fn measured<S: AsRef<OsStr>>(program: &Path, arguments: &[S], place: &Place<'_>) -> Result<Ran> {
    let memory = tempfile::NamedTempFile::new()?;
    let mut command = Command::new("/usr/bin/time");
    command.args(["--format=%M", "--output"]).arg(memory.path()).arg(program).args(arguments);
    place.clean(&mut command);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let started = Instant::now();
    let mut child = command.spawn().context("/usr/bin/time; scripts/setup bench installs it")?;
    if let Some(mut stdin) = child.stdin.take() {
        // What does not read it may end before it is written.
        let _ = stdin.write_all(place.input.as_bytes()).await;
    }
    let output = child.wait_with_output().await?;
    let seconds = started.elapsed().as_secs_f64();
    ensure!(
        output.status.success(),
        "{} ended with {}:\n{}{}",
        program.display(),
        output.status,
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    let kibibytes = std::fs::read_to_string(memory.path())?;
    let kibibytes: f64 = kibibytes.lines().last().context("a line")?.trim().parse()?;
    Ok(Ran { seconds, mebibytes: kibibytes / 1024.0 })
}

/// What a command finds around it: nothing of the machine's own configuration.
#[derive(Clone, Copy)]
pub struct Place<'a> {
    pub folder: &'a Path,
    pub variables: &'a [(&'a str, String)],
    pub input: &'a str,
}

impl<'a> Place<'a> {
    pub fn of(folder: &'a Path, variables: &'a [(&'a str, String)]) -> Self {
        Self { folder, variables, input: "" }
    }

    pub fn clean(&self, command: &mut Command) {
        command
            .env_clear()
            .env("HOME", self.folder)
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .envs(self.variables.iter().map(|(name, value)| (*name, value)))
            .current_dir(self.folder)
            .kill_on_drop(true);
    }
}
