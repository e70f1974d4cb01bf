//! The journal of a deployment: what was about to be done, written and synced before it is done.
//!
//! One file for each run, `journal/<run>.jsonl`, a line an entry. A run without an `ended` line was cut off;
//! what its last intent says is what may have happened. It holds names and ids, never a secret.

use ipc::plan::Plan;
use ipc::{Code, Problem, Timestamp};
use serde::{Deserialize, Serialize};

use crate::cloud::ChangeSet;
use crate::history::Origin;
use crate::{Paths, Result, files};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "entry", rename_all = "snake_case")]
pub enum Entry {
    /// The plan was agreed to.
    Began {
        at: Timestamp,
        deployed_by: String,
        plan: Box<Plan>,
        wait: bool,
        #[serde(default)]
        origin: Origin,
    },
    /// About to write this secret.
    Secret { at: Timestamp, name: String },
    /// About to execute the change set. `after` is the stack's last event before it.
    Execute { at: Timestamp, change_set: ChangeSet, token: String, after: Option<String> },
    /// The run is over, and recorded.
    Ended { at: Timestamp, outcome: String },
}

pub fn append(paths: &Paths, run: &str, entry: &Entry) -> Result<()> {
    let line = serde_json::to_string(entry).map_err(|error| {
        Problem::new(Code::Internal, "The journal entry can't be written.", "Report this.").because(&error)
    })?;
    files::append_line(&file(paths, run), &line)
}

/// A run that was cut off, as far as its journal tells.
#[derive(Clone, Debug, PartialEq)]
pub struct Unfinished {
    pub run: String,
    pub began: Timestamp,
    pub deployed_by: String,
    pub plan: Plan,
    pub wait: bool,
    pub origin: Origin,
    /// None where nothing had been executed yet.
    pub executing: Option<Executing>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Executing {
    pub change_set: ChangeSet,
    pub token: String,
    pub after: Option<String>,
}

/// The newest run that never ended.
pub fn unfinished(paths: &Paths) -> Result<Option<Unfinished>> {
    let Ok(entries) = std::fs::read_dir(paths.journal()) else { return Ok(None) };
    let mut runs: Vec<String> = entries
        .filter_map(|entry| {
            entry.ok()?.file_name().into_string().ok()?.strip_suffix(".jsonl").map(str::to_owned)
        })
        .collect();
    // A run's name begins with its time, so the newest is the last.
    runs.sort();
    for run in runs.into_iter().rev() {
        if let Some(unfinished) = read(paths, &run)? {
            return Ok(Some(unfinished));
        }
    }
    Ok(None)
}

/// `None` for a run that ended, or whose first line never reached the disk whole.
fn read(paths: &Paths, run: &str) -> Result<Option<Unfinished>> {
    let text = files::read(&file(paths, run))?.unwrap_or_default();
    let mut found: Option<Unfinished> = None;
    for entry in text.lines().filter_map(|line| serde_json::from_str(line).ok()) {
        match (entry, &mut found) {
            (Entry::Began { at, deployed_by, plan, wait, origin }, _) => {
                found = Some(Unfinished {
                    run: run.to_owned(),
                    began: at,
                    deployed_by,
                    plan: *plan,
                    wait,
                    origin,
                    executing: None,
                });
            }
            (Entry::Execute { change_set, token, after, .. }, Some(run)) => {
                run.executing = Some(Executing { change_set, token, after });
            }
            (Entry::Ended { .. }, _) => return Ok(None),
            (Entry::Secret { .. } | Entry::Execute { .. }, _) => {}
        }
    }
    Ok(found)
}

fn file(paths: &Paths, run: &str) -> std::path::PathBuf {
    paths.journal().join(format!("{run}.jsonl"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan() -> Plan {
        Plan {
            id: "p".into(),
            kind: ipc::plan::PlanKind::Create,
            stack: "S".into(),
            account: "1".into(),
            region: "r".into(),
            summary: vec![],
            warnings: vec![],
            targets: vec![],
            changes: vec![],
            parameters: vec![],
            secrets: vec![],
            cost: ipc::plan::Cost::default(),
            stored: vec![],
        }
    }

    #[test]
    fn a_run_is_unfinished_until_its_last_line_says_otherwise() {
        let folder = tempfile::tempdir().unwrap();
        let paths = Paths::at(folder.path());
        assert_eq!(unfinished(&paths).unwrap(), None);
        let at = Timestamp(1);
        let began = Entry::Began {
            at,
            deployed_by: "anna".into(),
            plan: Box::new(plan()),
            wait: true,
            origin: Origin::default(),
        };
        append(&paths, "run-1", &began).unwrap();
        let change_set = ChangeSet {
            id: "cs".into(),
            name: "cs".into(),
            stack: "S".into(),
            created_stack: true,
            changes: vec![],
        };
        let execute = Entry::Execute { at, change_set, token: "t".into(), after: None };
        append(&paths, "run-1", &execute).unwrap();
        // Cut off in the middle of a line.
        std::fs::OpenOptions::new()
            .append(true)
            .open(file(&paths, "run-1"))
            .and_then(|mut f| std::io::Write::write_all(&mut f, b"{\"entry\":\"en"))
            .unwrap();
        let found = unfinished(&paths).unwrap().unwrap();
        assert_eq!((found.run.as_str(), found.executing.unwrap().token.as_str()), ("run-1", "t"));
        append(&paths, "run-2", &began).unwrap();
        append(&paths, "run-2", &Entry::Ended { at, outcome: "succeeded".into() }).unwrap();
        assert_eq!(unfinished(&paths).unwrap().unwrap().run, "run-1");
        append(&paths, "run-1", &Entry::Ended { at, outcome: "failed".into() }).unwrap();
        assert_eq!(unfinished(&paths).unwrap(), None, "an end after a torn line still counts");
    }
}
