//! The client secret of an older file.
//!
//! It is safe when the keyring gives it back. Only then, only where the person says so, and only where a file's secret
//! is that very one, it is taken out of the file; the file's other keys stay in their order. A secret that the keyring
//! has already is the newer one and stays. Without a keyring it is held for this session, and the file keeps it.

use std::path::Path;

use ipc::import::ImportedSecret;
use ipc::profile::SecretPlace;
use ipc::{Code, Problem, ProfileName};
use serde_json::{Map, Value};

use super::flatten;
use super::sources::{Candidate, object};
use crate::profiles::store;
use crate::secret::{Secret, SecretStore};
use crate::{Engine, Paths, Result, files};

pub async fn keep(engine: &Engine, name: &ProfileName, found: &Secret) -> ImportedSecret {
    let there = engine.with_keyring(name, |keyring, name| keyring.load(name)).await;
    let kept = match there {
        Ok(Some(there)) => {
            engine.session.remember(name, &there);
            Ok(there == *found)
        }
        Ok(None) => engine.keep_secret(name, found).await.map(|()| true),
        Err(problem) => Err(problem),
    };
    match kept {
        Ok(same) => ImportedSecret {
            place: Some(SecretPlace::Keyring),
            other_in_keyring: !same,
            ..ImportedSecret::default()
        },
        Err(problem) => {
            // For this session only. Memory takes it always.
            let _ = engine.session.save(name, found);
            ImportedSecret {
                place: Some(SecretPlace::Session),
                problem: Some(problem),
                ..ImportedSecret::default()
            }
        }
    }
}

/// The chosen file's secret, else that of the first file that has one.
pub fn of(candidates: &[Candidate], chosen: usize) -> Option<&Secret> {
    let of = |candidate: &'_ Candidate| candidate.flat.secret.is_some();
    let chosen = candidates.get(chosen).filter(|candidate| of(candidate));
    chosen.or_else(|| candidates.iter().find(|candidate| of(candidate)))?.flat.secret.as_ref()
}

/// Takes the secret out of this profile's files, or says in which it still is.
pub fn settle(
    paths: &Paths,
    kept: &mut ImportedSecret,
    candidates: &[Candidate],
    chosen: usize,
    remove: bool,
) {
    let is_safe = kept.place == Some(SecretPlace::Keyring) && !kept.other_in_keyring;
    let Some(secret) = of(candidates, chosen) else { return };
    for candidate in candidates {
        let Some(path) = &candidate.secret_in else { continue };
        let same = candidate.flat.secret.as_ref() == Some(secret);
        // A secret that was inherited is the other profile's as well.
        let own = *path == candidate.path || path.parent().is_some_and(|folder| folder.ends_with("config"));
        let shown = path.display().to_string();
        if remove && is_safe && same && own {
            match take_out(paths, path, secret) {
                Ok(()) => kept.removed_from.push(shown),
                Err(problem) => {
                    kept.problem.get_or_insert(problem);
                    kept.left_in.push(shown);
                }
            }
        } else {
            kept.left_in.push(shown);
        }
    }
    kept.left_in.dedup();
    kept.removed_from.dedup();
}

/// Removes the client secret from a file, in either layout, if it is still the one that is safe.
fn take_out(paths: &Paths, path: &Path, safe: &Secret) -> Result<()> {
    let _turn = store::turn(paths)?;
    let mut map = object(path)?;
    if flatten(map.clone()).secret.as_ref() != Some(safe) {
        return match flatten(map).secret {
            None => Ok(()),
            Some(_) => Err(Problem::new(
                Code::PlanStale,
                format!("{} has another client secret by now. It was left there.", path.display()),
                "Look again.",
            )),
        };
    }
    drop_key(&mut map, "benchlingClientSecret");
    if let Some(Value::Object(benchling)) = map.get_mut("benchling") {
        drop_key(benchling, "clientSecret");
    }
    let ends = files::bytes(path)?.is_some_and(|bytes| bytes.ends_with(b"\n"));
    let mut text = serde_json::to_string_pretty(&map).unwrap_or_default();
    if ends {
        text.push('\n');
    }
    files::write(path, text)
}

fn drop_key(map: &mut Map<String, Value>, key: &str) {
    map.shift_remove(key);
}
