//! Whole deployments against the rehearsed cloud, in no time.

use std::time::Duration;

use engine::cloud::rehearsal::Pace;
use engine::secret::{Secret, SecretStore};
use engine::{Clock, deploy, history, journal, profiles, promote, status, verify};
use ipc::bridge::Fault;
use ipc::plan::{PlanKind, SecretAction};
use ipc::progress::{Outcome, Progress, ResourceState, StepState};
use ipc::status::{HealthState, Operation, RecordedOutcome};
use ipc::{Code, Environment, ProfileName};

use super::world::{World, problem, prod, request};

#[tokio::test]
async fn prod_then_dev_then_nothing_to_change() {
    let world = World::new().await;
    assert!(matches!(world.deploy(&prod()).await, Outcome::Succeeded { .. }));
    let outcome = world.deploy(&request(Environment::Dev, "0.18.0")).await;
    let Outcome::Succeeded { endpoints } = &outcome else { panic!("{outcome:?}") };
    assert!(endpoints[0].url.ends_with("/dev"), "{endpoints:?}");
    assert!(matches!(world.deploy(&prod()).await, Outcome::NothingToChange { .. }));
    let states: Vec<_> = status::status(&world.engine).await.unwrap().environments;
    for (one, tag) in states.iter().zip(["0.18.0", "0.17.1"]) {
        let deployed = one.deployed.as_ref().unwrap();
        assert_eq!(
            (deployed.image_tag.as_str(), deployed.health.state),
            (tag, HealthState::Healthy),
            "{deployed:?}"
        );
    }
    let rows = history::history(&world.engine.paths).unwrap();
    assert_eq!(rows.iter().map(|row| row.stage).collect::<Vec<_>>(), [Environment::Dev, Environment::Prod]);
    let dev = &rows[0];
    assert_eq!(dev.caller_arn.as_deref(), Some("arn:aws:sts::123456789012:assumed-role/Rehearsal/you"));
    assert_eq!((dev.deployed_by.as_deref(), dev.operation), (Some("you"), Operation::Deploy));
    assert!(
        dev.change_set_id.as_ref().is_some_and(|id| id.starts_with("arn:aws:cloudformation:")),
        "{dev:?}"
    );
    assert_ne!(dev.change_set_id, rows[1].change_set_id);
    assert!(dev.template_hash.as_ref().is_some_and(|hash| hash.len() == 16), "{dev:?}");
    assert!(dev.started_at.as_ref().is_some_and(|started| *started <= dev.deployed_at), "{dev:?}");
}

#[tokio::test]
async fn a_lost_record_is_rebuilt_from_the_stack() {
    let world = World::new().await;
    world.deploy(&prod()).await;
    let paths = &world.engine.paths;
    let before = history::current(paths, Environment::Prod).unwrap().unwrap();
    std::fs::remove_file(paths.deploy_record()).unwrap();
    status::status(&world.engine).await.unwrap();
    let after = history::current(paths, Environment::Prod).unwrap().unwrap();
    assert_eq!(
        (&after.endpoint, &after.image_tag, &after.digest, &after.profile),
        (&before.endpoint, &before.image_tag, &before.digest, &before.profile)
    );
    assert_eq!(history::current(paths, Environment::Dev).unwrap(), None);
    assert_eq!(history::history(paths).unwrap(), [], "who did what is not known");

    std::fs::write(paths.deploy_record(), "{").unwrap();
    status::status(&world.engine).await.unwrap();
    assert_eq!(std::fs::read_to_string(paths.deploy_record()).unwrap(), "{");
}

#[tokio::test]
async fn the_plan_tells_and_leaves_nothing_behind() {
    let world = World::new().await;
    let (board, _) = world.board(&prod());
    let prepared = deploy::prepare(&world.engine, &prod(), &board).await.unwrap();
    let plan = &prepared.plan;
    assert_eq!((plan.kind, plan.secrets[0].action), (PlanKind::Create, SecretAction::Create));
    assert!(plan.changes.iter().any(|change| change.name == "Load balancer"), "{:?}", plan.changes);
    assert!(plan.changes.iter().all(|change| change.group != ipc::plan::Group::Dev));
    insta::assert_snapshot!("plan_in_words", plan.summary.join("\n"));
    deploy::discard(&world.engine, prepared).await.unwrap();
    let cloud = world.engine.cloud().unwrap();
    assert!(cloud.stack("BenchlingWebhookStack").await.unwrap().is_none(), "an empty stack was left");
    assert_eq!(journal::unfinished(&world.engine.paths).unwrap(), None);
}

#[tokio::test]
async fn every_listener_sees_all_steps_first_and_one_end() {
    let world = World::paced(Pace::seconds(20)).await;
    let (board, heard) = world.board(&prod());
    let prepared = deploy::prepare(&world.engine, &prod(), &board).await.unwrap();
    deploy::execute(&world.engine, prepared, &board).await;
    let heard = heard.lock().unwrap();
    assert_eq!(heard[0].steps.len(), 6);
    assert!(heard.iter().any(|p| p.resources.iter().any(|row| row.state == ResourceState::Creating)));
    let last = heard.last().unwrap();
    assert!(last.outcome.is_some() && heard.iter().filter(|p| p.outcome.is_some()).count() == 1);
    assert!(
        last.steps.iter().all(|step| matches!(step.state, StepState::Done | StepState::Skipped)),
        "{:?}",
        last.steps
    );
    assert!(last.resources.iter().all(|row| row.state == ResourceState::Done), "{:?}", last.resources);
}

#[tokio::test]
async fn a_new_client_secret_rolls_the_containers() {
    let world = World::new().await;
    world.deploy(&prod()).await;
    world.engine.session.save(&ProfileName::usual_for(Environment::Prod), &Secret::new("another")).unwrap();
    world.clock.sleep(Duration::from_secs(1)).await;
    let (board, _) = world.board(&prod());
    let prepared = deploy::prepare(&world.engine, &prod(), &board).await.unwrap();
    assert_eq!(prepared.plan.secrets[0].action, SecretAction::NewVersion);
    assert!(prepared.plan.changes.iter().any(|change| change.resource_type == "AWS::ECS::TaskDefinition"));
    assert!(matches!(deploy::execute(&world.engine, prepared, &board).await, Outcome::Succeeded { .. }));
}

/// What was agreed to and then could not begin is an operation that failed.
#[tokio::test]
async fn a_change_that_could_not_begin_is_recorded() {
    let world = World::new().await;
    let (board, _) = world.board(&prod());
    let prepared = deploy::prepare(&world.engine, &prod(), &board).await.unwrap();
    world.rehearsal.fail_with(Some(Fault::CredentialsExpired)).unwrap();
    let outcome = deploy::execute(&world.engine, prepared, &board).await;
    let rows = history::history(&world.engine.paths).unwrap();
    assert_eq!((rows.len(), rows[0].outcome), (1, RecordedOutcome::Failed));
    assert_eq!(rows[0].cause, Some(format!("{} (credentials_expired)", problem(&outcome).message)));
    assert_eq!(journal::unfinished(&world.engine.paths).unwrap(), None);
}

#[tokio::test]
async fn each_failure_before_the_change_has_its_code_and_leaves_nothing() {
    for (fault, code) in
        [(Fault::CredentialsExpired, Code::CredentialsExpired), (Fault::ImageMissing, Code::ImageMissing)]
    {
        let world = World::new().await;
        world.rehearsal.fail_with(Some(fault)).unwrap();
        assert_eq!(problem(&world.deploy(&prod()).await).code, code);
        world.rehearsal.fail_with(None).unwrap();
        assert!(world.engine.cloud().unwrap().stack("BenchlingWebhookStack").await.unwrap().is_none());
        assert_eq!(history::history(&world.engine.paths).unwrap(), []);
    }
}

/// A run that is cut off after its change set was started is taken up, followed to its end and recorded.
#[tokio::test]
async fn a_run_that_was_cut_off_is_taken_up() {
    let world = World::paced(Pace::seconds(20)).await;
    let request = prod();
    {
        let (board, heard) = world.board(&request);
        let prepared = deploy::prepare(&world.engine, &request, &board).await.unwrap();
        let run = deploy::execute(&world.engine, prepared, &board);
        tokio::pin!(run);
        // Polls until resources are being made, then drops the run as a killed program would.
        loop {
            tokio::select! {
                biased;
                outcome = &mut run => panic!("ended too early: {outcome:?}"),
                () = tokio::task::yield_now() => {}
            }
            let creating = heard.lock().unwrap().iter().any(|progress: &Progress| {
                progress.resources.iter().any(|row| row.state == ResourceState::Creating)
            });
            if creating {
                break;
            }
        }
    }
    assert_eq!(history::history(&world.engine.paths).unwrap(), []);
    let unfinished = journal::unfinished(&world.engine.paths).unwrap().unwrap();
    let (board, _) = world.board(&request);
    let outcome = deploy::resume(&world.engine, unfinished, &board).await;
    assert!(matches!(outcome, Outcome::Succeeded { .. }), "{outcome:?}");
    assert_eq!(history::history(&world.engine.paths).unwrap().len(), 1);
    assert_eq!(journal::unfinished(&world.engine.paths).unwrap(), None);
}

/// A run that was cut off before its change set was started is over, and told as such.
#[tokio::test]
async fn a_run_that_had_not_begun_is_recorded_as_cancelled() {
    let world = World::new().await;
    world.deploy(&prod()).await;
    world.clock.sleep(Duration::from_secs(1)).await;
    let request = request(Environment::Prod, "0.18.0");
    let (board, _) = world.board(&request);
    let prepared = deploy::prepare(&world.engine, &request, &board).await.unwrap();
    let paths = &world.engine.paths;
    let began = journal::Entry::Began {
        at: world.clock.now(),
        deployed_by: "anna".into(),
        plan: Box::new(prepared.plan.clone()),
        wait: true,
        origin: history::Origin { change_set_id: Some("change-set".into()), ..Default::default() },
        leftovers: vec![],
    };
    journal::append(paths, &prepared.plan.id, &began).unwrap();
    deploy::discard(&world.engine, prepared).await.unwrap();

    let unfinished = journal::unfinished(paths).unwrap().unwrap();
    assert_eq!(deploy::resume(&world.engine, unfinished, &board).await, Outcome::Cancelled);
    let rows = history::history(paths).unwrap();
    assert_eq!((rows[0].outcome, rows[0].seconds), (RecordedOutcome::Cancelled, None));
    assert_eq!(
        (rows[0].deployed_by.as_deref(), rows[0].change_set_id.as_deref()),
        (Some("anna"), Some("change-set"))
    );
    assert!(rows[0].cause.as_ref().is_some_and(|cause| cause.contains("before the stack was changed")));
    assert_eq!(history::current(paths, Environment::Prod).unwrap().unwrap().image_tag.as_str(), "0.17.1");
    assert_eq!(journal::unfinished(paths).unwrap(), None);
}

#[tokio::test]
async fn the_very_image_that_dev_runs_is_promoted() {
    let world = World::new().await;
    world.deploy(&prod()).await;
    world.deploy(&request(Environment::Dev, "latest")).await;
    let untested = promote::promotion(&world.engine).await.unwrap();
    assert_eq!(untested.objections, ["Dev has not been tested since this image was deployed there."]);
    assert!(untested.differences.iter().any(|line| line == "Prod keeps its fewest tasks: 2 (dev: 1)."));
    assert!(verify::environment(&world.engine, Environment::Dev).await.unwrap().passed());
    let promotion = promote::promotion(&world.engine).await.unwrap();
    assert!(promotion.tested.as_ref().is_some_and(|tested| tested.passed));
    assert_eq!(promotion.objections, Vec::<String>::new());
    assert!(matches!(world.deploy(&promote::request(&promotion)).await, Outcome::Succeeded { .. }));
    assert_eq!(history::history(&world.engine.paths).unwrap()[0].operation, Operation::Promote);
    let after = promote::promotion(&world.engine).await.unwrap();
    assert_eq!(after.to.unwrap().digest, after.from.digest);
    assert_eq!(after.objections, ["Prod already runs the same image."]);
}

#[tokio::test]
async fn an_unusual_pairing_and_another_account_are_refused() {
    let world = World::new().await;
    let mut unusual = prod();
    unusual.targets[0].profile = "dev".parse().unwrap();
    assert_eq!(problem(&world.deploy(&unusual).await).code, Code::PairingUnconfirmed);
    unusual.pairing_confirmed = true;
    assert!(matches!(world.deploy(&unusual).await, Outcome::Succeeded { .. }));

    let mut profile = profiles::load(&world.engine.paths, &"default".parse().unwrap()).unwrap();
    profile.quilt_stack_arn =
        profile.quilt_stack_arn.as_str().replace("us-east-1", "eu-west-1").parse().unwrap();
    profiles::save(&world.engine.paths, &profile).unwrap();
    assert_eq!(problem(&world.deploy(&prod()).await).code, Code::QuiltStackElsewhere);
}

#[tokio::test]
async fn nobody_waits_who_was_told_not_to() {
    let world = World::new().await;
    let mut no_wait = prod();
    no_wait.wait = false;
    assert!(matches!(world.deploy(&no_wait).await, Outcome::NotWaited { .. }));
    assert_eq!(history::history(&world.engine.paths).unwrap()[0].outcome, RecordedOutcome::NotWaited);
}
