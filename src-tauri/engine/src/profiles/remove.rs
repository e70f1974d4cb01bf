//! Taking a profile away.

use ipc::profile::ProfileRemoval;
use ipc::{Code, Problem, ProfileName};

use super::store;
use crate::diagnostics::without_secrets;
use crate::secret::SecretStore;
use crate::{Engine, Paths, Result, clock, files, journal};

/// Takes a profile away: its entry in the keyring unless that is to be kept, then its file. Answers with the file that
/// keeps its content.
pub async fn remove(engine: &Engine, removal: &ProfileRemoval) -> Result<String> {
    let (paths, name) = (&engine.paths, &removal.profile);
    super::load(paths, name)?;
    if removal.typed.trim() != name.as_str() {
        return Err(Problem::new(
            Code::ConfirmationNeeded,
            format!("This needs the word \"{name}\". Nothing was changed."),
            "Type the profile's name if you want to delete it.",
        ));
    }
    refuse_running(paths, name, "delete")?;
    let mut map = store::keys(&paths.profile(name))?.unwrap_or_default();
    without_secrets(&mut map);
    let kept = paths.removed().join(format!("{name}-{}.json", moment(engine)));
    files::write(&kept, store::pretty(&map))?;
    if !removal.keep_secret {
        match engine.with_keyring(name, |keyring, name| keyring.remove(name)).await {
            // Where there is no keyring, nothing is in it.
            Err(problem) if problem.code == Code::KeyringMissing => {}
            answer => answer?,
        }
    }
    engine.session.remove(name)?;
    let _turn = store::turn(paths)?;
    delete(paths, name)?;
    Ok(kept.display().to_string())
}

pub(super) fn delete(paths: &Paths, name: &ProfileName) -> Result<()> {
    let path = paths.profile(name);
    std::fs::remove_file(&path).map_err(|error| {
        Problem::new(
            Code::ConfigFolderUnwritable,
            format!("{} can't be deleted.", path.display()),
            "Give yourself write access to its folder, and try again.",
        )
        .because(&error)
    })
}

/// Part of a file's name.
pub(super) fn moment(engine: &Engine) -> String {
    clock::rfc3339(engine.clock.now()).chars().filter(|c| !"-:".contains(*c)).collect()
}

/// What goes on, or was cut off, still needs its profile.
pub(super) fn refuse_running(paths: &Paths, name: &ProfileName, verb: &str) -> Result<()> {
    let running = journal::newest(paths)?;
    if running.is_some_and(|run| run.plan.targets.iter().any(|target| target.profile == *name)) {
        return Err(Problem::new(
            Code::StackBusy,
            format!("A deployment of the profile \"{name}\" has not ended yet. Nothing was changed."),
            format!("Wait until it has ended, then {verb} the profile."),
        ));
    }
    Ok(())
}
