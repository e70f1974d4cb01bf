//! What runs, and what it answers.

use engine::cloud::rehearsal::Pace;
use engine::cloud::{Cloud, HttpMethod, LogQuery, Rollout};
use serde_json::json;

use super::stack::{BOTH, PROD, template};
use super::stage::{STACK, Stage, request};

#[tokio::test]
async fn tasks_start_and_become_healthy_while_the_service_is_made() {
    let stage = Stage::new(Pace::seconds(20));
    let plan = stage.plan(true, &PROD).await.unwrap();
    stage.cloud.execute_change_set(&plan, "run").await.unwrap();
    let ask = || stage.cloud.service("benchling-webhook-cluster", "benchling-webhook-prod");
    let mut seen = Vec::new();
    while stage.cloud.stack(STACK).await.unwrap().unwrap().is_busy() {
        if let Some(service) = ask().await.unwrap() {
            let targets = stage.cloud.target_health(&service.target_groups[0]).await.unwrap();
            let healthy = targets.iter().filter(|t| t.state == "healthy").count();
            let now = (service.running, healthy, service.deployments[0].rollout);
            if seen.last() != Some(&now) {
                seen.push(now);
            }
            let (status, _) = stage.http(HttpMethod::Get, "prod/health/ready").await;
            assert_eq!(status == 200, healthy > 0, "{now:?}");
        }
        stage.pass(0.1).await;
    }
    assert_eq!(
        seen,
        [
            (0, 0, Rollout::InProgress),
            (2, 0, Rollout::InProgress),
            (2, 2, Rollout::InProgress),
            (2, 2, Rollout::Completed),
        ]
    );
    let service = ask().await.unwrap().unwrap();
    assert_eq!(
        (service.desired, service.running, service.deployments[0].rollout),
        (2, 2, Rollout::Completed)
    );
    let tasks = stage.cloud.tasks("benchling-webhook-cluster", "benchling-webhook-prod").await.unwrap();
    assert!(tasks.len() == 2 && tasks.iter().all(|t| t.running && t.image_digest.is_some()));
    let lines =
        stage.cloud.log_lines(&stage.outputs().await["ProdLogGroup"], &LogQuery::newest(100)).await.unwrap();
    assert!(lines.iter().any(|l| l.text.contains("0.6.2")), "{lines:#?}");
}

#[tokio::test]
async fn an_environment_answers_as_the_container_does() {
    let stage = Stage::new(Pace::instant());
    stage.deploy(true, &PROD).await;
    assert_eq!(stage.http(HttpMethod::Get, "prod/health").await.0, 200);
    assert_eq!(stage.http(HttpMethod::Get, "prod/health/ready").await.0, 200);
    for path in ["prod/event", "prod/lifecycle", "prod/canvas"] {
        assert_eq!(stage.http(HttpMethod::Post, path).await.0, 401, "0.6.2 refuses with 401");
    }
    assert_eq!(stage.http(HttpMethod::Get, "prod/nowhere").await.0, 404);
    assert_eq!(stage.http(HttpMethod::Get, "dev/health").await, (403, r#"{"message":"Forbidden"}"#.into()));
    stage.deploy(false, &BOTH).await;
    assert_eq!(stage.http(HttpMethod::Post, "dev/event").await.0, 403, "0.18.0 refuses with 403");
}

#[tokio::test]
async fn an_access_list_reaches_a_stage_with_its_next_snapshot_only() {
    let stage = Stage::new(Pace::instant());
    stage.deploy(true, &PROD).await;
    let listed =
        [("ProdEnabled", "<previous>"), ("ProdImage", "<previous>"), ("AllowList", "203.0.113.0/24")];
    stage.deploy(false, &listed).await;
    assert_eq!(
        stage.http(HttpMethod::Get, "prod/health").await.0,
        200,
        "the stage still serves its old snapshot"
    );

    let mut template = template();
    let deployment = template["Resources"]["ProdDeployment"].clone();
    template["Resources"]["ProdDeploymentB"] = deployment;
    template["Resources"]["ProdStage"]["Properties"]["DeploymentId"] = json!({ "Ref": "ProdDeploymentB" });
    let plan = stage.cloud.create_change_set(&request(false, &template, &listed)).await.unwrap();
    stage.cloud.execute_change_set(&plan, "run").await.unwrap();
    let (status, body) = stage.http(HttpMethod::Get, "prod/health").await;
    assert_eq!(status, 403);
    assert!(body.contains("not authorized to perform: execute-api:Invoke"), "{body}");
}
