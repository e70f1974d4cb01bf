//! The built programs. `scripts/test` builds them before it runs the tests; `INSTALLER_PROGRAMS` names the folder
//! of others, such as those of a release.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

fn program(name: &str) -> Result<PathBuf> {
    let folder = match std::env::var_os("INSTALLER_PROGRAMS") {
        Some(folder) => PathBuf::from(folder),
        None => {
            let test = std::env::current_exe()?;
            let profile = test.ancestors().find(|path| path.ends_with("debug") || path.ends_with("release"));
            profile.context("a test runs from target/<profile>/deps")?.to_owned()
        }
    };
    let path = folder.join(format!("{name}{}", std::env::consts::EXE_SUFFIX));
    if !path.is_file() {
        bail!("{} is not built; scripts/test builds it first", path.display());
    }
    Ok(path)
}

/// The folder in `/proc` of the program that runs from this file.
pub fn running(program: &Path) -> Option<PathBuf> {
    let program = program.canonicalize().ok()?;
    std::fs::read_dir("/proc")
        .ok()?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .find(|path| std::fs::read_link(path.join("exe")).is_ok_and(|exe| exe == program))
}

/// The command line.
pub fn cli() -> Result<PathBuf> {
    program("benchling-webhook")
}

/// The desktop program.
pub fn app() -> Result<PathBuf> {
    program("benchling-webhook-installer")
}
