//! What can be done to a stack besides deploying: removing, repairing, stopping, going back.

use engine::cloud::rehearsal::Pace;
use engine::cloud::{ChangeSetRequest, Cloud, Parameter, SecretState};
use engine::secret::{Secret, SecretStore};
use engine::template::{self, STACK_NAME};
use engine::{deploy, drift, history, rollback, rotate, status};
use ipc::bridge::Fault;
use ipc::plan::{DeployRequest, Plan, PlanKind, RemoveRequest, RepairRequest, SecretAction};
use ipc::progress::Outcome;
use ipc::status::Operation;
use ipc::{Code, Environment, Problem, ProfileName};

use super::world::{World, plan, problem, prod, request};

async fn both() -> World {
    let world = World::new().await;
    for one in [prod(), request(Environment::Dev, "0.18.0")] {
        assert!(matches!(world.deploy(&one).await, Outcome::Succeeded { .. }));
    }
    world
}

fn removal(environment: Option<Environment>) -> RemoveRequest {
    RemoveRequest { environment, secrets: false, logs: false }
}

async fn remove(world: &World, request: &RemoveRequest) -> Result<(Plan, Outcome), Problem> {
    let (board, _) = world.board(&prod());
    let prepared = deploy::remove::prepare(&world.engine, request, &board).await?;
    let plan = prepared.plan.clone();
    Ok((plan, deploy::execute(&world.engine, prepared, &board).await))
}

async fn repair(world: &World, request: &RepairRequest) -> (Plan, Outcome) {
    let (board, _) = world.board(&prod());
    let prepared = deploy::repair::prepare(&world.engine, request, &board).await.unwrap();
    let plan = prepared.plan.clone();
    (plan, deploy::execute(&world.engine, prepared, &board).await)
}

async fn state(world: &World) -> Option<String> {
    world.rehearsal.stack(STACK_NAME).await.unwrap().map(|stack| stack.state)
}

#[tokio::test]
async fn dev_goes_and_prod_stays() {
    let world = both().await;
    let prods = async || {
        let all = world.rehearsal.resources(STACK_NAME).await.unwrap();
        let own = all.into_iter().filter(|one| template::group_of(&one.logical_id) == ipc::plan::Group::Prod);
        own.map(|one| (one.logical_id, one.physical_id)).collect::<Vec<_>>()
    };
    let before = prods().await;
    let (plan, outcome) = remove(&world, &removal(Some(Environment::Dev))).await.unwrap();
    assert!(matches!(outcome, Outcome::Done { .. }), "{outcome:?}");
    assert_eq!((plan.kind, deploy::remove::word(&plan)), (PlanKind::Remove, "dev".to_owned()));
    assert!(plan.warnings.iter().any(|line| line.contains("/dev stops answering for good")), "{plan:?}");
    assert!(
        plan.stored.iter().any(|line| line.contains("The secret quiltdata/benchling-webhook/dev/acme stays"))
    );
    assert_eq!(prods().await, before);
    let shown = status::status(&world.engine).await.unwrap();
    assert_eq!(
        shown.environments.iter().map(|one| one.deployed.is_some()).collect::<Vec<_>>(),
        [false, true]
    );
    let rows = history::history(&world.engine.paths).unwrap();
    assert_eq!(
        (rows[0].operation, rows[0].stage, rows[0].image_tag.as_str()),
        (Operation::Remove, Environment::Dev, "0.18.0")
    );
    assert_eq!(history::current(&world.engine.paths, Environment::Dev).unwrap(), None);
    // And it can come back.
    assert!(matches!(world.deploy(&request(Environment::Dev, "0.18.0")).await, Outcome::Succeeded { .. }));
}

#[tokio::test]
async fn the_last_environment_takes_the_stack_along() {
    let world = World::new().await;
    world.deploy(&prod()).await;
    let (plan, outcome) = remove(&world, &removal(Some(Environment::Prod))).await.unwrap();
    assert!(matches!(outcome, Outcome::Done { .. }), "{outcome:?}");
    assert_eq!(deploy::remove::word(&plan), STACK_NAME);
    assert!(
        plan.changes.len() > 40 && !plan.changes.iter().any(|change| change.name.contains("log")),
        "{plan:?}"
    );
    assert_eq!(state(&world).await, None);
    assert_eq!(remove(&world, &removal(None)).await.unwrap_err().code, Code::StackMissing);
    assert!(matches!(world.deploy(&prod()).await, Outcome::Succeeded { .. }));
}

#[tokio::test]
async fn secrets_go_only_when_asked_for_and_come_back_with_the_next_deployment() {
    let world = both().await;
    let name = "quiltdata/benchling-webhook/default/acme";
    let secret = Secret::new("{}");
    let (_, outcome) =
        remove(&world, &RemoveRequest { secrets: true, logs: true, ..removal(None) }).await.unwrap();
    assert!(matches!(outcome, Outcome::Done { .. }), "{outcome:?}");
    let now = world.rehearsal.secret_state(name, &secret).await.unwrap();
    assert_eq!(now, SecretState::ScheduledForDeletion);
    let planned = plan(&world, &prod()).await.unwrap();
    assert_eq!(planned.secrets[0].action, SecretAction::Restore);
}

#[tokio::test]
async fn a_creation_that_failed_is_cleared_away() {
    let world = World::new().await;
    world.rehearsal.fail_with(Some(Fault::CrashLoop)).unwrap();
    world.deploy(&prod()).await;
    world.rehearsal.fail_with(None).unwrap();
    assert_eq!(state(&world).await.as_deref(), Some("ROLLBACK_COMPLETE"));
    assert_eq!(problem(&world.deploy(&prod()).await).code, Code::StackStuck);
    let (plan, outcome) = repair(&world, &RepairRequest::default()).await;
    assert_eq!(plan.kind, PlanKind::Repair);
    assert!(matches!(outcome, Outcome::Done { .. }), "{outcome:?}");
    assert!(matches!(world.deploy(&prod()).await, Outcome::Succeeded { .. }));
    let (plan, _) = repair(&world, &RepairRequest::default()).await;
    assert_eq!(plan.kind, PlanKind::NothingToChange);
}

#[tokio::test]
async fn a_way_back_that_failed_is_gone_again_or_skipped() {
    let world = World::new().await;
    world.deploy(&prod()).await;
    world.rehearsal.fail_with(Some(Fault::UpdateRollbackFailed)).unwrap();
    world.deploy(&request(Environment::Prod, "0.18.0")).await;
    assert_eq!(state(&world).await.as_deref(), Some("UPDATE_ROLLBACK_FAILED"));
    let (plan, outcome) = repair(&world, &RepairRequest::default()).await;
    assert!(plan.warnings.iter().any(|line| line.contains("ProdService")), "{plan:?}");
    assert_eq!(problem(&outcome).code, Code::DeploymentFailed);

    let skip = RepairRequest { skip: vec!["ProdService".into()], ..RepairRequest::default() };
    let (plan, outcome) = repair(&world, &skip).await;
    assert!(plan.warnings.iter().any(|line| line.starts_with("Service is skipped")), "{plan:?}");
    assert!(matches!(outcome, Outcome::Done { .. }), "{outcome:?}");
    world.rehearsal.fail_with(None).unwrap();
    assert!(matches!(world.deploy(&request(Environment::Prod, "0.18.0")).await, Outcome::Succeeded { .. }));
}

/// Somebody else's deployment is under way.
async fn begun_elsewhere(world: &World, tag: &str) {
    let before = world.rehearsal.stack(STACK_NAME).await.unwrap();
    let (board, _) = world.board(&prod());
    let prepared = deploy::prepare(&world.engine, &request(Environment::Prod, tag), &board).await.unwrap();
    let values: Vec<_> = prepared.plan.parameters.iter().map(|p| (p.name.clone(), p.after.clone())).collect();
    deploy::discard(&world.engine, prepared).await.unwrap();
    let kept = before.iter().flat_map(|stack| stack.parameters.keys());
    let mut parameters: std::collections::BTreeMap<_, _> =
        kept.map(|name| (name.clone(), Parameter::Previous)).collect();
    parameters.extend(values.into_iter().map(|(name, value)| (name, Parameter::Value(value))));
    let change_set = world
        .rehearsal
        .create_change_set(&ChangeSetRequest {
            stack: STACK_NAME.into(),
            name: "elsewhere".into(),
            create: before.is_none(),
            template: template::compact(&template::template()),
            parameters,
            tags: template::stack_tags(),
            token: "elsewhere".into(),
        })
        .await
        .unwrap();
    world.rehearsal.execute_change_set(&change_set, "elsewhere").await.unwrap();
}

#[tokio::test]
async fn what_somebody_else_began_is_followed_to_its_end() {
    let world = World::paced(Pace::seconds(60)).await;
    begun_elsewhere(&world, "0.17.1").await;
    assert_eq!(problem(&world.deploy(&prod()).await).code, Code::StackBusy);
    let (plan, outcome) = repair(&world, &RepairRequest::default()).await;
    assert!(plan.summary[0].contains("is being changed right now (CREATE_IN_PROGRESS)"), "{plan:?}");
    assert!(matches!(outcome, Outcome::Done { .. }), "{outcome:?}");
    assert_eq!(state(&world).await.as_deref(), Some("CREATE_COMPLETE"));
}

#[tokio::test]
async fn a_stopped_update_is_put_back_and_a_stopped_creation_is_gone() {
    let world = World::paced(Pace::seconds(60)).await;
    begun_elsewhere(&world, "0.17.1").await;
    deploy::stop(&world.engine).await.unwrap();
    let (_, outcome) = repair(&world, &RepairRequest::default()).await;
    assert!(matches!(outcome, Outcome::Done { .. }), "{outcome:?}");
    assert_eq!(state(&world).await, None);

    assert!(matches!(world.deploy(&prod()).await, Outcome::Succeeded { .. }));
    begun_elsewhere(&world, "0.18.0").await;
    deploy::stop(&world.engine).await.unwrap();
    let (_, outcome) = repair(&world, &RepairRequest::default()).await;
    assert_eq!(problem(&outcome).code, Code::DeploymentStopped);
    let stack = world.rehearsal.stack(STACK_NAME).await.unwrap().unwrap();
    assert_eq!(
        (stack.state.as_str(), stack.parameters["ProdImageTag"].as_str()),
        ("UPDATE_ROLLBACK_COMPLETE", "0.17.1")
    );
    assert_eq!(deploy::stop(&world.engine).await.unwrap_err().code, Code::StackBusy);
    assert!(matches!(world.deploy(&request(Environment::Prod, "0.18.0")).await, Outcome::Succeeded { .. }));
}

#[tokio::test]
async fn an_environment_goes_back_to_the_image_it_had_by_its_digest() {
    let world = World::new().await;
    for tag in ["0.17.1", "0.18.0"] {
        assert!(matches!(world.deploy(&request(Environment::Prod, tag)).await, Outcome::Succeeded { .. }));
    }
    let row = rollback::previous(&world.engine, Environment::Prod).await.unwrap();
    assert_eq!(row.image_tag.as_str(), "0.17.1");
    assert!(matches!(world.deploy(&DeployRequest::back_to(&row)).await, Outcome::Succeeded { .. }));
    let stack = world.rehearsal.stack(STACK_NAME).await.unwrap().unwrap();
    assert!(stack.parameters["ProdImage"].ends_with(row.digest.unwrap().as_str()));
    assert_eq!(
        rollback::previous(&world.engine, Environment::Dev).await.unwrap_err().code,
        Code::StackMissing
    );
}

#[tokio::test]
async fn any_row_that_was_deployed_can_be_gone_back_to_and_no_other() {
    let world = World::new().await;
    for tag in ["0.8.9", "0.17.1", "0.18.0"] {
        assert!(matches!(world.deploy(&request(Environment::Prod, tag)).await, Outcome::Succeeded { .. }));
    }
    world.rehearsal.fail_with(Some(Fault::CrashLoop)).unwrap();
    world.deploy(&request(Environment::Prod, "0.7.10")).await;
    world.rehearsal.fail_with(None).unwrap();
    let rows = history::history(&world.engine.paths).unwrap();
    let tags: Vec<&str> = rows.iter().map(|row| row.image_tag.as_str()).collect();
    assert_eq!(tags, ["0.7.10", "0.18.0", "0.17.1", "0.8.9"]);
    let to = |environment, to: &str| rollback::row(&world.engine, environment, to);
    let prod = Environment::Prod;

    let oldest = rows[3].digest.as_ref().unwrap();
    for named in [rows[3].deployed_at.as_str(), oldest.as_str(), oldest.short(), &oldest.hex()[..8]] {
        assert_eq!(to(prod, named).unwrap(), rows[3], "{named}");
    }
    for (environment, named, why) in [
        (prod, rows[0].deployed_at.as_str(), "left no image that could be deployed again"),
        (prod, "2001-01-01T00:00:00Z", "has no deployment"),
        (prod, "abc", "has no deployment"),
        (Environment::Dev, rows[3].deployed_at.as_str(), "The history of dev has no deployment"),
    ] {
        let problem = to(environment, named).unwrap_err();
        assert_eq!(problem.code, Code::ValueInvalid);
        assert!(problem.message.contains(why), "{named}: {problem:?}");
    }

    let shown = status::status(&world.engine).await.unwrap().environments.remove(1).deployed.unwrap();
    assert_eq!((shown.image_tag.as_str(), shown.previous.unwrap().as_str()), ("0.18.0", "0.17.1"));
    let row = rollback::way_back(&world.engine, prod, Some(oldest.short())).await.unwrap();
    assert!(matches!(world.deploy(&DeployRequest::back_to(&row)).await, Outcome::Succeeded { .. }));
    let stack = world.rehearsal.stack(STACK_NAME).await.unwrap().unwrap();
    assert!(stack.parameters["ProdImage"].ends_with(oldest.as_str()));
}

#[tokio::test]
async fn an_image_of_no_known_version_goes_back_when_somebody_says_which_it_is() {
    let world = World::new().await;
    assert!(matches!(world.deploy(&prod()).await, Outcome::Succeeded { .. }));
    let mut row = history::history(&world.engine.paths).unwrap().remove(0);
    row.image_tag = "custom".parse().unwrap();
    row.digest = Some(format!("sha256:{}", "ab".repeat(32)).parse().unwrap());
    let mut request = DeployRequest::back_to(&row);
    assert_eq!(problem(&world.deploy(&request).await).code, Code::ImageVersionUnknown);
    request.say_version("0.17.1".parse().unwrap());
    assert!(matches!(world.deploy(&request).await, Outcome::Succeeded { .. }));
}

#[tokio::test]
async fn a_new_secret_is_proved_before_it_takes_the_old_ones_place() {
    let world = World::new().await;
    let begin = async || rotate::begin(&world.engine, Environment::Prod).await;
    assert_eq!(begin().await.unwrap_err().code, Code::StackMissing);
    assert!(matches!(world.deploy(&prod()).await, Outcome::Succeeded { .. }));
    let usual = ProfileName::usual_for(Environment::Prod);
    let held = async || world.engine.client_secret(&usual).await.unwrap().expose().to_owned();

    let refused = begin().await.unwrap().accept(&world.engine, &Secret::new("wrong one"), true).await;
    assert_eq!(refused.unwrap_err().code, Code::BenchlingCredentialsRefused);
    assert_eq!(held().await, "s3cret");
    let request = begin().await.unwrap().accept(&world.engine, &Secret::new("new one"), true).await.unwrap();
    assert_eq!(held().await, "new one");
    assert!(matches!(world.deploy(&request).await, Outcome::Succeeded { .. }));
    let newest = history::history(&world.engine.paths).unwrap().remove(0);
    assert_eq!((newest.operation, newest.image_tag.as_str()), (Operation::RotateSecret, "0.17.1"));
}

#[tokio::test]
async fn what_somebody_changed_behind_the_stacks_back_is_told() {
    let world = World::new().await;
    assert!(matches!(world.deploy(&prod()).await, Outcome::Succeeded { .. }));
    assert_eq!(drift::look(&world.engine).await.unwrap(), []);
    world.rehearsal.tamper("ProdService", &["DesiredCount"]).unwrap();
    world.rehearsal.tamper("DevService", &["DesiredCount"]).unwrap();
    let found = drift::look(&world.engine).await.unwrap();
    assert_eq!((found.len(), found[0].name.as_str()), (1, "Service"), "dev has none");
    assert_eq!((found[0].group, found[0].gone), (ipc::plan::Group::Prod, false));
}

#[tokio::test]
async fn the_status_tells_whether_the_tasks_use_the_newest_secret() {
    let world = World::new().await;
    world.deploy(&prod()).await;
    let secret = async || {
        let shown = status::status(&world.engine).await.unwrap().environments.remove(1);
        shown.deployed.unwrap().secret.unwrap()
    };
    assert_eq!(secret().await.in_use, Some(true));
    // Somebody wrote a new version, and no task was started since.
    let name = secret().await.name;
    engine::Clock::sleep(&*world.clock, std::time::Duration::from_secs(60)).await;
    world.rehearsal.put_secret(&name, &Secret::new("{}"), "other", &[].into()).await.unwrap();
    assert_eq!(secret().await.in_use, Some(false));
    let usual = ProfileName::usual_for(Environment::Prod);
    world.engine.session.save(&usual, &Secret::new("another")).unwrap();
    engine::Clock::sleep(&*world.clock, std::time::Duration::from_secs(60)).await;
    assert!(matches!(world.deploy(&prod()).await, Outcome::Succeeded { .. }));
    assert_eq!(secret().await.in_use, Some(true));
}

#[tokio::test]
async fn a_new_secret_that_did_not_come_to_run_gives_way_to_the_one_before() {
    let world = World::new().await;
    assert!(matches!(world.deploy(&prod()).await, Outcome::Succeeded { .. }));
    let usual = ProfileName::usual_for(Environment::Prod);
    let held = world.engine.session.load(&usual).unwrap().unwrap();
    world.engine.session.save(&usual, &Secret::new("another")).unwrap();
    world.rehearsal.fail_with(Some(Fault::CrashLoop)).unwrap();
    let failed = world.deploy(&prod()).await;
    let told = "The secret quiltdata/benchling-webhook/default/acme is again what it was before.";
    assert!(problem(&failed).causes.iter().any(|cause| cause == told), "{failed:?}");
    // With the secret from before there is nothing to change.
    world.rehearsal.fail_with(None).unwrap();
    world.engine.session.save(&usual, &held).unwrap();
    let planned = plan(&world, &prod()).await.unwrap();
    assert_eq!(planned.secrets[0].action, SecretAction::Unchanged);
}
