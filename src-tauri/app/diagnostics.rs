//! What was collected for somebody who helps, between its list and its file: what is written is what was listed.

use std::path::PathBuf;
use std::sync::{Mutex, MutexGuard, PoisonError};

use engine::clock;
use engine::diagnostics::{self, Entry};
use ipc::bridge::DiagnosticsEntry;
use ipc::{Code, Problem};

use crate::host::Host;

#[derive(Default)]
pub struct Collected {
    entries: Mutex<Vec<Entry>>,
    written: Mutex<Option<PathBuf>>,
}

impl Collected {
    pub async fn collect(&self, host: &Host) -> Vec<DiagnosticsEntry> {
        let (engine, trouble) = match host.connected().await {
            Ok(engine) => (engine, None),
            Err(problem) => (host.engine(), Some(problem)),
        };
        let about = diagnostics::Host::new(env!("CARGO_PKG_VERSION"), std::env::vars_os(), trouble);
        let entries = diagnostics::collect(&engine, &about).await;
        let listed = entries.iter().map(|entry| DiagnosticsEntry {
            name: entry.name.clone(),
            about: entry.about.into(),
            size: entry.text.len(),
        });
        let listed = listed.collect();
        *lock(&self.entries) = entries;
        listed
    }

    /// Into the folder for downloads, where a person looks first.
    pub fn write(&self, host: &Host) -> Result<String, Problem> {
        let entries = lock(&self.entries);
        if entries.is_empty() {
            return Err(Problem::new(
                Code::ValueInvalid,
                "Nothing has been collected yet.",
                "Look at the list first, then write it.",
            ));
        }
        let engine = host.engine();
        let folder = dirs::download_dir().filter(|folder| folder.is_dir());
        let folder = folder.unwrap_or_else(|| engine.paths.base().to_owned());
        let moment = clock::rfc3339(engine.clock.now()).replace(['-', ':'], "");
        let second = moment.split(['.', 'Z']).next().unwrap_or_default();
        let file = folder.join(format!("benchling-webhook-diagnostics-{second}Z.zip"));
        diagnostics::write(&file, &entries)?;
        let path = file.display().to_string();
        *lock(&self.written) = Some(file);
        Ok(path)
    }

    /// Where they were written last.
    pub fn folder(&self) -> Option<PathBuf> {
        lock(&self.written).as_ref()?.parent().map(PathBuf::from)
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
