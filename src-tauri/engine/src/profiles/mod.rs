//! Profiles on disk: `<name>.json`, flat, as the design lays them out and people's scripts read them.
//!
//! A file is read into a [`Profile`]; what it says that we don't know stays where it is when it is written
//! again, and goes along when it is copied. A file that can't be read is never written over and never removed: it is
//! repaired or set aside, whole ([`mend`]). What is removed is kept in `removed/` first, without anything that sounds
//! like a secret. `store` has how files are written, `settings` what they may say.

pub(crate) mod compare;
mod list;
pub mod mend;
mod remove;
mod rename;
pub(crate) mod settings;
pub(crate) mod store;

use ipc::profile::ProfileFault;
use ipc::{Code, Problem, Profile, ProfileName};
use serde_json::Value;

pub use self::compare::{compare, export, export_to};
pub use self::list::{list, sharing_app};
pub use self::remove::remove;
pub use self::rename::rename;
use crate::diagnostics::without_secrets;
use crate::{Paths, Result};

pub fn load(paths: &Paths, name: &ProfileName) -> Result<Profile> {
    let path = paths.profile(name);
    let map = store::keys(&path)?.ok_or_else(|| store::missing(name, &path))?;
    store::profile(map, name).map_err(|faults| store::broken(&path, &faults))
}

/// What a file says, or everything that is wrong with it.
pub fn parse(bytes: &[u8], name: &ProfileName) -> std::result::Result<Profile, Vec<ProfileFault>> {
    let map = store::object(bytes).map_err(|fault| vec![fault])?;
    store::profile(map, name)
}

/// What [`save`] would write over a file of this content.
pub fn rewritten(bytes: &[u8], profile: &Profile) -> Result<String> {
    let map = store::object(bytes).unwrap_or_default();
    store::content(profile, map).map(|map| store::pretty(&map))
}

/// Writes the profile over what is there, keeping the file's other keys and their order. A setting that the
/// profile leaves open keeps what the file says.
pub fn save(paths: &Paths, profile: &Profile) -> Result<()> {
    let _turn = store::turn(paths)?;
    let map = store::right_keys(paths, &profile.profile)?;
    store::write(paths, profile, map.unwrap_or_default()).map(drop)
}

/// Writes a profile that does not exist yet, with the keys of `from` that we don't know. Its secret in Secrets Manager
/// has a name of its own, by the profile's.
pub fn copy(paths: &Paths, from: &ProfileName, profile: &Profile) -> Result<()> {
    let _turn = store::turn(paths)?;
    let known = load(paths, from)?;
    refuse_taken(paths, &profile.profile)?;
    let mut map = store::keys(&paths.profile(from))?.unwrap_or_default();
    if let Ok(Value::Object(settings)) = serde_json::to_value(known) {
        for key in settings.keys() {
            map.shift_remove(key);
        }
    }
    without_secrets(&mut map);
    store::write(paths, profile, map).map(drop)
}

/// A name under which nothing is kept yet.
pub fn refuse_taken(paths: &Paths, name: &ProfileName) -> Result<()> {
    if !paths.profile(name).exists() {
        return Ok(());
    }
    Err(Problem::new(
        Code::ValueInvalid,
        format!("There is a profile \"{name}\" already."),
        "Choose another name, or edit the one that is there.",
    ))
}

#[cfg(test)]
mod tests;
