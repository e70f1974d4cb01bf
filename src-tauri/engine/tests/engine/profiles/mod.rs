//! Profiles that are taken away: what goes, what is kept, and what is refused.

mod mending;
mod renaming;

use std::sync::Arc;

use engine::secret::{Secret, SecretStore, SessionStore};
use engine::{files, profiles};
use ipc::profile::ProfileRemoval;
use ipc::{Code, Environment};

use super::world::{World, prod};

fn removal(typed: &str, keep_secret: bool) -> ProfileRemoval {
    ProfileRemoval { profile: "default".parse().unwrap(), typed: typed.into(), keep_secret }
}

#[tokio::test]
async fn a_profile_goes_by_its_typed_name_and_its_content_is_kept_without_secrets() {
    let mut world = World::new().await;
    let keyring = Arc::new(SessionStore::default());
    world.engine.keyring = keyring.clone();
    let (paths, name) = (world.engine.paths.clone(), removal("", false).profile);
    keyring.save(&name, &Secret::new("canary-1")).unwrap();
    let file = paths.profile(&name);
    let text = files::read(&file).unwrap().unwrap();
    files::write(&file, text.replacen('{', r#"{"benchlingClientSecret": "canary-2", "mine": 7,"#, 1))
        .unwrap();

    let refused = profiles::remove(&world.engine, &removal("defalt", false)).await.unwrap_err();
    assert_eq!(refused.code, Code::ConfirmationNeeded);
    assert!(file.exists() && keyring.load(&name).unwrap().is_some());

    let kept = profiles::remove(&world.engine, &removal(" default ", false)).await.unwrap();
    assert!(!file.exists());
    assert_eq!(keyring.load(&name).unwrap(), None);
    assert_eq!(world.engine.client_secret(&name).await.unwrap_err().code, Code::ClientSecretMissing);
    let content = files::read(kept.as_ref()).unwrap().unwrap();
    assert!(content.contains("\"mine\": 7") && content.contains("acme"), "{content}");
    assert!(!content.contains("canary"), "{content}");
    let left: Vec<String> = profiles::list(&paths).unwrap().into_iter().map(|row| row.name.into()).collect();
    assert_eq!(left, ["dev"]);
}

#[tokio::test]
async fn the_secret_stays_where_it_is_if_it_is_to_be_kept() {
    let mut world = World::new().await;
    let keyring = Arc::new(SessionStore::default());
    world.engine.keyring = keyring.clone();
    keyring.save(&removal("", true).profile, &Secret::new("canary-1")).unwrap();
    profiles::remove(&world.engine, &removal("default", true)).await.unwrap();
    assert!(keyring.load(&removal("", true).profile).unwrap().is_some());
}

#[tokio::test]
async fn what_cant_be_read_is_never_removed() {
    let world = World::new().await;
    let file = world.engine.paths.profile(&removal("", false).profile);
    files::write(&file, "{").unwrap();
    let refused = profiles::remove(&world.engine, &removal("default", false)).await.unwrap_err();
    assert_eq!(refused.code, Code::ProfileBroken);
    assert_eq!(files::read(&file).unwrap().unwrap(), "{");
}

#[tokio::test]
async fn the_list_says_what_was_deployed_from_a_profile() {
    let world = World::new().await;
    let deployed = |world: &World| -> Vec<Vec<Environment>> {
        profiles::list(&world.engine.paths).unwrap().into_iter().map(|row| row.deployed).collect()
    };
    assert_eq!(deployed(&world), [vec![], vec![]]);
    world.deploy(&prod()).await;
    assert_eq!(deployed(&world), [vec![Environment::Prod], vec![]]);
}
