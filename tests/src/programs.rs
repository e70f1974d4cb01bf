//! The built programs. `scripts/test` builds them before it runs the tests.

use std::path::PathBuf;

use anyhow::{Context, Result, bail};

/// A program beside the test's own: `<target>/<profile>/deps/<test>`.
fn program(name: &str) -> Result<PathBuf> {
    let test = std::env::current_exe()?;
    let folder = test.parent().and_then(|deps| deps.parent()).context("a test runs from target/<profile>/deps")?;
    let path = folder.join(format!("{name}{}", std::env::consts::EXE_SUFFIX));
    if !path.is_file() {
        bail!("{} is not built; scripts/test builds it first", path.display());
    }
    Ok(path)
}

/// The command line.
pub fn cli() -> Result<PathBuf> {
    program("benchling-webhook")
}

/// The desktop program.
pub fn app() -> Result<PathBuf> {
    program("benchling-webhook-installer")
}
