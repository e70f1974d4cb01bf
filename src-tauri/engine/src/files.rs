//! Files that are whole, old or new, whatever happens while they are written.
//!
//! A write goes to a temporary file in the same folder, is synced, and takes the old file's place by renaming.
//! Files are 0600 in folders of 0700. On systems without such modes the user's profile folder protects them.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Seek, Write};
use std::path::{Path, PathBuf};

use ipc::{Code, Problem};

use crate::Result;

/// The content, or `None` where there is no such file.
pub fn read(path: &Path) -> Result<Option<String>> {
    let text = bytes(path)?.map(String::from_utf8).transpose();
    text.map_err(|error| unreadable(path, &error))
}

/// The content of a file that need not be text throughout, as where a write was cut off in the middle of a letter.
pub fn bytes(path: &Path) -> Result<Option<Vec<u8>>> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(unreadable(path, &error)),
    }
}

/// Waits until no other program or thread holds `path`, and holds it until the answer is dropped. The lock is a file
/// of its own beside it, since `path` itself is replaced when it is written.
pub fn lock(path: &Path) -> Result<File> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let attempt = || -> io::Result<File> {
        create_folder(folder)?;
        let mut name = path.as_os_str().to_owned();
        name.push(".lock");
        owners_alone().write(true).create(true).truncate(false).open(name)
    };
    let file = attempt().map_err(|error| unwritable(folder, &error))?;
    // Some network file systems know no locks. To write without one is better there than not to write.
    while file.lock().is_err_and(|error| error.kind() == io::ErrorKind::Interrupted) {}
    Ok(file)
}

pub fn write(path: &Path, content: impl AsRef<[u8]>) -> Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let attempt = || -> io::Result<()> {
        create_folder(folder)?;
        // tempfile creates with 0600 on Unix.
        let mut file = tempfile::NamedTempFile::new_in(folder)?;
        file.write_all(content.as_ref())?;
        file.as_file().sync_all()?;
        file.persist(path).map_err(|error| error.error)?;
        sync_folder(folder)
    };
    attempt().map_err(|error| unwritable(folder, &error))
}

/// More of the same name than anybody keeps.
const NUMBERS: u32 = 100;

/// Writes a file into a folder of the person's under a name that is free there; the same text again is the same file.
pub fn write_new(folder: &Path, stem: &str, extension: &str, text: &str) -> io::Result<PathBuf> {
    fs::create_dir_all(folder)?;
    for number in 1..=NUMBERS {
        let name = if number == 1 { stem.to_owned() } else { format!("{stem}-{number}") };
        let path = folder.join(format!("{name}.{extension}"));
        match OpenOptions::new().write(true).create_new(true).open(&path) {
            Ok(mut file) => return file.write_all(text.as_bytes()).map(|()| path),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                // Saved before: nothing to add.
                if fs::read_to_string(&path).is_ok_and(|there| there == text) {
                    return Ok(path);
                }
            }
            Err(error) => return Err(error),
        }
    }
    Err(io::ErrorKind::AlreadyExists.into())
}

/// Moves a file; whatever happens it is whole, in one place or the other.
pub fn rename(from: &Path, to: &Path) -> Result<()> {
    let folder = to.parent().unwrap_or(Path::new("."));
    let attempt = || -> io::Result<()> {
        create_folder(folder)?;
        fs::rename(from, to)?;
        sync_folder(folder)?;
        from.parent().map_or(Ok(()), sync_folder)
    };
    attempt().map_err(|error| unwritable(folder, &error))
}

/// Appends a line, or several with line feeds between, and syncs; the caller goes on only when they are on disk.
pub fn append_line(path: &Path, line: &str) -> Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let attempt = || -> io::Result<()> {
        create_folder(folder)?;
        let mut file = owners_alone().read(true).append(true).create(true).open(path)?;
        // A line that was cut off stays alone: what follows it must still be readable.
        let last = last_byte(&mut file)?;
        let torn = last.is_some_and(|byte| byte != b'\n');
        file.write_all(format!("{}{line}\n", if torn { "\n" } else { "" }).as_bytes())?;
        file.sync_all()?;
        if last.is_none() { sync_folder(folder) } else { Ok(()) }
    };
    attempt().map_err(|error| unwritable(folder, &error))
}

/// A file to lock; what is in it means nothing.
pub fn open_lock(path: &Path) -> io::Result<File> {
    create_folder(path.parent().unwrap_or(Path::new(".")))?;
    owners_alone().create(true).truncate(false).write(true).open(path)
}

fn owners_alone() -> OpenOptions {
    #[allow(unused_mut, reason = "only Unix has modes")]
    let mut options = OpenOptions::new();
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

fn last_byte(file: &mut File) -> io::Result<Option<u8>> {
    if file.metadata()?.len() == 0 {
        return Ok(None);
    }
    let mut byte = [0];
    file.seek(io::SeekFrom::End(-1))?;
    file.read_exact(&mut byte)?;
    Ok(Some(byte[0]))
}

/// Proves that the folder takes files, before anything is asked of AWS.
pub fn prove_writable(folder: &Path) -> Result<()> {
    let attempt = || {
        create_folder(folder)?;
        tempfile::NamedTempFile::new_in(folder).map(drop)
    };
    attempt().map_err(|error| unwritable(folder, &error))
}

fn create_folder(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// A rename is durable only when its folder is. Windows can't open a folder for syncing and doesn't need it.
fn sync_folder(folder: &Path) -> io::Result<()> {
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}

fn unreadable(path: &Path, error: &(dyn std::error::Error + 'static)) -> Problem {
    Problem::new(
        Code::ConfigFolderUnwritable,
        format!("{} can't be read.", path.display()),
        "Check that the file belongs to you and is a text file, then try again.",
    )
    .because(error)
}

fn unwritable(folder: &Path, error: &io::Error) -> Problem {
    Problem::new(
        Code::ConfigFolderUnwritable,
        format!("The folder {} can't be written to.", folder.display()),
        "Give yourself write access to it, free some space, or choose another folder with --config-dir.",
    )
    .because(error)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_write_replaces_the_whole_file_and_leaves_nothing_beside_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("deep/er/x.json");
        write(&path, "one").unwrap();
        write(&path, "two").unwrap();
        assert_eq!(read(&path).unwrap().as_deref(), Some("two"));
        assert_eq!(fs::read_dir(path.parent().unwrap()).unwrap().count(), 1);
    }

    #[cfg(unix)]
    #[test]
    fn files_and_folders_are_the_owners_alone() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("new/x.json");
        write(&path, "one").unwrap();
        append_line(&folder.path().join("new/x.jsonl"), "one").unwrap();
        let mode = |p: &Path| fs::metadata(p).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&path), 0o600);
        assert_eq!(mode(&folder.path().join("new/x.jsonl")), 0o600);
        assert_eq!(mode(path.parent().unwrap()), 0o700);
    }

    #[test]
    fn a_folder_that_is_a_file_is_told_and_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file");
        fs::write(&path, "mine").unwrap();
        let problem = write(&path.join("x.json"), "one").unwrap_err();
        assert_eq!(problem.code, Code::ConfigFolderUnwritable);
        assert_eq!(fs::read_to_string(&path).unwrap(), "mine");
    }
}
