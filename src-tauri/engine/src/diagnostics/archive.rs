//! The texts as one file to pass on: a zip archive, for its owner alone, and whole or not at all.

use std::io::{Cursor, Write};
use std::path::Path;

use ipc::{Code, Problem};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::Entry;
use crate::{Result, files};

pub fn write(file: &Path, entries: &[Entry]) -> Result<()> {
    let unwritable = || {
        Problem::new(
            Code::ValueInvalid,
            format!("{} can't be written.", file.display()),
            "Choose another place: in the window by freeing this one, on the command line with --output.",
        )
    };
    let content = zipped(entries).map_err(|error| unwritable().because(&error))?;
    files::write(file, content)
        .map_err(|problem| problem.causes.into_iter().fold(unwritable(), Problem::because_text))
}

fn zipped(entries: &[Entry]) -> zip::result::ZipResult<Vec<u8>> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let options =
        SimpleFileOptions::default().compression_method(CompressionMethod::Deflated).unix_permissions(0o600);
    for entry in entries {
        archive.start_file(entry.name.as_str(), options)?;
        archive.write_all(entry.text.as_bytes())?;
    }
    Ok(archive.finish()?.into_inner())
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    #[test]
    fn what_is_written_is_read_back_and_the_owners_alone() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("help.zip");
        let text = "é\n".repeat(1000);
        let entry = Entry { name: "profiles/default.json".into(), about: "A profile.", text: text.clone() };
        write(&file, &[entry]).unwrap();
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
        }
        let mut archive = zip::ZipArchive::new(std::fs::File::open(&file).unwrap()).unwrap();
        let mut read = String::new();
        archive.by_name("profiles/default.json").unwrap().read_to_string(&mut read).unwrap();
        assert_eq!((archive.len(), read), (1, text));
    }

    #[test]
    fn a_place_that_takes_no_file_is_told_with_what_to_do() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("file"), "").unwrap();
        let problem = write(&folder.path().join("file/help.zip"), &[]).unwrap_err();
        assert!(problem.next.contains("--output") && !problem.causes.is_empty(), "{problem:?}");
    }
}
