//! Failures: those that a rehearsal is told to show, and those of the template's own making.

use engine::cloud::rehearsal::Pace;
use engine::cloud::{Cloud, HttpMethod, Rollout};
use ipc::bridge::Fault;
use ipc::{Code, ImageRepository};
use serde_json::{Value, json};

use super::stack::{BOTH, PROD, template};
use super::stage::{STACK, Stage, request};

#[tokio::test]
async fn expired_credentials_fail_every_question_until_they_are_renewed() {
    let stage = Stage::new(Pace::instant());
    stage.cloud.fail_with(Some(Fault::CredentialsExpired)).unwrap();
    assert_eq!(stage.cloud.caller().await.unwrap_err().code, Code::CredentialsExpired);
    assert_eq!(stage.cloud.stacks().await.unwrap_err().code, Code::CredentialsExpired);
    assert_eq!(stage.plan(true, &PROD).await.unwrap_err().code, Code::CredentialsExpired);
    stage.cloud.fail_with(None).unwrap();
    assert!(stage.cloud.caller().await.is_ok());
}

#[tokio::test]
async fn a_missing_permission_refuses_the_change_set_or_fails_the_first_role() {
    let stage = Stage::new(Pace::instant());
    let plan = stage.plan(true, &PROD).await.unwrap();
    stage.cloud.fail_with(Some(Fault::PermissionDenied)).unwrap();
    let problem = stage.plan(true, &PROD).await.unwrap_err();
    assert_eq!(problem.code, Code::PermissionDenied);
    assert!(
        problem.causes[0].contains("is not authorized to perform: cloudformation:CreateChangeSet"),
        "{problem:?}"
    );
    stage.cloud.execute_change_set(&plan, "run").await.unwrap();
    assert_eq!(stage.settle().await, "ROLLBACK_COMPLETE");
    let events = stage.events().await;
    let first = events.iter().find(|e| e.status == "CREATE_FAILED").unwrap();
    assert_eq!(first.logical_id, "ProdTaskRole");
    assert!(
        first.reason.as_deref().unwrap().contains("is not authorized to perform: iam:CreateRole"),
        "{first:?}"
    );
}

#[tokio::test]
async fn a_missing_image_has_no_digest() {
    let stage = Stage::new(Pace::instant());
    let (repository, tag) = (ImageRepository::quilt(), "0.18.0".parse().unwrap());
    assert!(stage.cloud.image(&repository, &tag).await.unwrap().is_some());
    stage.cloud.fail_with(Some(Fault::ImageMissing)).unwrap();
    assert_eq!(stage.cloud.image(&repository, &tag).await, Ok(None));
}

#[tokio::test]
async fn a_quota_fails_a_creation_which_is_rolled_back_and_can_not_be_updated() {
    let stage = Stage::new(Pace::instant());
    stage.cloud.fail_with(Some(Fault::Quota)).unwrap();
    assert_eq!(stage.deploy(true, &PROD).await, "ROLLBACK_COMPLETE");
    let events = stage.events().await;
    let failed: Vec<_> = events.iter().filter(|e| e.status == "CREATE_FAILED").collect();
    assert_eq!(failed[0].logical_id, "Vpc");
    assert!(failed[0].reason.as_deref().unwrap().contains("The maximum number of VPCs has been reached."));
    assert!(
        failed.len() > 1
            && failed[1..].iter().all(|e| e.reason.as_deref() == Some("Resource creation cancelled"))
    );
    let rollback = events.iter().find(|e| e.status == "ROLLBACK_IN_PROGRESS").unwrap();
    assert!(
        rollback.reason.as_deref().unwrap().starts_with("The following resource(s) failed to create: [Vpc")
    );
    assert!(stage.cloud.resources(STACK).await.unwrap().iter().all(|r| r.status == "DELETE_COMPLETE"));

    stage.cloud.fail_with(None).unwrap();
    let again = stage.plan(true, &PROD).await.unwrap_err();
    assert!(again.message.contains("already exists and cannot be created again"), "{again}");
    let update = stage.plan(false, &PROD).await.unwrap_err();
    assert!(update.message.contains("is in ROLLBACK_COMPLETE state and can not be updated"), "{update}");
}

#[tokio::test]
async fn a_crashing_container_trips_the_breaker_and_the_old_one_goes_on() {
    let stage = Stage::new(Pace::seconds(20));
    stage.deploy(true, &PROD).await;
    let before = stage.physical_ids().await;
    stage.cloud.fail_with(Some(Fault::CrashLoop)).unwrap();
    let plan = stage
        .plan(false, &[("ProdEnabled", "<previous>"), ("ProdImage", "host/benchling:0.18.0")])
        .await
        .unwrap();
    stage.cloud.execute_change_set(&plan, "run").await.unwrap();
    stage.pass(4.0).await;
    let ask = || stage.cloud.service("benchling-webhook-cluster", "benchling-webhook-prod");
    let service = ask().await.unwrap().unwrap();
    assert_eq!(service.running, 2, "the old tasks");
    assert!(service.deployments[0].primary && service.deployments[0].failed > 0);
    let tasks = stage.cloud.tasks("benchling-webhook-cluster", "benchling-webhook-prod").await.unwrap();
    let crashed = tasks.iter().find(|t| !t.running).unwrap();
    assert_eq!(
        (crashed.stopped_reason.as_deref(), crashed.exit_code),
        (Some("Essential container in task exited"), Some(1))
    );
    assert_eq!(stage.http(HttpMethod::Get, "prod/health").await.0, 200);

    assert_eq!(stage.settle().await, "UPDATE_ROLLBACK_COMPLETE");
    let events = stage.events().await;
    let failed = events.iter().find(|e| e.status == "UPDATE_FAILED").unwrap();
    assert_eq!(failed.logical_id, "ProdService");
    assert!(failed.reason.as_deref().unwrap().contains("ECS Deployment Circuit Breaker was triggered"));
    assert_eq!(stage.physical_ids().await, before);
    let stack = stage.cloud.stack(STACK).await.unwrap().unwrap();
    assert_eq!(stack.parameters["ProdImage"], "host/benchling:0.6.2");
    let service = ask().await.unwrap().unwrap();
    assert_eq!(service.deployments[0].rollout, Rollout::Completed);
    assert_eq!(service.deployments[0].task_definition, before["ProdTaskDefinition"]);
}

#[tokio::test]
async fn a_roll_back_that_fails_leaves_a_stack_that_takes_no_update() {
    let stage = Stage::new(Pace::instant());
    stage.deploy(true, &PROD).await;
    stage.cloud.fail_with(Some(Fault::UpdateRollbackFailed)).unwrap();
    assert_eq!(
        stage.deploy(false, &[("ProdEnabled", "<previous>"), ("ProdImage", "host/benchling:0.18.0")]).await,
        "UPDATE_ROLLBACK_FAILED"
    );
    stage.cloud.fail_with(None).unwrap();
    let problem = stage.plan(false, &PROD).await.unwrap_err();
    assert!(
        problem.message.contains("is in UPDATE_ROLLBACK_FAILED state and can not be updated"),
        "{problem}"
    );
}

#[tokio::test]
async fn traps_of_the_stack_fail_here_as_they_do_on_aws() {
    type Spoil = fn(&mut Value);
    let cases: [(Spoil, &str, &str); 3] = [
        (
            |t| t["Resources"]["ProdService"]["DependsOn"] = json!([]),
            "ProdService",
            "does not have an associated load balancer",
        ),
        (
            |t| t["Resources"]["ProdDeployment"]["DependsOn"] = json!([]),
            "ProdDeployment",
            "The REST API doesn't contain any methods",
        ),
        (
            |t| t["Resources"]["ProdRule"]["Properties"]["Priority"] = 1.into(),
            "ProdRule",
            "Priority '1' is currently in use",
        ),
    ];
    for (spoil, culprit, words) in cases {
        let stage = Stage::new(Pace::instant());
        let mut template = template();
        spoil(&mut template);
        let values = [PROD[0], PROD[1], BOTH[2], BOTH[3]];
        let plan = stage.cloud.create_change_set(&request(true, &template, &values)).await.unwrap();
        stage.cloud.execute_change_set(&plan, "run").await.unwrap();
        let events = stage.events().await;
        let failed = events.iter().find(|e| e.status == "CREATE_FAILED").unwrap();
        assert_eq!(failed.logical_id, culprit);
        assert!(failed.reason.as_deref().unwrap().contains(words), "{failed:?}");
    }
}

#[tokio::test]
async fn a_fixed_name_can_not_be_replaced() {
    let stage = Stage::new(Pace::instant());
    stage.deploy(true, &PROD).await;
    let mut template = template();
    template["Resources"]["ProdService"]["Properties"]["SchedulingStrategy"] = "DAEMON".into();
    let plan = stage.cloud.create_change_set(&request(false, &template, &PROD)).await.unwrap();
    stage.cloud.execute_change_set(&plan, "run").await.unwrap();
    assert_eq!(stage.settle().await, "UPDATE_ROLLBACK_COMPLETE");
    let events = stage.events().await;
    let failed = events.iter().find(|e| e.status == "UPDATE_FAILED").unwrap();
    assert!(
        failed.reason.as_deref().unwrap().contains("custom-named resource requires replacing"),
        "{failed:?}"
    );
}
