use engine::{files, history, import, profiles};
use ipc::bridge::Start;
use ipc::profile::ProfileEntry;
use ipc::{Environment, Problem, ProfileName};
use tauri::State;

use crate::host::Host;

/// What the window needs before it shows anything.
#[tauri::command]
pub fn start(host: State<'_, Host>) -> Result<Start, Problem> {
    let engine = host.engine();
    let profiles = profiles::list(&engine.paths);
    let unfinished = host.take_up();
    let problem = [
        files::prove_writable(engine.paths.base()).err(),
        profiles.as_ref().err().cloned(),
        unfinished.as_ref().err().cloned(),
        history::newest(&engine.paths, None, 1).err(),
        profiles.as_ref().ok().and_then(|profiles| broken(profiles)),
    ];
    let installed = Environment::ALL
        .into_iter()
        .any(|environment| matches!(history::current(&engine.paths, environment), Ok(Some(_))));
    Ok(Start {
        version: env!("CARGO_PKG_VERSION").into(),
        mode: engine.mode,
        config_folder: engine.paths.base().display().to_string(),
        profiles: profiles.unwrap_or_default(),
        installed,
        to_import: import::has_unseen(&engine.paths),
        unfinished: unfinished.unwrap_or_default(),
        problem: problem.into_iter().flatten().next(),
    })
}

/// A broken profile stands in the way only where an environment would use it.
fn broken(profiles: &[ProfileEntry]) -> Option<Problem> {
    let usual = Environment::ALL.map(ProfileName::usual_for);
    profiles.iter().filter(|entry| usual.contains(&entry.name)).find_map(|entry| entry.content.clone().err())
}
