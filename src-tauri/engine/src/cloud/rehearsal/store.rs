//! The state file: one JSON document, replaced as a whole.
//!
//! Readers take the file as it is, since a rename replaces it in one instant. Writers hold a lock on a file
//! beside it from reading to renaming, so that the window and the command line never overwrite each other.

use std::fs::{self, File, OpenOptions};
use std::io::Write as _;
use std::path::{Path, PathBuf};

use ipc::{Code, Problem};

use super::world::{VERSION, World};
use crate::Result;

pub struct Store {
    file: PathBuf,
}

impl Store {
    /// Makes the folder (0700) if it is missing, and the first world if there is none yet.
    pub fn open(file: PathBuf, first: impl FnOnce() -> World) -> Result<Self> {
        let store = Self { file };
        let folder = store.folder();
        make_folder(folder).map_err(|e| unwritable(folder, &e))?;
        let _lock = store.lock()?;
        if store.file.exists() {
            store.load()?;
        } else {
            store.save(&first())?;
        }
        Ok(store)
    }

    pub fn load(&self) -> Result<World> {
        let text = fs::read(&self.file).map_err(|e| self.unreadable().because(&e))?;
        let world: World = serde_json::from_slice(&text).map_err(|e| self.unreadable().because(&e))?;
        if world.version == VERSION {
            Ok(world)
        } else {
            Err(self.unreadable().because_text(format!("It has layout {}, not {VERSION}.", world.version)))
        }
    }

    /// Loads, lets `change` work on the world, and saves it if that succeeds.
    pub fn change<T>(&self, change: impl FnOnce(&mut World) -> Result<T>) -> Result<T> {
        let _lock = self.lock()?;
        let mut world = self.load()?;
        let answer = change(&mut world)?;
        self.save(&world)?;
        Ok(answer)
    }

    fn folder(&self) -> &Path {
        self.file.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."))
    }

    /// Held until the returned file is closed.
    fn lock(&self) -> Result<File> {
        let path = self.file.with_extension("lock");
        let lock = OpenOptions::new().create(true).truncate(false).write(true).open(&path);
        lock.and_then(|file| file.lock().map(|()| file)).map_err(|e| unwritable(&path, &e))
    }

    /// Into a temporary file of the same folder (`tempfile` makes it 0600), synced, then renamed. Its name is always
    /// the same, since whoever writes holds the lock: what a killed program left is not left for good.
    fn save(&self, world: &World) -> Result<()> {
        let name = format!("{}.new", self.file.file_name().unwrap_or_default().display());
        let write = || -> std::io::Result<()> {
            match fs::remove_file(self.folder().join(&name)) {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error),
                _ => {}
            }
            let mut file = tempfile::Builder::new().prefix(&name).rand_bytes(0).tempfile_in(self.folder())?;
            serde_json::to_writer(&mut file, world)?;
            file.flush()?;
            file.as_file().sync_all()?;
            file.persist(&self.file)?;
            Ok(())
        };
        write().map_err(|e| unwritable(&self.file, &e))
    }

    fn unreadable(&self) -> Problem {
        Problem::new(
            Code::Internal,
            format!("The rehearsal's state in {} can't be read.", self.file.display()),
            "Delete that file to start the rehearsal over. Nothing in AWS depends on it.",
        )
    }
}

fn unwritable(path: &Path, error: &std::io::Error) -> Problem {
    Problem::new(
        Code::ConfigFolderUnwritable,
        format!("The rehearsal can't write to {}.", path.display()),
        "Give your user write access to that folder, or choose another one with --config-dir.",
    )
    .because(error)
}

#[cfg(unix)]
fn make_folder(folder: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::DirBuilderExt as _;
    fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)
}

#[cfg(not(unix))]
fn make_folder(folder: &Path) -> std::io::Result<()> {
    fs::create_dir_all(folder)
}
