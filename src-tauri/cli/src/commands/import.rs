//! `import`: what older tools left, shown first, and taken over when somebody agrees.

use engine::{Engine, Result, import};
use ipc::import::{ChosenProfile, ImportChoice, ImportPreview, ImportResult, ImportedProfile, Written};
use ipc::profile::SecretPlace;
use ipc::{Code, Problem};

use crate::args::Import;
use crate::host::Host;
use crate::{Ended, ask, show};

pub async fn run(host: &Host, asked: Import) -> Result<Ended> {
    let mut engine = host.local()?;
    for folder in &asked.folders {
        engine.paths = engine.paths.with_older(folder.clone());
    }
    let preview = import::preview(&engine.paths)?;
    let mut choice = choose(&preview, &asked)?;
    if !host.global.json {
        show::preview(&preview);
    }
    if choice.profiles.is_empty() && !(choice.records && preview.records.iter().any(|it| it.fresh > 0)) {
        if host.global.json {
            show::json(&preview);
        } else {
            eprintln!("There is nothing to import.");
        }
        return Ok(Ended::Done);
    }
    if !host.global.yes && !ask::has_terminal() {
        if host.global.json {
            show::json(&preview);
        } else {
            eprintln!("Nothing was changed. Run the command again with --yes to import it.");
        }
        return Ok(Ended::Done);
    }
    if !ask::agree("Import it?", "--yes", host.global.yes)? {
        return Ok(Ended::Cancelled);
    }
    choice.remove_secrets = remove_secrets(&preview, &choice, &asked)?;
    let result = import::apply(&engine, &choice).await?;
    if host.global.json {
        show::json(&result);
    } else {
        tell(&engine, &result);
    }
    let good = |it: &ImportedProfile| it.written.is_ok() && it.secret.problem.is_none();
    Ok(if result.profiles.iter().all(good) { Ended::Done } else { Ended::Bad })
}

fn choose(preview: &ImportPreview, asked: &Import) -> Result<ImportChoice> {
    let unknown = |what: String, next: &str| Problem::new(Code::ValueInvalid, what, next);
    let mut choice = preview.usual_choice();
    choice.records = !asked.no_history;
    let first = |name: &str| preview.profiles.iter().find(|found| found.name.as_str() == name);
    let named = asked.profiles.iter().map(|name| name.as_str());
    let named = named.chain(asked.sources.iter().map(|(name, _)| name.as_str()));
    let named = named.chain(asked.given.iter().filter_map(|(key, _)| Some(key.split_once('.')?.0)));
    for name in named {
        let found = first(name).ok_or_else(|| {
            unknown(
                format!("No file speaks of a profile \"{name}\"."),
                "Choose from what is shown without options.",
            )
        })?;
        if let (false, Some(source)) =
            (choice.profiles.iter().any(|it| it.name == found.name), found.sources.first())
        {
            choice.profiles.push(ChosenProfile {
                name: found.name.clone(),
                source: source.path.clone(),
                given: Default::default(),
            });
        }
    }
    if !asked.profiles.is_empty() {
        choice.profiles.retain(|it| asked.profiles.contains(&it.name));
    }
    for chosen in &mut choice.profiles {
        let name = chosen.name.as_str();
        if let Some((_, file)) = asked.sources.iter().find(|(of, _)| of == name) {
            let known =
                first(name).is_some_and(|found| found.sources.iter().any(|source| source.path == *file));
            if !known {
                return Err(unknown(
                    format!("{file} is no file of the profile \"{name}\"."),
                    "Give one that is shown without options.",
                ));
            }
            chosen.source.clone_from(file);
        }
        for (key, value) in &asked.given {
            if let Some(key) = key.strip_prefix(name).and_then(|rest| rest.strip_prefix('.')) {
                chosen.given.insert(key.to_owned(), value.clone());
            }
        }
    }
    Ok(choice)
}

/// Asked only where a file has one.
fn remove_secrets(preview: &ImportPreview, choice: &ImportChoice, asked: &Import) -> Result<bool> {
    let chosen = |name| choice.profiles.iter().any(|it| it.name == name);
    let has_one = preview.profiles.iter().any(|found| {
        chosen(found.name.clone()) && found.sources.iter().any(|source| source.secret_in.is_some())
    });
    if !has_one || asked.remove_secret || asked.keep_secret || !ask::has_terminal() {
        return Ok(asked.remove_secret);
    }
    ask::agree(
        "The client secret goes to the keyring. Take it out of the older file then? The npm tool will ask for it.",
        "--remove-secret",
        false,
    )
}

fn tell(engine: &Engine, result: &ImportResult) {
    for imported in &result.profiles {
        let _ = show::text(&match &imported.written {
            Ok(Written::Created) => format!("{}: created from {}", imported.name, imported.source),
            Ok(Written::Changed) => {
                let backup = engine.paths.backup(&imported.name);
                format!(
                    "{}: changed from {}; as it was: {}",
                    imported.name,
                    imported.source,
                    backup.display()
                )
            }
            Ok(Written::Unchanged) => format!("{}: says all of it already", imported.name),
            Err(problem) => format!("{}: not imported. {} {}", imported.name, problem.message, problem.next),
        });
        let secret = &imported.secret;
        match secret.place {
            Some(SecretPlace::Keyring) if secret.other_in_keyring => {
                eprintln!("  The keyring has another client secret for it, which stays.");
            }
            Some(SecretPlace::Keyring) => {
                eprintln!("  Its client secret is in the keyring, and was read back.")
            }
            Some(SecretPlace::Session) => eprintln!("  Its client secret is not in the keyring."),
            None => {}
        }
        if let Some(problem) = &secret.problem {
            eprintln!("  {} {}", problem.message, problem.next);
        }
        for path in &secret.removed_from {
            eprintln!("  No longer in {path}");
        }
        for path in &secret.left_in {
            eprintln!("  Still in plain text in {path}");
        }
    }
    if result.rows > 0 {
        let _ = show::text(&format!("history: {} deployments are new", result.rows));
    }
}
