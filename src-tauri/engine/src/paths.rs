//! Where files are. The same base folder on every system, since people's scripts read it.

use std::path::{Path, PathBuf};

/// The base folder; everything else is derived from it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paths {
    base: PathBuf,
}

impl Paths {
    /// `chosen` if given, else `$XDG_CONFIG_HOME/benchling-webhook`, else `~/.config/benchling-webhook`, on
    /// every system. The host passes what its environment says; `None` where there is no home.
    pub fn resolve(chosen: Option<PathBuf>, xdg_config_home: Option<PathBuf>) -> Option<Self> {
        let base = chosen.or_else(|| {
            let config = xdg_config_home
                .filter(|path| path.is_absolute())
                .or_else(|| dirs::home_dir().map(|home| home.join(".config")))?;
            Some(config.join("benchling-webhook"))
        })?;
        Some(Self { base })
    }

    pub fn at(base: impl Into<PathBuf>) -> Self {
        Self { base: base.into() }
    }

    /// The same layout one level down: a rehearsal never touches a real file.
    pub fn rehearsal(&self) -> Self {
        Self { base: self.base.join("rehearsal") }
    }

    pub fn base(&self) -> &Path {
        &self.base
    }

    pub fn profile(&self, name: &ipc::ProfileName) -> PathBuf {
        self.base.join(format!("{name}.json"))
    }

    pub fn deploy_record(&self) -> PathBuf {
        self.base.join("deploy.json")
    }

    /// Rows of the history that `deploy.json` has no more room for, one a line.
    pub fn history_archive(&self) -> PathBuf {
        self.base.join("history.jsonl")
    }

    /// How long resources took in earlier runs.
    pub fn durations(&self) -> PathBuf {
        self.base.join("durations.json")
    }

    /// The proxy and the CA bundle that were set in the window.
    pub fn network(&self) -> PathBuf {
        self.base.join("network.json")
    }

    pub fn journal(&self) -> PathBuf {
        self.base.join("journal")
    }

    /// When each environment was tested last.
    pub fn tests(&self) -> PathBuf {
        self.base.join("tests.json")
    }

    /// The status as it was seen last.
    pub fn seen(&self) -> PathBuf {
        self.base.join("seen.json")
    }

    /// Profiles that were deleted, without secrets.
    pub fn removed(&self) -> PathBuf {
        self.base.join("removed")
    }

    /// Where the rehearsed cloud keeps itself between runs.
    pub fn rehearsed_cloud(&self) -> PathBuf {
        self.base.join("rehearsed-cloud.json")
    }
}
