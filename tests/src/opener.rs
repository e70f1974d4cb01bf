//! The desktop's way to open things, `xdg-open`, which only writes down what it was asked for.

use std::os::unix::fs::PermissionsExt;

use anyhow::Result;

use crate::window::Window;

/// Stands first in the program's path and writes down what it is asked to open.
pub struct Opener {
    folder: tempfile::TempDir,
}

impl Opener {
    pub fn new() -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let program = folder.path().join("xdg-open");
        let noted = folder.path().join("opened");
        std::fs::write(&program, format!("#!/bin/sh\nprintf '%s\\n' \"$*\" >>'{}'\n", noted.display()))?;
        std::fs::set_permissions(&program, PermissionsExt::from_mode(0o755))?;
        Ok(Self { folder })
    }

    /// What the program under test is given as its `PATH`.
    pub fn path(&self) -> String {
        let rest = std::env::var("PATH").unwrap_or_default();
        format!("{}:{rest}", self.folder.path().display())
    }

    pub fn opened(&self) -> Vec<String> {
        let noted = std::fs::read_to_string(self.folder.path().join("opened")).unwrap_or_default();
        noted.lines().map(str::to_owned).collect()
    }

    pub async fn has_opened(&self, window: &Window, what: &[String]) -> Result<()> {
        window.until(&format!("{what:?} is open"), async || Ok(self.opened() == what)).await
    }
}
