//! Why a deployment failed, as it is told; and what is learned from those that did not.

use engine::cloud::rehearsal::Pace;
use engine::secret::{Secret, SecretStore};
use engine::{deploy, history};
use ipc::bridge::Fault;
use ipc::plan::DeployRequest;
use ipc::progress::{Outcome, Progress, ResourceProgress};
use ipc::status::RecordedOutcome;
use ipc::{Code, Environment, Problem};

use super::world::{World, problem, prod, request};

/// One that takes its time, so that what goes on in between is seen.
async fn world() -> World {
    World::paced(Pace::seconds(60)).await
}

fn told(problem: &Problem) -> String {
    format!("{}\n{}", problem.message, problem.next)
}

async fn heard(world: &World, request: &DeployRequest) -> Vec<Progress> {
    let (board, heard) = world.board(request);
    let prepared = deploy::prepare(&world.engine, request, &board).await.unwrap();
    deploy::execute(&world.engine, prepared, &board).await;
    let heard = heard.lock().unwrap();
    heard.clone()
}

fn service(progress: &Progress) -> Option<&ResourceProgress> {
    progress.resources.iter().find(|row| row.logical_id == "ProdService")
}

fn tells_of_the_crash(problem: &Problem) {
    assert_eq!(problem.code, Code::DeploymentFailed);
    assert!(problem.message.contains("exit code 1"), "{}", problem.message);
    assert!(problem.causes[0].contains("ECS Deployment Circuit Breaker was triggered"), "{problem:?}");
    assert!(
        problem.causes.contains(&"A task stopped: Essential container in task exited, exit code 1".into()),
        "{problem:?}"
    );
    assert!(
        problem.causes.iter().any(|cause| cause.starts_with("Log: RuntimeError: the container stops here")),
        "{problem:?}"
    );
    assert!(!problem.causes.iter().any(|cause| cause.contains("cancelled")), "{problem:?}");
}

#[tokio::test]
async fn a_container_that_crashes_in_a_creation_is_told_though_nothing_of_it_is_left() {
    let world = world().await;
    world.rehearsal.fail_with(Some(Fault::CrashLoop)).unwrap();
    let outcome = world.deploy(&prod()).await;
    tells_of_the_crash(problem(&outcome));
    insta::assert_snapshot!(told(problem(&outcome)), @r#"
    Service failed: its container stops soon after its start, with exit code 1. Its last line was: "RuntimeError: the container stops here, as the rehearsal was told".
    What had been made was removed again. Mend what the container's log says, which is among the details. Then repair the stack, which deletes what is left of it, and deploy again.
    "#);
}

#[tokio::test]
async fn a_container_that_crashes_in_an_update_is_told_by_its_own_lines() {
    let world = world().await;
    world.deploy(&prod()).await;
    world.rehearsal.fail_with(Some(Fault::CrashLoop)).unwrap();
    let outcome = world.deploy(&request(Environment::Prod, "0.18.0")).await;
    tells_of_the_crash(problem(&outcome));
    insta::assert_snapshot!(told(problem(&outcome)), @r#"
    Service failed: its container stops soon after its start, with exit code 1. Its last line was: "RuntimeError: the container stops here, as the rehearsal was told".
    Everything is as it was before. Mend what the container's log says, which is among the details. Then deploy again.
    "#);
    let healthy_ones = |cause: &String| cause.contains("GET /health/ready");
    assert!(!problem(&outcome).causes.iter().any(healthy_ones), "{outcome:?}");
    let rows = history::history(&world.engine.paths).unwrap();
    assert_eq!(rows[0].outcome, RecordedOutcome::Failed);
    let current = history::current(&world.engine.paths, Environment::Prod).unwrap().unwrap();
    assert_eq!(current.image_tag.as_str(), "0.17.1");
}

#[tokio::test]
async fn a_client_secret_in_the_log_goes_no_further() {
    let world = world().await;
    let secret = Secret::new("the container stops here");
    world.engine.session.save(&"default".parse().unwrap(), &secret).unwrap();
    world.rehearsal.fail_with(Some(Fault::CrashLoop)).unwrap();
    let outcome = world.deploy(&prod()).await;
    assert!(problem(&outcome).causes.iter().any(|cause| cause.contains("RuntimeError: (secret)")));
    assert!(!format!("{outcome:?}").contains("the container stops here"), "{outcome:?}");
}

#[tokio::test]
async fn a_quota_and_a_permission_are_named() {
    let world = world().await;
    world.rehearsal.fail_with(Some(Fault::Quota)).unwrap();
    let outcome = world.deploy(&prod()).await;
    insta::assert_snapshot!(told(problem(&outcome)), @"
    Private network (VPC) failed: this account has reached its quota of VPCs in the region.
    What had been made was removed again. Use an existing VPC instead (--vpc), delete one that nobody needs, or ask for more in the AWS console under Service Quotas. Then repair the stack, which deletes what is left of it, and deploy again.
    ");
    assert_eq!(problem(&outcome).causes.len(), 1, "what was dragged along is no cause: {outcome:?}");

    // Refused at the change set already, unless the permission goes in between.
    let world = self::world().await;
    let (board, _) = world.board(&prod());
    let prepared = deploy::prepare(&world.engine, &prod(), &board).await.unwrap();
    world.rehearsal.fail_with(Some(Fault::PermissionDenied)).unwrap();
    let outcome = deploy::execute(&world.engine, prepared, &board).await;
    insta::assert_snapshot!(told(problem(&outcome)), @"
    API Gateway's log role failed: the permission iam:CreateRole is missing.
    What had been made was removed again. Ask whoever manages the AWS account to allow iam:CreateRole. Then repair the stack, which deletes what is left of it, and deploy again.
    ");
}

#[tokio::test]
async fn a_quota_in_an_update_is_named() {
    let world = world().await;
    world.deploy(&prod()).await;
    world.rehearsal.fail_with(Some(Fault::Quota)).unwrap();
    let outcome = world.deploy(&request(Environment::Dev, "0.18.0")).await;
    insta::assert_snapshot!(told(problem(&outcome)), @"
    Webhook's log failed: this account has reached its quota of AWS::Logs::LogGroup in the region.
    Everything is as it was before. Delete what nobody needs, or ask for more in the AWS console under Service Quotas. Then deploy again.
    ");
}

#[tokio::test]
async fn a_service_tells_how_many_of_its_tasks_run() {
    let world = world().await;
    let seen = |heard: &[Progress]| -> Vec<String> {
        let mut all: Vec<String> =
            heard.iter().filter_map(|progress| Some(service(progress)?.rollout?.to_string())).collect();
        all.dedup();
        all
    };
    // Scaling asks for the second task when the service is there.
    assert_eq!(seen(&heard(&world, &prod()).await), ["0 of 1 task runs", "1 of 1 task runs"]);
    world.rehearsal.fail_with(Some(Fault::CrashLoop)).unwrap();
    let crashing = seen(&heard(&world, &request(Environment::Prod, "0.18.0")).await);
    assert!(crashing.contains(&"0 of 2 tasks run, 3 failed".to_owned()), "{crashing:?}");
}

#[tokio::test]
async fn what_to_expect_is_learned_from_three_runs() {
    let world = World::paced(Pace::seconds(20)).await;
    let mut expected = Vec::new();
    for tag in ["0.17.1", "0.18.0", "0.17.1", "0.18.0", "0.17.1"] {
        let heard = heard(&world, &request(Environment::Prod, tag)).await;
        assert!(matches!(heard.last().unwrap().outcome, Some(Outcome::Succeeded { .. })), "{heard:?}");
        expected.push(heard.iter().rev().find_map(service).unwrap().usual);
    }
    // The first one creates it, three change it, and the last one knows how long that takes here.
    assert_eq!(expected[1..4], [(90, 300); 3]);
    assert!(expected[4].1 < 90, "{expected:?}");
}
