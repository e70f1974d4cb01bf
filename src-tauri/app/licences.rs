//! The licences of what this program is made with: `THIRD-PARTY.txt`, packed into the program by the build script.
//!
//! The file is for people and is read here as it stands. A section begins with a line of equals signs, names the
//! packages that one text is for, a line each (`name version (licence)`), and has the text behind a line of hyphens.

use std::collections::BTreeSet;
use std::io::Read;

use flate2::read::GzDecoder;
use ipc::bridge::Package;

static PACKED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/third-party.gz"));

/// The whole file.
pub fn all() -> String {
    let mut text = String::new();
    // It was packed by this program's own build; a test reads it.
    let _ = GzDecoder::new(PACKED).read_to_string(&mut text);
    text
}

/// Every package, once, by name.
pub fn packages(all: &str) -> Vec<Package> {
    let heads: BTreeSet<&str> = sections(all).flat_map(|(heads, _)| heads.lines()).collect();
    heads.into_iter().filter_map(package).collect()
}

/// All texts of one package.
pub fn text(all: &str, name: &str, version: &str) -> Option<String> {
    let begins = format!("{name} {version} (");
    let texts: Vec<&str> = sections(all)
        .filter(|(heads, _)| heads.lines().any(|line| line.starts_with(&begins)))
        .map(|(_, text)| text.trim_matches('\n'))
        .collect();
    (!texts.is_empty()).then(|| texts.join("\n\n\n"))
}

/// The packages of each section, and its text.
fn sections(all: &str) -> impl Iterator<Item = (&str, &str)> {
    let parts = all.split(concat!("\n", "========================================", "\n")).skip(1);
    parts.filter_map(|part| part.split_once(concat!("\n", "----------------------------------------", "\n")))
}

fn package(line: &str) -> Option<Package> {
    let (name, rest) = line.split_once(' ')?;
    let (version, licence) = rest.split_once(" (")?;
    Some(Package { name: name.into(), version: version.into(), licence: licence.strip_suffix(')')?.into() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_package_has_a_licence_and_its_text() {
        let all = all();
        let packages = packages(&all);
        assert!(packages.len() > 200, "{}", packages.len());
        for package in &packages {
            let text = text(&all, &package.name, &package.version).unwrap_or_default();
            assert!(!package.licence.is_empty() && text.len() > 100, "{package:?}");
        }
        assert!(packages.iter().any(|package| package.name == "tauri"));
        assert_eq!(text(&all, "tauri", "0.0.0"), None);
    }
}
