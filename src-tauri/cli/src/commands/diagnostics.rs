//! `diagnostics`: what somebody who helps needs to see, listed first, then written as a zip file.

use std::io::{Cursor, Write};
use std::path::Path;

use engine::diagnostics::{self, Entry};
use engine::{Result, files, profiles};
use ipc::{Code, Environment, Problem, ProfileName};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use crate::args::Diagnostics;
use crate::host::Host;
use crate::{Ended, ask, show};

pub async fn run(host: &Host, arguments: &Diagnostics) -> Result<Ended> {
    let profile = profiles::load(&host.local()?.paths, &ProfileName::usual_for(Environment::Prod)).ok();
    let (engine, trouble) = match host.connected(profile.as_ref()).await {
        Ok(engine) => (engine, None),
        Err(problem) => (host.local()?, Some(problem)),
    };
    let about = diagnostics::Host {
        version: env!("CARGO_PKG_VERSION").into(),
        system: system(),
        // A variable that is not text can't be told.
        variables: std::env::vars_os()
            .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
            .collect(),
        trouble,
    };
    let entries = diagnostics::collect(&engine, &about).await;
    let file = std::path::absolute(&arguments.output).unwrap_or_else(|_| arguments.output.clone());
    eprintln!("This goes into {}:", file.display());
    let width = entries.iter().map(|entry| entry.name.len()).max().unwrap_or_default();
    for entry in &entries {
        eprintln!("  {:<width$}  {}", entry.name, entry.about);
    }
    eprintln!("No secret, tenant or client id is in it, and of account ids only the last four digits.");
    eprintln!("Names of people, buckets and stacks are: look into it before you pass it on.");
    if !ask::agree("Write it?", "--yes", host.global.yes)? {
        return Ok(Ended::Cancelled);
    }
    write(&file, &entries)?;
    if host.global.json {
        let names: Vec<&str> = entries.iter().map(|entry| entry.name.as_str()).collect();
        show::json(&serde_json::json!({ "file": file, "entries": names }));
    } else {
        show::text(&file.display().to_string());
    }
    Ok(Ended::Done)
}

/// The system by its own name where it has one to tell, and the processor.
fn system() -> String {
    let release = std::fs::read_to_string("/etc/os-release").unwrap_or_default();
    let name = release.lines().find_map(|line| line.strip_prefix("PRETTY_NAME="));
    let name = name.unwrap_or(std::env::consts::OS).trim_matches('"');
    format!("{name}, {}", std::env::consts::ARCH)
}

/// For its owner alone, and whole or not at all.
fn write(file: &Path, entries: &[Entry]) -> Result<()> {
    let unwritable = || {
        Problem::new(
            Code::ValueInvalid,
            format!("{} can't be written.", file.display()),
            "Choose another file with --output.",
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
