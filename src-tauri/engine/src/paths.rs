//! Where files are. The same base folder on every system, since people's scripts read it.

use std::path::{Path, PathBuf};

/// The base folder; everything else is derived from it. And where older tools may have left their files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paths {
    base: PathBuf,
    older: Vec<PathBuf>,
}

impl Paths {
    /// `chosen` if given, else `$XDG_CONFIG_HOME/benchling-webhook`, else `~/.config/benchling-webhook`, on
    /// every system. The host passes what its environment says; `None` where there is no home.
    pub fn resolve(chosen: Option<PathBuf>, xdg_config_home: Option<PathBuf>) -> Option<Self> {
        if let Some(base) = chosen {
            return Some(Self::at(base));
        }
        let homes = [
            xdg_config_home.filter(|path| path.is_absolute()),
            dirs::home_dir().map(|home| home.join(".config")),
        ];
        let mut folders: Vec<PathBuf> =
            homes.into_iter().flatten().map(|config| config.join("benchling-webhook")).collect();
        folders.dedup();
        let mut folders = folders.into_iter();
        Some(Self { base: folders.next()?, older: folders.collect() })
    }

    pub fn at(base: impl Into<PathBuf>) -> Self {
        Self { base: base.into(), older: Vec::new() }
    }

    /// The same, where another folder may hold files of older tools.
    pub fn with_older(mut self, folder: PathBuf) -> Self {
        if folder != self.base && !self.older.contains(&folder) {
            self.older.push(folder);
        }
        self
    }

    /// Every folder in which older tools may have left their files; the base folder is the first. Where a folder was
    /// chosen, that is the only one.
    pub fn places(&self) -> impl Iterator<Item = &Path> {
        std::iter::once(self.base.as_path()).chain(self.older.iter().map(PathBuf::as_path))
    }

    /// The same layout one level down: a rehearsal never touches a real file.
    pub fn rehearsal(&self) -> Self {
        Self::at(self.base.join("rehearsal"))
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

    /// Names the lock that whoever writes a profile holds.
    pub fn profiles(&self) -> PathBuf {
        self.base.join("profiles")
    }

    /// What a profile was before it was written last, without secrets.
    pub fn backup(&self, name: &ipc::ProfileName) -> PathBuf {
        self.base.join("backups").join(format!("{name}.json"))
    }

    /// Profiles that could not be read and were taken out of the way, as they were.
    pub fn set_aside(&self) -> PathBuf {
        self.base.join("set-aside")
    }

    /// Profiles that were deleted, without secrets.
    pub fn removed(&self) -> PathBuf {
        self.base.join("removed")
    }

    /// Which files of older tools have been offered.
    pub fn imported(&self) -> PathBuf {
        self.base.join("imported.json")
    }

    /// Where the rehearsed cloud keeps itself between runs.
    pub fn rehearsed_cloud(&self) -> PathBuf {
        self.base.join("rehearsed-cloud.json")
    }
}
