//! What somebody who helps needs to see, as texts that a person can read before passing them on.
//!
//! It reads this program's files and asks AWS about the stack; it changes nothing. What can't be read or reached is
//! said in its place. Nothing leaves this module that did not go through [`redact`].

mod archive;
mod redact;

use std::ffi::OsString;
use std::path::Path;

use ipc::{Problem, ProfileName};
use serde_json::Value;

pub use self::archive::write;
use self::redact::Known;
pub(crate) use self::redact::{sounds_secret, without_secrets};
use crate::cloud::{Stack, StackEvent};
use crate::secret::{Secret, SecretStore};
use crate::template::STACK_NAME;
use crate::{Engine, Paths, Result, clock, files};

/// How many journals, the newest ones.
const RUNS: usize = 10;

/// What only a host knows.
#[derive(Default)]
pub struct Host {
    /// The program's version.
    pub version: String,
    /// The operating system and the processor.
    pub system: String,
    /// All environment variables. Names of ours and of AWS's are told, of values the region's alone.
    pub variables: Vec<(String, String)>,
    /// Why there is no connection to AWS.
    pub trouble: Option<Problem>,
}

impl Host {
    /// What this process is and runs on.
    pub fn new(
        version: &str,
        variables: impl IntoIterator<Item = (OsString, OsString)>,
        trouble: Option<Problem>,
    ) -> Self {
        Self {
            version: version.into(),
            system: system(),
            // A variable that is not text can't be told.
            variables: variables
                .into_iter()
                .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
                .collect(),
            trouble,
        }
    }
}

/// The system by its own name where it has one to tell, and the processor.
pub fn system() -> String {
    let release = std::fs::read_to_string("/etc/os-release").unwrap_or_default();
    let name = release.lines().find_map(|line| line.strip_prefix("PRETTY_NAME="));
    let name = name.unwrap_or(std::env::consts::OS).trim_matches('"');
    format!("{name}, {}", std::env::consts::ARCH)
}

/// One text, under the name that it has in the archive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub name: String,
    /// What it is, in words.
    pub about: &'static str,
    pub text: String,
}

pub async fn collect(engine: &Engine, host: &Host) -> Vec<Entry> {
    let profiles = profiles(&engine.paths);
    let known = known(engine, host, &profiles);
    let mut entries = vec![
        entry("about.txt", "The program and the system.", about(engine, host)),
        entry("settings.txt", "Which settings the environment has, by name.", settings(&host.variables)),
    ];
    for (name, read) in profiles {
        let text = match read {
            Ok(mut value) => {
                redact::profile(&mut value);
                pretty(&value)
            }
            Err(why) => why,
        };
        let about = "A profile, without tenant, client id and secrets.";
        entries.push(entry(format!("profiles/{name}"), about, text));
    }
    entries.extend(records(&engine.paths));
    entries.extend(stack(engine, host.trouble.as_ref()).await);
    for entry in &mut entries {
        entry.name = known.take_out(&entry.name);
        entry.text = known.take_out(&entry.text);
    }
    entries
}

fn entry(name: impl Into<String>, about: &'static str, text: String) -> Entry {
    Entry { name: name.into(), about, text }
}

fn about(engine: &Engine, host: &Host) -> String {
    format!(
        "Benchling Webhook Installer {}\n{}\n{:?}\nCollected {}\n",
        host.version,
        host.system,
        engine.mode,
        clock::rfc3339(engine.clock.now())
    )
}

fn settings(variables: &[(String, String)]) -> String {
    let mut lines: Vec<String> = variables
        .iter()
        .filter(|(name, _)| name.starts_with("BENCHLING_WEBHOOK_") || name.starts_with("AWS_"))
        .map(|(name, value)| match name.as_str() {
            "AWS_REGION" | "AWS_DEFAULT_REGION" => format!("{name}={value}"),
            _ => format!("{name} is set"),
        })
        .collect();
    lines.sort();
    lines.join("\n")
}

/// Everything that is known here not to be shown.
fn known(engine: &Engine, host: &Host, profiles: &[(String, std::result::Result<Value, String>)]) -> Known {
    let mut known = Known::default();
    for (name, value) in &host.variables {
        if sounds_secret(name) {
            known.secret(Secret::new(value.as_str()));
        }
    }
    for (file, profile) in profiles {
        if let Ok(profile) = profile {
            known.learn(profile);
        }
        let name = file.strip_suffix(".json").and_then(|name| name.parse::<ProfileName>().ok());
        if let Some(Ok(Some(secret))) = name.map(|name| engine.session.load(&name)) {
            known.secret(secret);
        }
    }
    known
}

/// Profiles of every layout that a tool of ours has had, by their path in the folder, or why one can't be read.
fn profiles(paths: &Paths) -> Vec<(String, std::result::Result<Value, String>)> {
    let mut found = Vec::new();
    json_files(paths, paths.base(), 2, &mut found);
    found.sort();
    found
        .into_iter()
        .map(|name| {
            let content = text(&paths.base().join(&name)).and_then(|text| {
                // Where it is wrong, not what stands there.
                serde_json::from_str(&text)
                    .map_err(|error| format!("Line {}, column {} is no JSON.", error.line(), error.column()))
            });
            (name, content)
        })
        .collect()
}

fn json_files(paths: &Paths, folder: &Path, depth: usize, found: &mut Vec<String>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
        if is_folder && depth > 0 && path != paths.journal() && path != paths.rehearsal().base() {
            json_files(paths, &path, depth - 1, found);
        } else if path.extension().is_some_and(|extension| extension == "json")
            && path.is_file()
            && ![paths.deploy_record(), paths.rehearsed_cloud()].contains(&path)
            && let Ok(name) = path.strip_prefix(paths.base())
        {
            found.push(name.display().to_string().replace('\\', "/"));
        }
    }
}

/// `deploy.json` and the newest journals.
fn records(paths: &Paths) -> Vec<Entry> {
    let mut entries = Vec::new();
    if paths.deploy_record().exists() {
        let content = text(&paths.deploy_record()).map(|text| lines(&text));
        entries.push(entry(
            "deploy.json",
            "What was deployed, and by whom.",
            content.unwrap_or_else(|why| why),
        ));
    }
    let mut runs: Vec<String> = std::fs::read_dir(paths.journal())
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| entry.file_name().into_string().ok())
        .filter(|name| name.ends_with(".jsonl"))
        .collect();
    runs.sort();
    for run in runs.iter().rev().take(RUNS) {
        let content = text(&paths.journal().join(run)).map(|text| lines(&text));
        let content = content.unwrap_or_else(|why| why);
        entries.push(entry(format!("journal/{run}"), "What a deployment was about to do.", content));
    }
    entries
}

/// One JSON value, or one a line, without what sounds like a secret.
fn lines(text: &str) -> String {
    let shown = |text: &str| -> Option<Value> {
        let mut value = serde_json::from_str(text).ok()?;
        redact::record(&mut value);
        Some(value)
    };
    if let Some(whole) = shown(text) {
        return pretty(&whole);
    }
    let line = |line| shown(line).map_or_else(|| "This line is no JSON.".into(), |value| value.to_string());
    text.lines().map(line).collect::<Vec<String>>().join("\n")
}

/// The stack and the events of its last operation, or why they can't be seen.
async fn stack(engine: &Engine, trouble: Option<&Problem>) -> Vec<Entry> {
    let about = "The stack's state, parameters and outputs.";
    let seen = match trouble {
        Some(problem) => Err(problem.clone()),
        None => look(engine).await,
    };
    let (stack, events) = match seen {
        Ok(Some(seen)) => seen,
        Ok(None) => return vec![entry("stack.txt", about, format!("There is no stack {STACK_NAME}."))],
        Err(problem) => {
            let lines: Vec<String> = [format!("{} ({})", problem.message, problem.code)]
                .into_iter()
                .chain(problem.causes)
                .collect();
            return vec![entry("stack.txt", about, lines.join("\n"))];
        }
    };
    let mut value = serde_json::to_value(&stack).unwrap_or_default();
    redact::record(&mut value);
    let events = last_operation(&events).iter().map(|event| {
        let reason = event.reason.as_deref().unwrap_or_default();
        let at = clock::rfc3339(event.at);
        format!("{at}  {}  {}  {}  {reason}", event.status, event.logical_id, event.resource_type)
    });
    let events = events.collect::<Vec<_>>().join("\n");
    vec![
        entry("stack.json", about, pretty(&value)),
        entry("events.txt", "CloudFormation's events of the last operation.", events),
    ]
}

async fn look(engine: &Engine) -> Result<Option<(Stack, Vec<StackEvent>)>> {
    let cloud = engine.cloud()?;
    let Some(stack) = cloud.stack(STACK_NAME).await? else { return Ok(None) };
    let events = cloud.stack_events(STACK_NAME, None).await?;
    Ok(Some((stack, events)))
}

/// From where the stack itself began to be changed the last time.
fn last_operation(events: &[StackEvent]) -> &[StackEvent] {
    let began = events.iter().rposition(|event| {
        event.resource_type == "AWS::CloudFormation::Stack"
            && ["CREATE_IN_PROGRESS", "UPDATE_IN_PROGRESS", "DELETE_IN_PROGRESS"]
                .contains(&event.status.as_str())
    });
    &events[began.unwrap_or(0)..]
}

fn text(path: &Path) -> std::result::Result<String, String> {
    match files::read(path) {
        Ok(text) => Ok(text.unwrap_or_default()),
        Err(problem) => Err(problem.causes.first().cloned().unwrap_or(problem.message)),
    }
}

fn pretty(value: &Value) -> String {
    serde_json::to_string_pretty(value).unwrap_or_default()
}
