//! The journal of a deployment: what was about to be done, written and synced before it is done.
//!
//! Who carries a run out holds a lock, which its process takes along when it ends, however it ends: an unfinished run
//! whose lock is free was cut off; one whose lock is held goes on in another program.
//!
//! One file for each run, `journal/<run>.jsonl`, a line an entry. A run without an `ended` line was cut off;
//! what its last intent says is what may have happened. It holds names and ids, never a secret.

use std::fs::{File, TryLockError};

use ipc::plan::Plan;
use ipc::status::DeployRecord;
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
        /// What is deleted when the stack is done.
        #[serde(default)]
        leftovers: Vec<Leftover>,
        #[serde(default)]
        origin: Origin,
    },
    /// About to write this secret.
    Secret { at: Timestamp, name: String },
    /// About to do this to the stack. `after` is the stack's last event before it.
    Execute { at: Timestamp, action: Action, stack: String, token: String, after: Option<String> },
    /// About to write this into the record.
    Record { at: Timestamp, rows: Vec<DeployRecord> },
    /// The run is over, and recorded.
    Ended { at: Timestamp, outcome: String },
}

/// What is done to the stack.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    Execute(ChangeSet),
    Delete {
        keep: Vec<String>,
    },
    ContinueRollback {
        skip: Vec<String>,
    },
    /// Nothing: somebody else began it, and we look on.
    Follow,
}

/// What CloudFormation does not delete with the stack, and a person wanted gone too.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Leftover {
    Secret(String),
    LogGroup(String),
}

/// Held while a run is carried out. Free again when it is dropped, or its process is gone.
#[derive(Debug)]
pub struct Hold(#[expect(dead_code, reason = "held, not read")] File);

/// `None` where another program is carrying a run out.
pub fn hold(paths: &Paths) -> Result<Option<Hold>> {
    let path = paths.journal().join("lock");
    let unlockable = |error: &std::io::Error| {
        Problem::new(
            Code::ConfigFolderUnwritable,
            format!("The lock {} can't be taken.", path.display()),
            "Check that the folder belongs to you, then try again.",
        )
        .because(error)
    };
    let file = files::open_lock(&path).map_err(|error| unlockable(&error))?;
    match file.try_lock() {
        Ok(()) => Ok(Some(Hold(file))),
        Err(TryLockError::WouldBlock) => Ok(None),
        Err(TryLockError::Error(error)) => Err(unlockable(&error)),
    }
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
    pub leftovers: Vec<Leftover>,
    pub origin: Origin,
    /// None where nothing had been executed yet.
    pub executing: Option<Executing>,
    /// None where nothing was to be recorded yet.
    pub rows: Option<Vec<DeployRecord>>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Executing {
    /// When it was announced.
    pub at: Timestamp,
    pub action: Action,
    /// Its ARN where it may be gone in the end: only by that can a deleted stack still be asked about.
    pub stack: String,
    pub token: String,
    pub after: Option<String>,
}

/// The newest run that never ended, and that nobody is carrying out.
pub fn unfinished(paths: &Paths) -> Result<Option<Unfinished>> {
    let found = newest(paths)?;
    match &found {
        Some(_) if hold(paths)?.is_none() => Ok(None),
        _ => Ok(found),
    }
}

/// The newest run that never ended, whether or not somebody is carrying it out.
pub fn newest(paths: &Paths) -> Result<Option<Unfinished>> {
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
            (Entry::Began { at, deployed_by, plan, wait, leftovers, origin }, _) => {
                found = Some(Unfinished {
                    run: run.to_owned(),
                    began: at,
                    deployed_by,
                    plan: *plan,
                    wait,
                    leftovers,
                    origin,
                    executing: None,
                    rows: None,
                });
            }
            (Entry::Execute { at, action, stack, token, after }, Some(run)) => {
                run.executing = Some(Executing { at, action, stack, token, after });
            }
            (Entry::Record { rows, .. }, Some(run)) => run.rows = Some(rows),
            (Entry::Ended { .. }, _) => return Ok(None),
            (Entry::Secret { .. } | Entry::Execute { .. } | Entry::Record { .. }, _) => {}
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
            removes: vec![],
            stuck: vec![],
            changes: vec![],
            parameters: vec![],
            secrets: vec![],
            cost: ipc::plan::Cost::default(),
            stored: vec![],
            undo: vec![],
        }
    }

    #[test]
    fn a_run_that_another_program_carries_out_is_not_cut_off() {
        let folder = tempfile::tempdir().unwrap();
        let paths = Paths::at(folder.path());
        let began = Entry::Began {
            at: Timestamp(1),
            deployed_by: "anna".into(),
            plan: Box::new(plan()),
            wait: true,
            leftovers: vec![],
            origin: Origin::default(),
        };
        append(&paths, "run-1", &began).unwrap();
        let held = hold(&paths).unwrap().unwrap();
        assert!(hold(&paths).unwrap().is_none());
        assert_eq!(unfinished(&paths).unwrap(), None);
        drop(held);
        assert!(unfinished(&paths).unwrap().is_some());
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
            leftovers: vec![],
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
        let action = Action::Execute(change_set);
        let execute = Entry::Execute { at, action, stack: "S".into(), token: "t".into(), after: None };
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
