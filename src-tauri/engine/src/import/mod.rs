//! What older tools left on this machine: found, shown, and taken over without losing anything.
//!
//! Three generations wrote profiles (`sources` knows where, `inherit` and `flatten` how), and two kinds of records
//! (`records`). Several files can speak of one profile: the person chooses one of them, and what it lacks is filled
//! from the others. A profile that is here already is the first choice. Whatever we don't know goes along; what sounds
//! like a secret does not. To import twice changes nothing.
//!
//! The client secret of an older file goes to the keyring and is read back before anything else is written; only then
//! may it be taken out of the file that had it, and only if the person says so (`secret`).

mod apply;
mod flatten;
mod inherit;
pub mod records;
mod secret;
mod seen;
mod sources;

use std::path::PathBuf;

use ipc::import::{FoundProfile, FoundRecord, FoundSetting, FoundSource, ImportPreview, Unusable};
use serde_json::{Map, Value};

pub use self::apply::apply;
pub use self::flatten::{Flat, flatten};
pub use self::inherit::merge;
pub use self::records::rows;
pub use self::seen::{has_unseen, mark_seen};
use self::sources::{Candidate, Found};
use crate::profiles::{compare, settings, store};
use crate::{Paths, Result, history};

/// What is there, without the secrets. Changes nothing.
pub fn preview(paths: &Paths) -> Result<ImportPreview> {
    let found = sources::find(paths);
    let mut profiles = Vec::new();
    for (name, candidates) in &found.profiles {
        let own = paths.profile(name);
        let first = candidates.first().map(|first| &first.flat.map);
        let is_here = crate::profiles::load(paths, name).is_ok();
        let secret = candidates.iter().any(|candidate| candidate.flat.secret.is_some());
        // Our own file alone, without a secret, is nothing to import.
        if is_here && !secret && candidates.iter().all(|candidate| candidate.path == own) {
            continue;
        }
        let merged = merged(candidates, 0);
        let missing = settings::check(&mut merged.clone());
        let missing: Vec<_> =
            missing.into_iter().filter(|fault| !merged.contains_key(&fault_key(fault))).collect();
        let changes = apply::changes(paths, name, candidates, 0);
        profiles.push(FoundProfile {
            name: name.clone(),
            is_here,
            is_news: secret || changes,
            differing: candidates
                .iter()
                .skip(1)
                .map(|candidate| {
                    let left = first.map(compare::leaves).unwrap_or_default();
                    compare::differences(&left, &compare::leaves(&candidate.flat.map))
                        .into_iter()
                        .filter(|row| {
                            row.left.is_some() && row.right.is_some() && settings::known(&row.key).is_some()
                        })
                        .collect()
                })
                .collect(),
            sources: candidates.iter().map(shown).collect(),
            missing,
        });
    }
    Ok(ImportPreview {
        folders: paths.places().map(|place| place.display().to_string()).collect(),
        profiles,
        records: records_of(paths, &found)?,
        unusable: found
            .unusable
            .into_iter()
            .map(|(path, problem)| Unusable { path: path.display().to_string(), problem })
            .collect(),
    })
}

fn fault_key(fault: &ipc::profile::ProfileFault) -> String {
    fault.key.clone().unwrap_or_default()
}

fn records_of(paths: &Paths, found: &Found) -> Result<Vec<FoundRecord>> {
    found
        .records
        .iter()
        .map(|record| {
            let fresh = history::fresh(paths, &record.rows)?;
            Ok(FoundRecord { path: record.path.display().to_string(), rows: record.rows.len(), fresh })
        })
        .collect()
}

fn shown(candidate: &Candidate) -> FoundSource {
    let text = |path: &PathBuf| path.display().to_string();
    FoundSource {
        path: text(&candidate.path),
        generation: candidate.generation,
        beside: candidate.beside.iter().map(text).collect(),
        settings: settings::SETTINGS
            .iter()
            .filter_map(|setting| {
                let value = candidate.flat.map.get(setting.key)?;
                let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
                Some(FoundSetting { key: setting.key.into(), value })
            })
            .collect(),
        normalised: candidate.flat.normalised.clone(),
        faults: candidate.flat.faults.clone(),
        left_out: candidate.flat.left_out.clone(),
        secret_in: candidate.secret_in.as_ref().map(text),
    }
}

/// The chosen one, with what it lacks from the others in their order.
fn merged(candidates: &[Candidate], chosen: usize) -> Map<String, Value> {
    let mut map = candidates.get(chosen).map(|candidate| candidate.flat.map.clone()).unwrap_or_default();
    for other in candidates.iter().enumerate().filter(|(index, _)| *index != chosen).map(|(_, other)| other) {
        inherit::fill(&mut map, &other.flat.map);
    }
    map
}

/// As it is written, for comparing.
fn text(map: &Map<String, Value>) -> String {
    store::pretty(map)
}
