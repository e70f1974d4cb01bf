//! What runs, whether it is healthy and what it said, read back from what the test has set up itself.

use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::{Context, Result};
use aws_sdk_cloudwatchlogs::types::InputLogEvent;
use aws_sdk_ecs::types::ContainerDefinition;
use aws_sdk_elasticloadbalancingv2::types::{ProtocolEnum, TargetDescription};
use engine::cloud::{Cloud, LogQuery};
use installer_tests::contract;
use installer_tests::standins::StandIn;

/// ministack counts a task as running without a container behind it.
#[tokio::test]
async fn a_service_tells_its_deployments_and_tasks() -> Result<()> {
    let ministack = StandIn::ministack().await?;
    let ecs = aws_sdk_ecs::Client::new(&ministack.sdk_config().await);
    ecs.create_cluster().cluster_name("benchling-webhook-cluster").send().await?;
    let container = ContainerDefinition::builder().name("webhook").image("image").memory(64).build();
    ecs.register_task_definition().family("webhook").container_definitions(container).send().await?;
    ecs.create_service()
        .cluster("benchling-webhook-cluster")
        .service_name("benchling-webhook-dev")
        .task_definition("webhook")
        .desired_count(1)
        .send()
        .await?;

    let aws = ministack.aws().await?;
    let service = aws.service("benchling-webhook-cluster", "benchling-webhook-dev").await?.context("none")?;
    assert_eq!((service.desired, service.running), (1, 1), "{service:?}");
    let primary: Vec<_> = service.deployments.iter().filter(|deployment| deployment.primary).collect();
    assert_eq!(primary.len(), 1, "{service:?}");
    assert!(primary[0].task_definition.ends_with("webhook:1"), "{service:?}");
    let tasks = aws.tasks("benchling-webhook-cluster", "benchling-webhook-dev").await?;
    assert_eq!(tasks.iter().map(|task| task.running).collect::<Vec<_>>(), [true], "{tasks:?}");
    Ok(())
}

#[tokio::test]
async fn targets_tell_their_health() -> Result<()> {
    let ministack = StandIn::ministack().await?;
    let elb = aws_sdk_elasticloadbalancingv2::Client::new(&ministack.sdk_config().await);
    let request = elb.create_target_group().name("dev").protocol(ProtocolEnum::Http).port(8080);
    let group = request.vpc_id("vpc-1").send().await?;
    let group = group.target_groups()[0].target_group_arn().context("no ARN")?.to_owned();
    let aws = ministack.aws().await?;
    assert_eq!(aws.target_health(&group).await, Ok(Vec::new()));
    let target = TargetDescription::builder().id("10.0.0.7").build();
    elb.register_targets().target_group_arn(&group).targets(target).send().await?;
    let health = aws.target_health(&group).await?;
    assert_eq!((health[0].id.as_str(), health[0].state.as_str()), ("10.0.0.7", "healthy"), "{health:?}");
    Ok(())
}

/// Two containers wrote by turns: the newest lines of both, in the order in which they were written.
#[tokio::test]
async fn the_newest_lines_of_all_streams_are_read() -> Result<()> {
    let fakecloud = StandIn::fakecloud().await?;
    let logs = aws_sdk_cloudwatchlogs::Client::new(&fakecloud.sdk_config().await);
    logs.create_log_group().log_group_name("/ecs/dev").send().await?;
    let now = i64::try_from(SystemTime::now().duration_since(UNIX_EPOCH)?.as_millis())?;
    for (stream, offsets) in [("web/1", [0, 2, 4]), ("web/2", [1, 3, 5])] {
        logs.create_log_stream().log_group_name("/ecs/dev").log_stream_name(stream).send().await?;
        let lines = offsets.map(|at| {
            InputLogEvent::builder().timestamp(now - 60_000 + at).message(format!("line {at}\n")).build()
        });
        let lines = lines.into_iter().collect::<std::result::Result<Vec<_>, _>>()?;
        let request = logs.put_log_events().log_group_name("/ecs/dev").log_stream_name(stream);
        request.set_log_events(Some(lines)).send().await?;
    }
    let lines = fakecloud.aws().await?.log_lines("/ecs/dev", &LogQuery::newest(3)).await?;
    let told: Vec<_> = lines.iter().map(|line| (line.stream.as_str(), line.text.as_str())).collect();
    assert_eq!(told, [("web/2", "line 3"), ("web/1", "line 4"), ("web/2", "line 5")]);
    Ok(())
}

#[tokio::test]
async fn a_deleted_secret_is_restored() -> Result<()> {
    for stand_in in [StandIn::fakecloud().await?, StandIn::ministack().await?, StandIn::moto().await?] {
        let secrets = aws_sdk_secretsmanager::Client::new(&stand_in.sdk_config().await);
        let name = "quiltdata/benchling-webhook/dev/my-company";
        let arn = secrets.create_secret().name(name).secret_string("{}").send().await?;
        secrets.delete_secret().secret_id(name).recovery_window_in_days(7).send().await?;
        let arn = arn.arn().context("no ARN")?;
        contract::a_deleted_secret_is_restored(&stand_in.aws().await?, name, arn).await;
    }
    Ok(())
}

#[tokio::test]
async fn the_log_role_of_api_gateway_is_told() -> Result<()> {
    use aws_sdk_apigateway::types::{Op, PatchOperation};
    let moto = StandIn::moto().await?;
    let role = "arn:aws:iam::123456789012:role/api-logs";
    let patch = PatchOperation::builder().op(Op::Replace).path("/cloudwatchRoleArn").value(role).build();
    let client = aws_sdk_apigateway::Client::new(&moto.sdk_config().await);
    client.update_account().patch_operations(patch).send().await?;
    assert_eq!(moto.aws().await?.api_gateway_log_role().await?.as_deref(), Some(role));
    Ok(())
}
