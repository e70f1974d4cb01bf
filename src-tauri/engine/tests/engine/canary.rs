//! The client secret, wherever an older tool may have left it, in nothing that comes out: not in what an import shows or
//! writes, nor in backups, exports, comparisons, diagnostics, problems and panics.

use std::sync::Arc;

use engine::diagnostics::{self, Host};
use engine::secret::{Secret, SessionStore};
use engine::{files, import, profiles};
use ipc::{Code, ProfileName};

use crate::world::World;

const CANARY: &str = "canary-2c6b";

/// What an older file may say, with the secret in each place that is known, and in one that is not.
fn older() -> String {
    serde_json::json!({
        "benchlingTenant": "acme", "benchlingClientId": "id", "benchlingAppDefinitionId": "appdef_older",
        "benchlingClientSecret": CANARY, "benchling": { "clientSecret": CANARY, "apiToken": CANARY },
        "benchlingSecret": CANARY, "more": [{ "password": CANARY }],
    })
    .to_string()
}

#[tokio::test]
async fn the_client_secret_of_an_older_file_comes_out_nowhere() {
    let mut world = World::new().await;
    world.engine.keyring = Arc::new(SessionStore::default());
    let engine = &world.engine;
    let (paths, name) = (engine.paths.clone(), "default".parse::<ProfileName>().unwrap());
    let file = paths.base().join("default/config.json");
    files::write(&file, older()).unwrap();

    let preview = import::preview(&paths).unwrap();
    let mut choice = preview.usual_choice();
    choice.remove_secrets = true;
    let mut told = vec![format!("{preview:?}"), serde_json::to_string(&preview).unwrap()];
    let result = import::apply(engine, &choice).await.unwrap();
    told.push(format!("{result:?} {}", serde_json::to_string(&result).unwrap()));
    assert_eq!(engine.keyring.load(&name).unwrap(), Some(Secret::new(CANARY)), "it is safe");

    // A secret that somebody put into our own file stays there, and goes nowhere else.
    let own = files::read(&paths.profile(&name)).unwrap().unwrap();
    assert!(!own.contains(CANARY), "{own}");
    files::write(&paths.profile(&name), own.replacen('{', &format!(r#"{{"clientSecret":"{CANARY}","#), 1))
        .unwrap();
    let mut profile = profiles::load(&paths, &name).unwrap();
    profile.pkg_prefix = "other".into();
    profiles::save(&paths, &profile).unwrap();
    told.push(files::read(&paths.backup(&name)).unwrap().unwrap());
    told.push(profiles::export(&paths, &name).unwrap());
    told.push(format!("{:?}", profiles::compare(&paths, &name, &"dev".parse().unwrap()).unwrap()));
    let entries = diagnostics::collect(engine, &Host::default()).await;
    told.extend(entries.into_iter().map(|entry| entry.text));

    // What can't be read is told by its place, never by its content.
    files::write(
        &paths.profile(&name),
        format!(r#"{{"benchlingTenant":"{CANARY} x","clientSecret":"{CANARY}""#),
    )
    .unwrap();
    let problem = profiles::load(&paths, &name).unwrap_err();
    assert_eq!(problem.code, Code::ProfileBroken);
    told.push(format!("{problem:?} {:?}", profiles::mend::plan(&paths, &name, &Default::default()).unwrap()));
    // A panic prints what is at hand by Debug.
    let flat = import::flatten(serde_json::from_str(&older()).unwrap());
    let panic = std::panic::catch_unwind(|| panic!("{flat:?}")).unwrap_err();
    told.push(panic.downcast_ref::<String>().cloned().unwrap());
    for text in told {
        assert!(!text.contains(CANARY), "{text}");
    }
}
