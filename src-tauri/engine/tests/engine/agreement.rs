//! Profile, Secrets Manager, tasks and keyring, brought apart one after the other and together again by the remedy.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use engine::cloud::Cloud;
use engine::secret::{Secret, SecretStore, SessionStore};
use engine::{Glimpse, Result, agreement, container_secret, profiles, status};
use ipc::plan::DeployRequest;
use ipc::progress::Outcome;
use ipc::status::{Agreement, Remedy, Verdict};
use ipc::{Code, Environment, Problem, Profile, ProfileName};

use crate::world::{World, prod};

const CANARY: &str = "canary-agreement-81f2";
const NAME: &str = "quiltdata/benchling-webhook/default/acme";

fn usual() -> ProfileName {
    ProfileName::usual_for(Environment::Prod)
}

async fn deployed() -> World {
    let world = World::new().await;
    keep(&world, CANARY);
    assert!(matches!(world.deploy(&prod()).await, Outcome::Succeeded { .. }));
    world
}

fn keep(world: &World, secret: &str) {
    world.engine.session.save(&usual(), &Secret::new(secret)).unwrap();
}

async fn seen(world: &World) -> Agreement {
    let status = status::status(&world.engine).await.unwrap();
    let text = format!("{status:?} {}", serde_json::to_string(&status).unwrap());
    assert!(!text.contains(CANARY) && !text.contains("another-secret"), "{text}");
    status.environments[1].deployed.clone().unwrap().agreement.unwrap()
}

async fn verdict(world: &World) -> (Verdict, Option<Remedy>) {
    let agreement = seen(world).await;
    (agreement.verdict, agreement.remedy)
}

fn profile(world: &World) -> Profile {
    profiles::load(&world.engine.paths, &usual()).unwrap()
}

/// As if it was changed an hour before the world began, or after it ends.
fn changed(world: &World, later: bool) {
    let at = engine::Clock::now(&*world.clock).0 + if later { 3_600_000 } else { -3_600_000 };
    let file = std::fs::File::options().write(true).open(world.engine.paths.profile(&usual())).unwrap();
    file.set_modified(std::time::UNIX_EPOCH + Duration::from_millis(at as u64)).unwrap();
}

/// What the remedies "deploy" and "restart" are.
async fn again(world: &World) {
    let running = agreement::deployed(&world.engine, Environment::Prod).await.unwrap();
    let outcome = world.deploy(&DeployRequest::again(Environment::Prod, &running)).await;
    assert!(matches!(outcome, Outcome::Succeeded { .. }), "{outcome:?}");
    assert_eq!(verdict(world).await, (Verdict::Agree, None));
}

/// Somebody else, by another tool.
async fn write(world: &World, profile: &Profile, secret: &str) {
    engine::Clock::sleep(&*world.clock, Duration::from_secs(60)).await;
    let content = container_secret::content(profile, Some(&Secret::new(secret)));
    world.rehearsal.put_secret(NAME, &content, "elsewhere", &[].into()).await.unwrap();
}

#[tokio::test]
async fn what_was_changed_here_is_deployed_with_the_image_that_runs() {
    let world = deployed().await;
    assert_eq!(verdict(&world).await, (Verdict::Agree, None));
    let changed =
        Profile { pkg_key: "other".into(), image_tag: "0.18.0".parse().unwrap(), ..profile(&world) };
    profiles::save(&world.engine.paths, &changed).unwrap();
    let agreement = seen(&world).await;
    assert_eq!((agreement.verdict, agreement.remedy), (Verdict::ProfileNewer, Some(Remedy::Deploy)));
    assert!(agreement.detail.contains("the metadata key"), "{agreement:?}");
    again(&world).await;
    let running = agreement::deployed(&world.engine, Environment::Prod).await.unwrap();
    assert_eq!(running.image_tag.as_str(), "0.17.1", "the image stays");

    keep(&world, "another-secret");
    assert_eq!(verdict(&world).await, (Verdict::ProfileNewer, Some(Remedy::Deploy)));
    assert!(seen(&world).await.detail.starts_with("The keyring is newest"));
    again(&world).await;
}

#[tokio::test]
async fn what_somebody_changed_in_secrets_manager_is_taken_over_and_read_by_new_tasks() {
    let world = deployed().await;
    let theirs = Profile {
        pkg_key: "theirs".into(),
        enable_webhook_verification: false,
        benchling_pkg_bucket: "their-bucket".parse().unwrap(),
        ..profile(&world)
    };
    changed(&world, false);
    write(&world, &theirs, CANARY).await;
    let agreement = seen(&world).await;
    assert_eq!((agreement.verdict, agreement.remedy), (Verdict::StoreNewer, Some(Remedy::Adopt)));
    assert!(
        agreement.detail.contains("the bucket for packages, whether signatures are verified"),
        "{agreement:?}"
    );
    let taken = agreement::adopt(&world.engine, Environment::Prod).await.unwrap();
    assert_eq!((&taken, &profile(&world)), (&theirs, &theirs));
    // Now the tasks are what is old, and a plain deployment would find nothing to change.
    assert_eq!(verdict(&world).await, (Verdict::TasksOlder, Some(Remedy::Restart)));
    again(&world).await;
    let nothing = agreement::adopt(&world.engine, Environment::Prod).await.unwrap_err();
    assert_eq!(nothing.code, Code::ValueInvalid);

    // Changed here later than there, it is ours that counts.
    write(&world, &Profile { pkg_key: "again".into(), ..theirs.clone() }, CANARY).await;
    changed(&world, true);
    assert_eq!(verdict(&world).await, (Verdict::ProfileNewer, Some(Remedy::Deploy)));
    // What a person wrote may be no value at all: then the profile stays.
    changed(&world, false);
    let mut content: serde_json::Value =
        serde_json::from_str(container_secret::content(&theirs, Some(&Secret::new(CANARY))).expose())
            .unwrap();
    content["user_bucket"] = "Not A Bucket".into();
    world.rehearsal.put_secret(NAME, &Secret::new(content.to_string()), "by-hand", &[].into()).await.unwrap();
    let refused = agreement::adopt(&world.engine, Environment::Prod).await.unwrap_err();
    assert!(refused.message.contains("can't be right"), "{refused:?}");
    assert_eq!(profile(&world), theirs);
}

#[tokio::test]
async fn another_client_secret_in_secrets_manager_is_entered_here() {
    let world = deployed().await;
    write(&world, &profile(&world), "another-secret").await;
    let agreement = seen(&world).await;
    assert_eq!((agreement.verdict, agreement.remedy), (Verdict::StoreNewer, Some(Remedy::EnterSecret)));
    assert!(agreement.detail.contains("the client secret"), "{agreement:?}");
    keep(&world, "another-secret");
    assert_eq!(verdict(&world).await, (Verdict::TasksOlder, Some(Remedy::Restart)));
    again(&world).await;

    world.rehearsal.delete_secret(NAME).await.unwrap();
    assert_eq!(verdict(&world).await, (Verdict::StoreMissing, Some(Remedy::Deploy)));
    again(&world).await;
}

/// Answers as it is told, and counts how often it is asked.
struct Fickle(Option<Problem>, AtomicU32);

impl SecretStore for Fickle {
    fn load(&self, _: &ProfileName) -> Result<Option<Secret>> {
        self.1.fetch_add(1, Ordering::SeqCst);
        self.0.clone().map_or(Ok(None), Err)
    }
    fn save(&self, _: &ProfileName, _: &Secret) -> Result<()> {
        Ok(())
    }
    fn remove(&self, _: &ProfileName) -> Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn a_keyring_that_does_not_tell_stops_nothing_and_is_asked_once() {
    let mut world = deployed().await;
    let locked = Problem::new(Code::KeyringLocked, "The keyring is locked.", "Unlock it.");
    let keyring = Arc::new(Fickle(Some(locked), AtomicU32::new(0)));
    world.engine.keyring = keyring.clone();
    world.engine.session = Arc::new(SessionStore::default());
    for _ in 0..3 {
        let agreement = seen(&world).await;
        assert_eq!((agreement.verdict, agreement.remedy), (Verdict::Agree, None));
        assert!(
            agreement.detail.contains("The keyring can't be told: The keyring is locked."),
            "{agreement:?}"
        );
    }
    assert_eq!(keyring.1.load(Ordering::SeqCst), 1, "one prompt a session");
    // Nor is it asked for another profile.
    let of_dev = world.engine.glimpse(&ProfileName::usual_for(Environment::Dev)).await;
    assert!(matches!(of_dev, Glimpse::Untold(why) if why.code == Code::KeyringLocked));
    assert_eq!(keyring.1.load(Ordering::SeqCst), 1, "one prompt a session");
    // Other settings are told all the same.
    profiles::save(&world.engine.paths, &Profile { pkg_key: "other".into(), ..profile(&world) }).unwrap();
    assert_eq!(verdict(&world).await, (Verdict::ProfileNewer, Some(Remedy::Deploy)));
    // Whoever acts is asked again.
    let asked = world.engine.client_secret(&usual()).await.unwrap_err();
    assert_eq!((asked.code, keyring.1.load(Ordering::SeqCst)), (Code::KeyringLocked, 2));
}

#[tokio::test]
async fn an_entry_that_is_missing_is_told_and_found_as_soon_as_it_is_there() {
    let mut world = deployed().await;
    let keyring = Arc::new(SessionStore::default());
    world.engine.keyring = keyring.clone();
    world.engine.session = Arc::new(SessionStore::default());
    assert_eq!(verdict(&world).await, (Verdict::KeyringMissing, Some(Remedy::EnterSecret)));
    keyring.save(&usual(), &Secret::new(CANARY)).unwrap();
    assert_eq!(verdict(&world).await, (Verdict::Agree, None));
}

/// Two entries of one profile say nothing of another's, and a keyring that has told once is open.
#[tokio::test]
async fn what_a_keyring_refuses_of_one_profile_is_asked_of_the_others() {
    let mut world = deployed().await;
    let twice = Problem::new(Code::KeyringAmbiguous, "There are two.", "Remove one.");
    let keyring = Arc::new(Fickle(Some(twice), AtomicU32::new(0)));
    world.engine.keyring = keyring.clone();
    world.engine.session = Arc::new(SessionStore::default());
    for asked in [1, 2, 2] {
        let profile = if asked == 1 { Environment::Prod } else { Environment::Dev };
        world.engine.glimpse(&ProfileName::usual_for(profile)).await;
        assert_eq!(keyring.1.load(Ordering::SeqCst), asked);
    }

    world.engine.session.refuse_all(Problem::new(
        Code::KeyringLocked,
        "The keyring is locked.",
        "Unlock it.",
    ));
    let open = Arc::new(SessionStore::default());
    open.save(&usual(), &Secret::new(CANARY)).unwrap();
    let staging = "staging".parse().unwrap();
    open.save(&staging, &Secret::new(CANARY)).unwrap();
    world.engine.keyring = open;
    assert!(matches!(world.engine.glimpse(&staging).await, Glimpse::Untold(_)));
    world.engine.client_secret(&usual()).await.unwrap();
    assert_eq!(world.engine.glimpse(&staging).await, Glimpse::Held(Secret::new(CANARY)));
}
