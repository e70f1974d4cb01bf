//! Declares the bridge's commands. Without a declaration Tauri lets the page call every command of the host; with it,
//! exactly those that `capabilities/main.json` allows. Packs the licences of others, which the program carries.

use std::io::{self, Write};
use std::{env, fs, path::Path};

use flate2::Compression;
use flate2::write::GzEncoder;
use ipc::bridge::command;
use tauri_build::{AppManifest, Attributes};

const CAPABILITIES: &str = "src-tauri/capabilities";
const LICENCES: &str = "THIRD-PARTY.txt";

fn main() {
    println!("cargo:rerun-if-changed={CAPABILITIES}");
    println!("cargo:rerun-if-changed={LICENCES}");
    if let Err(error) = pack_licences() {
        panic!("{LICENCES}: {error}");
    }
    require_allowed(&Path::new(CAPABILITIES).join("main.json"));
    let attributes = Attributes::new()
        .capabilities_path_pattern("src-tauri/capabilities/*.json")
        .app_manifest(AppManifest::new().commands(command::ALL));
    if let Err(error) = tauri_build::try_build(attributes) {
        panic!("{error:#}");
    }
}

/// The same bytes for the same text: no name and no time goes into the file.
fn pack_licences() -> io::Result<()> {
    let folder = env::var_os("OUT_DIR").ok_or_else(|| io::Error::other("cargo sets OUT_DIR"))?;
    let file = fs::File::create(Path::new(&folder).join("third-party.gz"))?;
    let mut packed = GzEncoder::new(file, Compression::best());
    packed.write_all(&fs::read(LICENCES)?)?;
    packed.finish().map(drop)
}

/// A command that is declared but not allowed would be refused only when somebody presses its button.
fn require_allowed(capability: &Path) {
    let text =
        fs::read_to_string(capability).unwrap_or_else(|error| panic!("{}: {error}", capability.display()));
    for name in command::ALL {
        let permission = format!("\"allow-{}\"", name.replace('_', "-"));
        assert!(text.contains(&permission), "{} does not list {permission}", capability.display());
    }
}
