//! A profile that can't be read: what is wrong with it, how it can be repaired, and how it gets out of the way.
//!
//! A repair takes what the file says; what is wrong or lacking there it takes from the person, else from the backup,
//! else the setting's usual value. Nothing is written before every fault has an answer, and the broken file is in
//! `set-aside/` by then, byte for byte. A file without readable JSON is read again without comments and commas too
//! many, which people leave when they edit by hand; else the backup stands in for all of it.

use std::collections::BTreeMap;
use std::path::PathBuf;

use ipc::profile::{Mend, MendedBy, ProfileFault, RepairPlan};
use ipc::{Code, Problem, ProfileName};
use serde_json::{Map, Value};

use super::{remove, settings, store};
use crate::{Engine, Paths, Result, files};

/// Values that a person gives, by key.
pub type Given = BTreeMap<String, String>;

/// What a repair would do. Changes nothing.
pub fn plan(paths: &Paths, name: &ProfileName, given: &Given) -> Result<RepairPlan> {
    prepare(paths, name, given).map(|(plan, _)| plan)
}

/// Repairs the file and answers with where the broken one is now.
pub fn repair(engine: &Engine, name: &ProfileName, given: &Given) -> Result<String> {
    let paths = &engine.paths;
    let _turn = store::turn(paths)?;
    let (plan, map) = prepare(paths, name, given)?;
    if let Some(fault) = plan.open.first() {
        return Err(store::broken(&paths.profile(name), &plan.open).with_next(match &fault.key {
            Some(key) => format!("Give what is right for \"{key}\", or set the file aside."),
            None => "Correct the file in a text editor, or set it aside.".to_owned(),
        }));
    }
    let kept = keep_broken(engine, name)?;
    let mut right = map.clone();
    settings::check(&mut right);
    let profile =
        store::profile(right, name).map_err(|faults| store::broken(&paths.profile(name), &faults))?;
    store::write(paths, &profile, map)?;
    Ok(kept.display().to_string())
}

/// Moves a file that can't be read out of the way, and answers with where it is now.
pub fn set_aside(engine: &Engine, name: &ProfileName) -> Result<String> {
    let paths = &engine.paths;
    let _turn = store::turn(paths)?;
    faulty(paths, name)?;
    let kept = free(engine, name);
    // A rename within a file system: whole, in one place or the other.
    files::rename(&paths.profile(name), &kept)?;
    Ok(kept.display().to_string())
}

/// A copy of the broken file, for whoever writes in its place.
pub(crate) fn keep_broken(engine: &Engine, name: &ProfileName) -> Result<PathBuf> {
    let broken = files::bytes(&engine.paths.profile(name))?.unwrap_or_default();
    let kept = free(engine, name);
    files::write(&kept, broken)?;
    Ok(kept)
}

fn free(engine: &Engine, name: &ProfileName) -> PathBuf {
    let folder = engine.paths.set_aside();
    let stem = format!("{name}-{}", remove::moment(engine));
    let names = std::iter::once(stem.clone()).chain((2..).map(|number| format!("{stem}-{number}")));
    let mut free = names.map(|name| folder.join(name + ".json")).filter(|path| !path.exists());
    free.next().unwrap_or_else(|| unreachable!("there are more names than files"))
}

/// What is wrong with a file; a file that is right is refused.
fn faulty(paths: &Paths, name: &ProfileName) -> Result<()> {
    match super::load(paths, name) {
        Err(problem) if problem.code == Code::ProfileMissing => Err(problem),
        Err(_) => Ok(()),
        Ok(_) => Err(Problem::new(
            Code::ValueInvalid,
            format!("Nothing is wrong with the profile \"{name}\"."),
            "Leave it as it is; to be rid of it, delete it.",
        )),
    }
}

fn prepare(paths: &Paths, name: &ProfileName, given: &Given) -> Result<(RepairPlan, Map<String, Value>)> {
    faulty(paths, name)?;
    let path = paths.profile(name);
    let bytes = files::bytes(&path)?.unwrap_or_default();
    let text = String::from_utf8_lossy(&bytes);
    let backup =
        files::bytes(&paths.backup(name)).ok().flatten().and_then(|bytes| store::object(&bytes).ok());
    let mut mended = Vec::new();
    let mut faults = Vec::new();
    let mut map = match store::object(&bytes) {
        Ok(map) => map,
        Err(fault) => {
            faults.push(fault);
            let whole = |how| Mend { key: None, value: None, how };
            match (store::object(tidy(&text).as_bytes()), &backup) {
                (Ok(map), _) => {
                    mended.push(whole(MendedBy::Reading));
                    map
                }
                (Err(_), Some(backup)) => {
                    mended.push(whole(MendedBy::Backup));
                    backup.clone()
                }
                (Err(_), None) => Map::new(),
            }
        }
    };
    let mut open = Vec::new();
    let wrong = settings::check(&mut map.clone());
    let asked = given.keys().filter(|key| !wrong.iter().any(|fault| fault.key.as_ref() == Some(key)));
    let wrong_or_given = wrong.iter().cloned().chain(
        asked.map(|key| ProfileFault { key: Some(key.clone()), why: format!("\"{key}\" is given anew.") }),
    );
    for fault in wrong_or_given {
        let setting = fault.key.as_deref().and_then(settings::known);
        let Some(setting) = setting else {
            open.push(ProfileFault { why: format!("{} It is no setting.", fault.why), ..fault });
            continue;
        };
        let key = setting.key;
        let by_hand = given.get(key).map(|text| setting.typed(text));
        let before = || backup.as_ref()?.get(key).and_then(|value| setting.read(value).ok());
        let (value, how) = match by_hand {
            Some(Ok(value)) => (Some(value), MendedBy::Given),
            Some(Err(why)) => {
                open.push(ProfileFault { key: fault.key, why: format!("\"{key}\" is not right: {why}") });
                continue;
            }
            None => match before() {
                Some(value) => (Some(value), MendedBy::Backup),
                None if setting.needed => {
                    open.push(fault);
                    continue;
                }
                None => (None, MendedBy::Usual),
            },
        };
        let text =
            value.as_ref().map(|value| value.as_str().map_or_else(|| value.to_string(), str::to_owned));
        match value {
            Some(value) => drop(map.insert(key.into(), value)),
            None => drop(map.shift_remove(key)),
        }
        mended.push(Mend { key: Some(key.into()), value: text, how });
    }
    faults.extend(wrong);
    let path = path.display().to_string();
    Ok((RepairPlan { profile: name.clone(), path, faults, mended, open }, map))
}

/// JSON without comments, and without commas that nothing follows. Texts stay as they are.
pub fn tidy(text: &str) -> String {
    let text = text.trim_start_matches('\u{feff}');
    let mut kept = String::with_capacity(text.len());
    let mut letters = text.chars().peekable();
    let mut quoted = false;
    while let Some(letter) = letters.next() {
        match letter {
            '\\' if quoted => {
                kept.push(letter);
                kept.extend(letters.next());
            }
            '"' => {
                quoted = !quoted;
                kept.push(letter);
            }
            '/' if !quoted && letters.peek() == Some(&'/') => {
                while letters.next_if(|next| *next != '\n').is_some() {}
            }
            '/' if !quoted && letters.peek() == Some(&'*') => {
                letters.next();
                let mut last = ' ';
                for next in letters.by_ref() {
                    if last == '*' && next == '/' {
                        break;
                    }
                    last = next;
                }
            }
            '}' | ']' if !quoted => {
                let end = kept.trim_end().len();
                if kept[..end].ends_with(',') {
                    kept.remove(end - 1);
                }
                kept.push(letter);
            }
            _ => kept.push(letter),
        }
    }
    kept
}
