//! New names, comparisons and exports.

use std::sync::Arc;

use engine::secret::{Secret, SecretStore, SessionStore};
use engine::{files, history, profiles};
use ipc::{Code, Environment, ProfileName};

use crate::world::{World, prod};

#[tokio::test]
async fn a_new_name_takes_file_secret_and_record_along() {
    let mut world = World::new().await;
    let keyring = Arc::new(SessionStore::default());
    world.engine.keyring = keyring.clone();
    world.deploy(&prod()).await;
    let (from, to): (ProfileName, ProfileName) = ("default".parse().unwrap(), "main".parse().unwrap());
    keyring.save(&from, &Secret::new("s3cret")).unwrap();
    let paths = world.engine.paths.clone();
    let taken = profiles::rename(&world.engine, &from, &"dev".parse().unwrap()).await.unwrap_err();
    assert_eq!(taken.code, Code::ValueInvalid);

    let renamed = profiles::rename(&world.engine, &from, &to).await.unwrap();
    assert_eq!(renamed.deployed, [Environment::Prod]);
    assert!(renamed.secret_moved);
    assert_eq!(profiles::load(&paths, &from).unwrap_err().code, Code::ProfileMissing);
    let text = files::read(&paths.profile(&to)).unwrap().unwrap();
    assert!(text.contains("quiltdata/benchling-webhook/main/acme"), "{text}");
    assert_eq!(keyring.load(&from).unwrap(), None);
    assert!(keyring.load(&to).unwrap().is_some());
    let entry = history::current(&paths, Environment::Prod).unwrap().unwrap();
    assert_eq!(entry.profile, Some(to));
}

#[tokio::test]
async fn two_profiles_are_compared_with_all_they_say_but_no_secret() {
    let world = World::new().await;
    let paths = &world.engine.paths;
    let (left, right): (ProfileName, ProfileName) = ("default".parse().unwrap(), "dev".parse().unwrap());
    let text = files::read(&paths.profile(&right)).unwrap().unwrap();
    let more =
        r#"{"benchlingClientSecret":"canary","deployment":{"vpc":{"vpcId":"vpc-1"},"token":"canary"},"#;
    files::write(&paths.profile(&right), text.replacen('{', more, 1)).unwrap();
    let rows = profiles::compare(paths, &left, &right).unwrap();
    let told: Vec<String> =
        rows.iter().map(|row| format!("{}: {:?} {:?}", row.key, row.left, row.right)).collect();
    insta::assert_snapshot!(told.join("\n"), @r#"
    benchlingAppDefinitionId: Some("appdef_prod") Some("appdef_dev")
    deployment.vpc.vpcId: None Some("vpc-1")
    "#);
    assert_eq!(profiles::compare(paths, &left, &left).unwrap(), []);
    let export = profiles::export(paths, &right).unwrap();
    assert!(export.contains("vpc-1") && !export.contains("canary"), "{export}");
}
