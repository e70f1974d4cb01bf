//! A new name for a profile, and for what goes by its name.
//!
//! First the secret is in the keyring under the new name, then the file is there, then the old ones go: whoever is cut
//! off in between leaves two profiles, never none. What runs in AWS keeps its secret, which is named by the old
//! profile, until it is deployed again.

use ipc::profile::Renamed;
use ipc::{Code, Environment, Profile, ProfileName};

use super::list::deployed_from;
use super::remove::{delete, refuse_running};
use super::store;
use crate::secret::SecretStore;
use crate::{Engine, Result, history};

pub async fn rename(engine: &Engine, from: &ProfileName, to: &ProfileName) -> Result<Renamed> {
    let paths = &engine.paths;
    let profile = super::load(paths, from)?;
    super::refuse_taken(paths, to)?;
    refuse_running(paths, from, "rename")?;
    let deployed: Vec<Environment> = Environment::ALL
        .into_iter()
        .filter(|environment| deployed_from(paths, *environment).as_ref() == Some(from))
        .collect();
    let secret_moved = match engine.client_secret(from).await {
        Ok(secret) => match engine.keep_secret(to, &secret).await {
            Ok(()) => true,
            // It was held for this session only; it still is.
            Err(problem) if problem.code == Code::KeyringMissing => {
                engine.session.save(to, &secret)?;
                false
            }
            Err(problem) => return Err(problem),
        },
        Err(problem) if matches!(problem.code, Code::ClientSecretMissing | Code::KeyringMissing) => false,
        Err(problem) => return Err(problem),
    };
    {
        let _turn = store::turn(paths)?;
        super::refuse_taken(paths, to)?;
        let map =
            store::right_keys(paths, from)?.ok_or_else(|| store::missing(from, &paths.profile(from)))?;
        store::write(paths, &Profile { profile: to.clone(), ..profile }, map)?;
        history::rename_profile(paths, from, to)?;
        delete(paths, from)?;
    }
    if secret_moved {
        engine.with_keyring(from, |keyring, name| keyring.remove(name)).await?;
    }
    engine.session.remove(from)?;
    Ok(Renamed { secret_moved, deployed })
}
