//! Writes `THIRD-PARTY.txt`, the licences of everything that the window, its page and the command line are made with;
//! with `--check` it only tells whether the file is as it would be written.
//!
//! From `cargo metadata`, without the network: whatever the three packages reach by ordinary dependencies, on any
//! system, with the texts that stand in each package's own folder. Texts that differ in white space alone are one. A
//! package without a text has those of a package out of the same repository, else the usual one of the licence that it
//! declares.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};
use serde_json::Value;

const PROGRAMS: [&str; 3] = ["benchling-webhook-installer", "installer-cli", "installer-ui"];

const HEAD: &str =
    "Benchling Webhook Installer is made with the work of others. Here is what it contains of it, and
under which licences, as their authors give them. Its own licence is in the file LICENSE.

Made by the program \"licences\" in tests/src/bin.
";

const MIT: &str = "Permission is hereby granted, free of charge, to any person obtaining a copy of this software and
associated documentation files (the \"Software\"), to deal in the Software without restriction, including without
limitation the rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the
Software, and to permit persons to whom the Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the
Software.

THE SOFTWARE IS PROVIDED \"AS IS\", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE
WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR
COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR
OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.";

/// Lucide's, whose drawings are in ui/icons/sprite.svg.
const ICONS: &str = include_str!("../../fixtures/lucide-license.txt");

fn main() -> Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let file = root.join("THIRD-PARTY.txt");
    let text = written(&root)?;
    if std::env::args().any(|argument| argument == "--check") {
        let present = fs::read_to_string(&file).unwrap_or_default();
        ensure!(present == text, "THIRD-PARTY.txt is stale: make it with scripts/licences");
        return Ok(());
    }
    Ok(fs::write(file, text)?)
}

fn written(root: &Path) -> Result<String> {
    // Text, by what it says, and the packages that it is for.
    let mut texts: BTreeMap<String, (String, BTreeSet<String>)> = BTreeMap::new();
    let mut add = |head: &str, text: &str| {
        let entry = texts.entry(text.split_whitespace().collect::<Vec<_>>().join(" "));
        entry.or_insert_with(|| (tidy(text), BTreeSet::new())).1.insert(head.to_owned());
    };
    add("lucide 1.62.0 (ISC)", ICONS);
    let mut missing = Vec::new();
    let found = packages(root)?
        .into_iter()
        .map(|package| texts_of(&package).map(|texts| (package, texts)))
        .collect::<Result<Vec<_>>>()?;
    for (package, own) in &found {
        let texts = if own.is_empty() { elsewhere(package, &found, root)? } else { own.clone() };
        if texts.is_empty() {
            missing.push(package.head.clone());
        }
        for text in texts {
            add(&package.head, &text);
        }
    }
    ensure!(missing.is_empty(), "without a licence that we know: {missing:#?}");
    let mut sections: Vec<(String, BTreeSet<String>)> = texts.into_values().collect();
    sections.sort_by(|(_, a), (_, b)| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
    let mut out = HEAD.to_owned();
    for (text, heads) in sections {
        let heads: Vec<String> = heads.into_iter().collect();
        let (equals, hyphens) = ("=".repeat(40), "-".repeat(40));
        out.push_str(&format!("\n{equals}\n{}\n{hyphens}\n{text}\n", heads.join("\n")));
    }
    Ok(out)
}

struct Package {
    /// `name version (licence)`
    head: String,
    licence: String,
    authors: Vec<String>,
    repository: String,
    folder: PathBuf,
}

/// What the programs reach, their own packages left out.
fn packages(root: &Path) -> Result<Vec<Package>> {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--locked", "--offline", "--format-version", "1"])
        .current_dir(root)
        .output()?;
    ensure!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: Value = serde_json::from_slice(&output.stdout)?;
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let known: HashMap<String, Value> =
        list(&metadata["packages"]).into_iter().map(|package| (text(&package["id"]), package)).collect();
    let nodes: HashMap<String, Value> =
        list(&metadata["resolve"]["nodes"]).into_iter().map(|node| (text(&node["id"]), node)).collect();
    let mut open: Vec<String> = known
        .values()
        .filter(|package| PROGRAMS.contains(&package["name"].as_str().unwrap_or_default()))
        .map(|package| text(&package["id"]))
        .collect();
    ensure!(open.len() == PROGRAMS.len(), "cargo knows {open:?}");
    let mut reached = BTreeSet::new();
    while let Some(id) = open.pop() {
        let node = nodes.get(&id).context("a node of its own")?;
        for dependency in list(&node["deps"]) {
            let ordinary = list(&dependency["dep_kinds"]).iter().any(|kind| kind["kind"].is_null());
            let id = text(&dependency["pkg"]);
            if ordinary && reached.insert(id.clone()) {
                open.push(id);
            }
        }
    }
    let mut found = Vec::new();
    for id in reached {
        let package = known.get(&id).context("a package of its own")?;
        // Ours have no source.
        if package["source"].is_null() {
            continue;
        }
        let (name, version) = (text(&package["name"]), text(&package["version"]));
        let declared = text(&package["license"]);
        let licence = if declared.is_empty() { "see its text".to_owned() } else { declared };
        let manifest = PathBuf::from(text(&package["manifest_path"]));
        found.push(Package {
            head: format!("{name} {version} ({licence})"),
            licence,
            authors: list(&package["authors"]).iter().map(text).collect(),
            repository: text(&package["repository"]),
            folder: manifest.parent().context("a folder of its own")?.to_owned(),
        });
    }
    Ok(found)
}

/// The texts in a package's folder, by their names.
fn texts_of(package: &Package) -> Result<Vec<String>> {
    let wanted = ["LICENSE", "LICENCE", "COPYING", "COPYRIGHT", "NOTICE", "UNLICENSE"];
    let mut files: Vec<PathBuf> = fs::read_dir(&package.folder)
        .with_context(|| format!("{} is not here; cargo fetch brings it", package.folder.display()))?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| {
            let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default().to_uppercase();
            path.is_file() && wanted.iter().any(|word| name.starts_with(word)) && !name.ends_with(".RS")
        })
        .collect();
    files.sort();
    let mut texts = Vec::new();
    for file in files {
        let text = String::from_utf8_lossy(&fs::read(&file)?).into_owned();
        // Some name only the files that have the text.
        if text.len() > 200 {
            texts.push(text);
        }
    }
    Ok(texts)
}

/// What a package without a text of its own is under.
fn elsewhere(package: &Package, all: &[(Package, Vec<String>)], root: &Path) -> Result<Vec<String>> {
    let like = |same: &dyn Fn(&Package) -> bool| -> Option<Vec<String>> {
        let found = all.iter().find(|(other, texts)| !texts.is_empty() && same(other));
        found.map(|(_, texts)| texts.clone())
    };
    let one_of = |name: &str| package.licence.split([' ', '/', '(', ')']).any(|word| word == name);
    let sibling = |other: &Package| !other.repository.is_empty() && other.repository == package.repository;
    if let Some(texts) = like(&|other| sibling(other) && other.licence == package.licence) {
        return Ok(texts);
    }
    let by = match package.authors.as_slice() {
        [] => "its authors".to_owned(),
        authors => authors.join(", "),
    };
    Ok(if one_of("MIT") {
        vec![format!("MIT License\n\nCopyright (c) {by}\n\n{MIT}")]
    } else if one_of("Apache-2.0") {
        vec![fs::read_to_string(root.join("LICENSE"))?]
    } else if package.licence == "MPL-2.0" {
        // It names nobody, and is the same everywhere.
        like(&|other| other.licence == "MPL-2.0").unwrap_or_default()
    } else {
        Vec::new()
    })
}

/// Without what only makes lines longer, and without what would read as one of our own lines.
fn tidy(text: &str) -> String {
    let lines: Vec<&str> = text.trim_matches(['\u{feff}', '\n', '\r']).lines().map(str::trim_end).collect();
    let lines = lines.iter().map(|line| match line.chars().next() {
        Some(c @ ('=' | '-')) if line.len() == 40 && line.chars().all(|other| other == c) => &line[..39],
        _ => line,
    });
    lines.collect::<Vec<_>>().join("\n")
}
