//! Where older tools put their files.
//!
//! In each base folder: `<name>.json` (the design, and `default.json` of the npm tool 0.6), `profiles/<name>/default.json`
//! (0.6), `<name>/config.json` (0.7 and later); derived values of 0.6 in `config/default.json` beside a `default.json`.
//! Records: `deploy.json` and `<name>/deployments.json`. Our own `deploy.json` is where records go, so it is none.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use ipc::import::Generation;
use ipc::{Code, Problem, ProfileName};
use serde_json::{Map, Value};

use super::flatten::{EARLIER_SECRET, Flat, flatten};
use super::{inherit, records};
use crate::profiles::store;
use crate::{Paths, files};

/// A file that is a profile.
pub struct Candidate {
    pub path: PathBuf,
    pub generation: Generation,
    pub beside: Vec<PathBuf>,
    pub flat: Flat,
    /// The file that has the secret.
    pub secret_in: Option<PathBuf>,
}

pub struct Record {
    pub path: PathBuf,
    pub rows: records::Rows,
}

#[derive(Default)]
pub struct Found {
    /// Each profile with its files, the best first: ours, then the newest generation.
    pub profiles: BTreeMap<ProfileName, Vec<Candidate>>,
    pub records: Vec<Record>,
    pub unusable: Vec<(PathBuf, Problem)>,
}

/// Folders of ours, and of the npm tool, that are no profiles.
const NO_PROFILES: [&str; 8] =
    ["profiles", "config", "journal", "backups", "removed", "set-aside", "rehearsal", "imported"];

pub fn find(paths: &Paths) -> Found {
    let mut found = Found::default();
    for place in paths.places() {
        for (name, path) in inside(place) {
            if path.is_dir() {
                if !NO_PROFILES.contains(&name.as_str()) {
                    found.nested(place, &name, &path);
                }
            } else if let Some(stem) = name.strip_suffix(".json")
                && let Ok(name) = stem.parse::<ProfileName>()
            {
                let ours = path == paths.profile(&name);
                found.flat(&name, &path, ours);
            }
        }
        for (name, folder) in inside(&place.join("profiles")) {
            let path = folder.join("default.json");
            match name.parse::<ProfileName>() {
                Ok(name) if path.is_file() => found.flat(&name, &path, false),
                Err(why) if path.is_file() => found.refuse(path, why.0),
                _ => {}
            }
            found.record(folder.join("deploy.json"), &name);
        }
        let record = place.join("deploy.json");
        if record != paths.deploy_record() {
            found.record(record, "");
        }
    }
    let ours = |name: &ProfileName, candidate: &Candidate| candidate.path == paths.profile(name);
    for (name, candidates) in &mut found.profiles {
        candidates.sort_by_key(|it| (!ours(name, it), std::cmp::Reverse(it.generation), it.path.clone()));
    }
    found
}

/// What is in a folder, by name. A folder that can't be read holds nothing for us.
fn inside(folder: &Path) -> Vec<(String, PathBuf)> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut all: Vec<_> =
        entries.filter_map(|entry| Some((entry.file_name().into_string().ok()?, entry.path()))).collect();
    all.sort();
    all
}

impl Found {
    fn nested(&mut self, place: &Path, name: &str, folder: &Path) {
        let path = folder.join("config.json");
        self.record(folder.join("deployments.json"), name);
        if !path.is_file() {
            return;
        }
        let name = match name.parse::<ProfileName>() {
            Ok(name) => name,
            Err(why) => return self.refuse(path, why.0),
        };
        let Some(own) = self.read(&path) else { return };
        let mut beside = Vec::new();
        let merged = inherit::resolve(name.as_str(), own.clone(), |base| {
            let base: ProfileName = base.parse().map_err(|why: ipc::InvalidName| why.0)?;
            let options = [place.join(base.as_str()).join("config.json"), place.join(format!("{base}.json"))];
            let Some(path) = options.into_iter().find(|path| path.is_file()) else { return Ok(None) };
            let map = object(&path).map_err(|problem| problem.message)?;
            beside.push(path);
            Ok(Some(map))
        });
        match merged {
            Ok((map, _)) => {
                let secret_in = owner_of_secret(&path, own, &beside);
                self.add(
                    name,
                    Candidate { path, generation: Generation::Npm07, beside, flat: flatten(map), secret_in },
                );
            }
            Err(why) => self.refuse(path, why),
        }
    }

    fn flat(&mut self, name: &ProfileName, path: &Path, ours: bool) {
        let Some(own) = self.read(path) else { return };
        let derived = path.with_file_name("config").join("default.json");
        // Derived values belong to the default.json beside them.
        let has_derived = path.file_name().is_some_and(|name| name == "default.json") && derived.is_file();
        let older = has_derived || is_older(&own);
        let mut beside = Vec::new();
        let mut map = own.clone();
        if has_derived && let Some(more) = self.read(&derived) {
            inherit::fill(&mut map, &more);
            beside.push(derived);
        }
        let secret_in = owner_of_secret(path, own, &beside);
        let generation = if older { Generation::Npm06 } else { Generation::Design };
        let flat = flatten(map);
        if ours || !flat.map.is_empty() {
            self.add(name.clone(), Candidate { path: path.to_owned(), generation, beside, flat, secret_in });
        }
    }

    fn record(&mut self, path: PathBuf, name: &str) {
        if path.is_file()
            && let Some(map) = self.read(&path)
        {
            let rows = records::rows(&map, &name.parse().ok());
            self.records.push(Record { path, rows });
        }
    }

    fn add(&mut self, name: ProfileName, mut candidate: Candidate) {
        // A secret of the name that we would give it needs no note.
        let map = &mut candidate.flat.map;
        if let Some(Ok(tenant)) = map.get("benchlingTenant").and_then(Value::as_str).map(str::parse)
            && map
                .get(EARLIER_SECRET)
                .is_some_and(|earlier| *earlier == ipc::profile::secret_name(&name, &tenant))
        {
            map.shift_remove(EARLIER_SECRET);
        }
        self.profiles.entry(name).or_default().push(candidate);
    }

    fn read(&mut self, path: &Path) -> Option<Map<String, Value>> {
        object(path).map_err(|problem| self.unusable.push((path.to_owned(), problem))).ok()
    }

    fn refuse(&mut self, path: PathBuf, why: String) {
        let problem = Problem::new(
            Code::ProfileBroken,
            format!("{} can't be taken over. {why}", path.display()),
            "Correct it, then look again. We don't change it.",
        );
        self.unusable.push((path, problem));
    }
}

pub fn object(path: &Path) -> crate::Result<Map<String, Value>> {
    let bytes = files::bytes(path)?.unwrap_or_default();
    store::object(&bytes).map_err(|fault| {
        Problem::new(
            Code::ProfileBroken,
            format!("{} can't be read. {}", path.display(), fault.why),
            "Correct it in a text editor, then look again. We don't change it.",
        )
    })
}

/// The npm tool 0.6 wrote every value as a text, and notes of its own.
fn is_older(map: &Map<String, Value>) -> bool {
    map.contains_key("_metadata")
        || map.contains_key("cdkRegion")
        || map.get("enableWebhookVerification").is_some_and(Value::is_string)
}

/// A secret comes from the file itself where it has one, else from the first of those beside it that has.
fn owner_of_secret(path: &Path, own: Map<String, Value>, beside: &[PathBuf]) -> Option<PathBuf> {
    let has = |map: Map<String, Value>| flatten(map).secret.is_some();
    if has(own) {
        return Some(path.to_owned());
    }
    beside.iter().find(|path| object(path).is_ok_and(has)).cloned()
}
