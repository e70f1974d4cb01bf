//! Which files of older tools a person has been shown, so that they are offered once.
//!
//! `imported.json` has their paths. It is a convenience: without it they are offered again.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::sources::{self, Found};
use crate::{Paths, Result, files};

#[derive(Default, Serialize, Deserialize)]
struct Seen {
    #[serde(default)]
    seen: BTreeSet<String>,
}

/// There is something to import that nobody has been shown.
pub fn has_unseen(paths: &Paths) -> bool {
    let seen = read(paths);
    super::preview(paths).is_ok_and(|preview| preview.has_news())
        && files_of(&sources::find(paths)).iter().any(|path| !seen.contains(path))
}

/// The person has seen all that is there now.
pub fn mark_seen(paths: &Paths) -> Result<()> {
    let mut seen = read(paths);
    let before = seen.len();
    seen.extend(files_of(&sources::find(paths)));
    if seen.len() == before {
        return Ok(());
    }
    let text = serde_json::to_string_pretty(&Seen { seen }).unwrap_or_default();
    files::write(&paths.imported(), text)
}

fn read(paths: &Paths) -> BTreeSet<String> {
    let text = files::read(&paths.imported()).ok().flatten().unwrap_or_default();
    serde_json::from_str::<Seen>(&text).unwrap_or_default().seen
}

fn files_of(found: &Found) -> BTreeSet<String> {
    let profiles = found.profiles.values().flatten().map(|candidate| &candidate.path);
    profiles
        .chain(found.records.iter().map(|record| &record.path))
        .map(|path| path.display().to_string())
        .collect()
}
