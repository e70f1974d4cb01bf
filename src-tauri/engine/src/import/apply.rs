//! Taking over what a person chose.
//!
//! For each profile: first its secret is safe, then its file is written (the content before is in `backups/`; a file of
//! ours that could not be read is in `set-aside/`), then the secret may leave the older file. One profile's trouble stops
//! no other.

use ipc::import::{ChosenProfile, ImportChoice, ImportResult, ImportedProfile, Written};
use ipc::profile::ProfileFault;
use ipc::{Code, Problem, ProfileName};
use serde_json::{Map, Value};

use super::sources::{Candidate, object};
use super::{inherit, merged, secret, seen, sources};
use crate::profiles::{mend, settings, store};
use crate::{Engine, Paths, Result, history};

pub async fn apply(engine: &Engine, choice: &ImportChoice) -> Result<ImportResult> {
    let paths = &engine.paths;
    let found = sources::find(paths);
    let mut result = ImportResult::default();
    for chosen in &choice.profiles {
        let candidates = found.profiles.get(&chosen.name).map(Vec::as_slice).unwrap_or_default();
        let index = candidates.iter().position(|it| it.path.display().to_string() == chosen.source);
        let imported = match index {
            Some(index) => one(engine, chosen, candidates, index, choice.remove_secrets).await,
            None => ImportedProfile {
                name: chosen.name.clone(),
                source: chosen.source.clone(),
                written: Err(Problem::new(
                    Code::ProfileMissing,
                    format!("{} is no profile \"{}\" any more.", chosen.source, chosen.name),
                    "Look again, and choose from what is there now.",
                )),
                secret: Default::default(),
            },
        };
        result.profiles.push(imported);
    }
    if choice.records {
        for record in &found.records {
            result.rows += history::import(paths, &record.rows)?;
        }
    }
    seen::mark_seen(paths)?;
    Ok(result)
}

async fn one(
    engine: &Engine,
    chosen: &ChosenProfile,
    candidates: &[Candidate],
    index: usize,
    remove_secret: bool,
) -> ImportedProfile {
    let mut imported = ImportedProfile {
        name: chosen.name.clone(),
        source: chosen.source.clone(),
        written: Ok(Written::Unchanged),
        secret: Default::default(),
    };
    let map = match complete(&engine.paths, chosen, candidates, index) {
        Ok(map) => map,
        Err(problem) => {
            imported.written = Err(problem);
            return imported;
        }
    };
    let kept = match secret::of(candidates, index) {
        Some(found) => Some(secret::keep(engine, &chosen.name, found).await),
        None => None,
    };
    imported.written = write(engine, &chosen.name, map);
    if let Some(mut kept) = kept {
        secret::settle(
            &engine.paths,
            &mut kept,
            candidates,
            index,
            remove_secret && imported.written.is_ok(),
        );
        imported.secret = kept;
    }
    imported
}

/// What would be written: what the person gives, then the chosen file, then our own, then the others.
fn complete(
    paths: &Paths,
    chosen: &ChosenProfile,
    candidates: &[Candidate],
    index: usize,
) -> Result<Map<String, Value>> {
    let mut map = proposed(paths, &chosen.name, candidates, index);
    let mut faults = Vec::new();
    for (key, text) in &chosen.given {
        match settings::known(key).map(|setting| setting.typed(text)) {
            Some(Ok(value)) => drop(map.insert(key.clone(), value)),
            Some(Err(why)) => {
                faults.push(ProfileFault {
                    key: Some(key.clone()),
                    why: format!("\"{key}\" is not right: {why}"),
                });
            }
            None => {
                faults.push(ProfileFault { key: Some(key.clone()), why: format!("\"{key}\" is no setting.") })
            }
        }
    }
    faults.extend(settings::check(&mut map.clone()));
    match faults.first() {
        None => Ok(map),
        Some(fault) => Err(Problem::new(
            Code::ValueInvalid,
            format!("The profile \"{}\" lacks something. {}", chosen.name, fault.why),
            "Give what is lacking, or leave this profile out.",
        )),
    }
}

/// The file as it would be, in the order of our own where there is one.
fn proposed(paths: &Paths, name: &ProfileName, candidates: &[Candidate], index: usize) -> Map<String, Value> {
    let own = paths.profile(name);
    let merged = merged(candidates, index);
    let is_own = candidates.get(index).is_some_and(|candidate| candidate.path == own);
    match object(&own) {
        Ok(here) => {
            let mut map = if is_own { here.clone() } else { inherit::merge(here.clone(), merged.clone()) };
            // In our own file's case only values that are written otherwise change, and what it lacks is added.
            if is_own {
                for setting in &settings::SETTINGS {
                    match merged.get(setting.key) {
                        Some(value) => drop(map.insert(setting.key.into(), value.clone())),
                        None => drop(map.shift_remove(setting.key)),
                    }
                }
                inherit::fill(&mut map, &merged);
            }
            map
        }
        Err(_) => merged,
    }
}

/// Whether to take the profile over from this source would change its file.
pub fn changes(paths: &Paths, name: &ProfileName, candidates: &[Candidate], index: usize) -> bool {
    let map = proposed(paths, name, candidates, index);
    let Ok(here) = object(&paths.profile(name)) else { return true };
    match store::profile(map.clone(), name) {
        Ok(profile) => store::content(&profile, map).is_ok_and(|map| super::text(&map) != super::text(&here)),
        Err(_) => false,
    }
}

fn write(engine: &Engine, name: &ProfileName, map: Map<String, Value>) -> Result<Written> {
    let paths = &engine.paths;
    let _turn = store::turn(paths)?;
    let path = paths.profile(name);
    let existed = path.exists();
    // What can be read goes along, key by key; what can't be is kept whole.
    if existed && object(&path).is_err() {
        mend::keep_broken(engine, name)?;
    }
    let profile = store::profile(map.clone(), name).map_err(|faults| store::broken(&path, &faults))?;
    let changed = store::write(paths, &profile, map)?;
    Ok(match (existed, changed) {
        (false, _) => Written::Created,
        (true, true) => Written::Changed,
        (true, false) => Written::Unchanged,
    })
}
