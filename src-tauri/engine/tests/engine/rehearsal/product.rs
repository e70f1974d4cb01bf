//! The product's own template in the rehearsed cloud.

use engine::Clock;
use engine::cloud::rehearsal::Pace;
use engine::cloud::{Cloud, HttpMethod, LogQuery, Parameter};
use engine::template;

use super::stage::{STACK, Stage, request};

const IMAGE: &str = "712023778557.dkr.ecr.us-east-1.amazonaws.com/quiltdata/benchling:0.18.0";

/// Deploys with these parameters, the others as they are. Gives what it changed, and the seconds that it took.
async fn deploy(stage: &Stage, create: bool, values: &[(&str, &str)]) -> (Vec<String>, u64) {
    let mut request = request(create, &template::template(), values);
    if !create {
        let kept = stage.cloud.stack(STACK).await.unwrap().unwrap().parameters;
        for name in kept.into_keys() {
            request.parameters.entry(name).or_insert(Parameter::Previous);
        }
    }
    let change_set = stage.cloud.create_change_set(&request).await.unwrap();
    let started = stage.clock.now();
    stage.cloud.execute_change_set(&change_set, &request.token).await.unwrap();
    let state = stage.settle().await;
    let failed: Vec<_> = stage.events().await.into_iter().filter(|e| e.status.ends_with("_FAILED")).collect();
    assert!(state.ends_with("E_COMPLETE") && failed.is_empty(), "{state}: {failed:#?}");
    let mut changed: Vec<String> = change_set.changes.into_iter().map(|change| change.logical_id).collect();
    changed.sort();
    (changed, stage.clock.now().seconds_since(started))
}

#[tokio::test]
async fn both_environments_take_about_as_long_as_the_pace_says_and_answer() {
    let stage = Stage::new(Pace::seconds(20));
    let values = [
        ("SetApiGatewayLogRole", "true"),
        ("ProdEnabled", "true"),
        ("ProdImage", IMAGE),
        ("ProdSidecars", "true"),
        ("DevEnabled", "true"),
        ("DevImage", IMAGE),
    ];
    let (_, seconds) = deploy(&stage, true, &values).await;
    assert!((19..=21).contains(&seconds), "{seconds}");
    let outputs = stage.outputs().await;
    assert_eq!(outputs["ProdEndpoint"], "https://rehearsal0.execute-api.us-east-1.amazonaws.com/prod");
    assert_eq!(outputs["DevEndpoint"], "https://rehearsal0.execute-api.us-east-1.amazonaws.com/dev");
    for (environment, title, tasks) in [("prod", "Prod", 2), ("dev", "Dev", 1)] {
        assert_eq!(stage.http(HttpMethod::Get, &format!("{environment}/health/ready")).await.0, 200);
        assert_eq!(stage.http(HttpMethod::Post, &format!("{environment}/event")).await.0, 403);
        let output = |name: &str| outputs[&format!("{title}{name}")].clone();
        let service =
            stage.cloud.service(&outputs["ClusterName"], &output("ServiceName")).await.unwrap().unwrap();
        assert_eq!((service.desired, service.running), (tasks, tasks), "{environment}");
        let targets = stage.cloud.target_health(&output("TargetGroupArn")).await.unwrap();
        assert_eq!(targets.iter().filter(|t| t.state == "healthy").count(), tasks as usize, "{targets:?}");
        assert!(!stage.cloud.log_lines(&output("LogGroup"), &LogQuery::newest(10)).await.unwrap().is_empty());
    }
    assert!(stage.cloud.api_gateway_log_role().await.unwrap().is_some());
}

#[tokio::test]
async fn each_environment_answers_with_its_own_image() {
    let stage = Stage::new(Pace::instant());
    deploy(&stage, true, &[("ProdEnabled", "true"), ("ProdImage", "host/benchling:0.8.9")]).await;
    let before = stage.physical_ids().await;
    deploy(&stage, false, &[("DevEnabled", "true"), ("DevImage", IMAGE)]).await;
    let after = stage.physical_ids().await;
    assert!(before.iter().all(|(id, physical)| after.get(id) == Some(physical)), "prod stays as it is");
    assert!(stage.http(HttpMethod::Get, "prod/health").await.1.contains("0.8.9"));
    assert!(stage.http(HttpMethod::Get, "dev/health").await.1.contains("0.18.0"));
}

#[tokio::test]
async fn another_image_changes_two_resources_and_takes_a_part_of_the_time() {
    let stage = Stage::new(Pace::seconds(20));
    deploy(&stage, true, &[("ProdEnabled", "true"), ("ProdImage", "host/benchling:0.17.1")]).await;
    let update = [("ProdEnabled", "true"), ("ProdImage", IMAGE), ("ProdImageTag", "0.18.0")];
    let (changed, seconds) = deploy(&stage, false, &update).await;
    assert_eq!(changed, ["ProdService", "ProdTaskDefinition"]);
    assert!((2..15).contains(&seconds), "{seconds}");
}

#[tokio::test]
async fn an_access_list_without_this_machine_refuses_it() {
    let stage = Stage::new(Pace::instant());
    let values =
        [("ProdEnabled", "true"), ("ProdImage", IMAGE), ("ProdAllowList", "203.0.113.0/24,2001:db8::/32")];
    deploy(&stage, true, &values).await;
    assert_eq!(stage.http(HttpMethod::Get, "prod/health").await.0, 403);
    deploy(&stage, false, &[("ProdAllowList", ""), ("ProdSnapshot", "B")]).await;
    assert_eq!(stage.http(HttpMethod::Get, "prod/health").await.0, 200);
}
