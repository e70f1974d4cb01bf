//! Taking over what older tools left, and mending what can't be read.

use ipc::Problem;
use ipc::import::{Generation, ImportedProfile, Written};
use ipc::profile::{MendedBy, SecretPlace};

use crate::words;

pub const TITLE: &str = "We found settings of an older tool";
pub const TITLE_NONE: &str = "Nothing to import";
pub const TITLE_DONE: &str = "Imported";
pub const LOADING: &str = "Looking for settings of older tools";
pub const LEAD: &str = "You don't have to type them again. Nothing is changed before you import, and the older files stay where they are.";
pub const LEAD_NONE: &str = "There are no files of the npm tool here that say anything new.";
pub const LEAD_DONE: &str = "Each profile is what the older files said. Look it over before you deploy.";
pub const HERE: &str = "Here already";
pub const NEW: &str = "New";
pub const INCOMPLETE: &str = "Lacks something";
pub const FROM: &str = "Take it from";
pub const WRITTEN_OTHERWISE: &str = "Written otherwise from now on";
pub const DIFFERS: &str = "What the files say differently";
pub const LACKS: &str = "What no file says";
pub const SECRET_TITLE: &str = "The client secret in the older file";
pub const SECRET_LEAD: &str =
    "It stands there in plain text. It goes into your computer's keyring first and is read back.";
pub const REMOVE: &str = "Take it out of the file";
pub const REMOVE_DETAIL: &str = "Nobody can read it there any more. The npm tool will ask for it.";
pub const LEAVE: &str = "Leave it in the file";
pub const LEAVE_DETAIL: &str = "The npm tool goes on as before, and so does anybody who can read the file.";
pub const HISTORY: &str = "Take the history of deployments along";
pub const UNUSABLE: &str = "What can't be taken over";
pub const NOT_NOW: &str = "Not now";
pub const GO_ON: &str = "Go on";

pub fn looked_in(folders: &[String]) -> String {
    format!("We looked in {}.", words::listed(folders))
}
pub fn take(name: &str) -> String {
    format!("Import {name}")
}
pub fn import(profiles: usize) -> String {
    match profiles {
        0 => "Import the history".into(),
        _ => format!("Import {}", words::counted(profiles as u64, "profile")),
    }
}
pub fn history(rows: usize, fresh: usize) -> String {
    format!("{} found, {fresh} of them new to the history.", words::counted(rows as u64, "deployment"))
}
pub fn generation(generation: Generation) -> &'static str {
    match generation {
        Generation::Design => "Flat file",
        Generation::Npm06 => "npm tool 0.6",
        Generation::Npm07 => "npm tool 0.7 or later",
    }
}
pub fn source(generation: Generation, path: &str) -> String {
    format!("{}: {path}", self::generation(generation))
}
pub fn with(files: &[String]) -> String {
    format!("Together with {}", words::listed(files))
}
pub fn becomes(label: &str, found: &str, becomes: &str) -> String {
    format!("{label}: {found} becomes {becomes}")
}
pub fn differs(label: &str, here: &str, there: &str, path: &str) -> String {
    let or_empty = |text: &str| if text.is_empty() { "empty".to_owned() } else { text.to_owned() };
    format!("{label}: {}, but {} in {path}", or_empty(here), or_empty(there))
}
pub fn left_out(keys: &[String]) -> String {
    format!("Not taken over, since it sounds like a secret: {}.", words::listed(keys))
}
pub fn secret_in(path: &str) -> String {
    format!("The client secret stands in plain text in {path}.")
}
pub fn done(imported: &ImportedProfile) -> String {
    match &imported.written {
        Ok(Written::Created) => format!("\"{}\" is made from {}.", imported.name, imported.source),
        Ok(Written::Changed) => {
            format!(
                "\"{}\" is changed by {}. What it was is kept in \"backups\".",
                imported.name, imported.source
            )
        }
        Ok(Written::Unchanged) => format!("\"{}\" says all of it already.", imported.name),
        Err(problem) => format!("\"{}\" is not imported. {}", imported.name, told(problem)),
    }
}
pub fn secret_done(imported: &ImportedProfile) -> Vec<String> {
    let secret = &imported.secret;
    let place = match secret.place {
        Some(SecretPlace::Keyring) if secret.other_in_keyring => Some(
            "Your keyring has another client secret for it, which stays; the one in the file may be older."
                .to_owned(),
        ),
        Some(SecretPlace::Keyring) => {
            Some("Its client secret is in your keyring and was read back.".to_owned())
        }
        Some(SecretPlace::Session) => {
            Some("Its client secret is kept in memory until this program ends.".to_owned())
        }
        None => None,
    };
    let problem = secret.problem.as_ref().map(told);
    let removed = secret.removed_from.iter().map(|path| format!("It is no longer in {path}."));
    let left =
        secret.left_in.iter().map(|path| format!("A client secret still stands in plain text in {path}."));
    place.into_iter().chain(problem).chain(removed).chain(left).collect()
}
pub fn rows(rows: usize) -> String {
    format!("{} came into the history.", words::counted(rows as u64, "deployment"))
}
fn told(problem: &Problem) -> String {
    format!("{} {}", problem.message, problem.next)
}

/// A key of a profile as a person calls it.
pub fn label(key: &str) -> String {
    match key {
        "benchlingTenant" => "Tenant",
        "benchlingAppDefinitionId" => "App definition",
        "benchlingClientId" => "Client id",
        "quiltStackArn" => "Quilt stack",
        "benchlingPkgBucket" => "Bucket",
        "pkgPrefix" => "Package prefix",
        "pkgKey" => "Metadata key",
        "logLevel" => "Log level",
        "imageTag" => "Image tag",
        "imageRepository" => "Image repository",
        "webhookAllowList" => "Access list",
        "enableWebhookVerification" => "Signatures verified",
        "awsProfile" => "AWS profile",
        "taskSize" => "Size of a task",
        "taskCount" => "Number of tasks",
        "quiltCatalog" => "Quilt catalog",
        other => other,
    }
    .to_owned()
}

// Mending

pub const REPAIR: &str = "Repair";
pub const SET_ASIDE: &str = "Set aside";
pub const REPAIR_LEAD: &str = "The broken file is kept as it is, in the folder \"set-aside\".";
pub const ONLY_YOU: &str = "What only you know";
pub const WRONG: &str = "What is wrong";
pub const MENDED: &str = "What we would do";

pub fn repair(name: &str) -> String {
    format!("Repair {name}")
}
pub fn set_aside(name: &str) -> String {
    format!("Set aside {name}")
}
pub fn mended(key: Option<&str>, value: Option<&str>, how: MendedBy) -> String {
    let what = match (key, value) {
        (Some(key), Some(value)) => format!("{} becomes {value}", label(key)),
        (Some(key), None) => format!("{} is left out", label(key)),
        (None, _) => "The file is read".to_owned(),
    };
    let how = match how {
        MendedBy::Reading => "without comments and stray commas",
        MendedBy::Backup => "as the backup has it, from before the last change",
        MendedBy::Usual => "so its usual value holds",
        MendedBy::Given => "as you say",
    };
    format!("{what}, {how}.")
}
