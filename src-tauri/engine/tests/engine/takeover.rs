//! The npm tool's stack becomes ours, in the rehearsed cloud.

use engine::cloud::{ChangeSetRequest, Cloud, Parameter};
use engine::template::STACK_NAME;
use ipc::plan::ChangeAction;
use ipc::progress::Outcome;
use ipc::{Code, Environment};
use serde_json::Value;

use super::template::npm_stack;
use super::world::{World, plan, problem, prod, request};

/// A world in which this template is deployed under the stack's name.
async fn world(template: &Value) -> World {
    let world = World::new().await;
    let given = [
        ("QuiltStackARN", "arn:aws:cloudformation:us-east-1:123456789012:stack/quilt/abc"),
        ("BenchlingSecret", "quiltdata/benchling-webhook/default/acme"),
    ];
    let change_set = world
        .rehearsal
        .create_change_set(&ChangeSetRequest {
            stack: STACK_NAME.into(),
            name: "npm".into(),
            create: true,
            template: engine::template::compact(template),
            parameters: given.map(|(k, v)| (k.to_owned(), Parameter::Value(v.to_owned()))).into(),
            tags: [].into(),
            token: "npm".into(),
        })
        .await
        .unwrap();
    world.rehearsal.execute_change_set(&change_set, "npm").await.unwrap();
    assert_eq!(world.rehearsal.stack(STACK_NAME).await.unwrap().unwrap().state, "CREATE_COMPLETE");
    world
}

async fn physical(world: &World, logical_id: &str) -> Option<String> {
    let all = world.rehearsal.resources(STACK_NAME).await.unwrap();
    all.into_iter().find(|resource| resource.logical_id == logical_id)?.physical_id
}

#[tokio::test]
async fn prod_takes_the_npm_tools_stack_over_and_dev_is_added() {
    let world = world(&npm_stack()).await;
    let kept = [
        "BenchlingWebhookAPI8A262423",
        "BenchlingWebhookAPIDeploymentStageprod2F5EACF4",
        "FargateServiceBenchlingWebhookCluster163F6AB9",
        "ApiGatewayAccount",
        "FargateServiceContainerLogGroup86AF6CB5",
        "ApiGatewayAccessLogsFB871B4C",
        "FargateServiceAlbLogsBucketE110CBD4",
    ];
    let mut before = Vec::new();
    for id in kept {
        before.push(physical(&world, id).await.unwrap());
    }
    let url = world.rehearsal.stack(STACK_NAME).await.unwrap().unwrap().outputs["WebhookEndpoint"].clone();

    let outcome = world.deploy(&prod()).await;
    let Outcome::Succeeded { endpoints } = &outcome else { panic!("{outcome:?}") };
    assert_eq!(endpoints[0].url, url.trim_end_matches('/'));
    for (id, before) in kept.into_iter().zip(before) {
        assert_eq!(physical(&world, id).await, Some(before), "{id}");
    }
    for gone in ["FargateServiceECC8084D", "FargateServiceALB51016011", "FargateServiceTaskRole84C54999"] {
        assert_eq!(physical(&world, gone).await, None, "{gone}");
    }
    assert!(matches!(world.deploy(&prod()).await, Outcome::NothingToChange { .. }));
    let outcome = world.deploy(&request(Environment::Dev, "0.18.0")).await;
    assert!(matches!(outcome, Outcome::Succeeded { .. }), "{outcome:?}");
}

#[tokio::test]
async fn the_plan_says_what_stays_what_is_new_and_what_goes() {
    let world = world(&npm_stack()).await;
    let plan = plan(&world, &prod()).await.unwrap();
    let mut text = plan.summary.join("\n");
    for (title, action) in
        [("Added", ChangeAction::Add), ("Changed", ChangeAction::Modify), ("Removed", ChangeAction::Remove)]
    {
        let mut names: Vec<_> = plan
            .changes
            .iter()
            .filter(|c| c.action == action)
            .map(|c| format!("{:?} {}", c.group, c.name))
            .collect();
        names.sort();
        text += &format!("\n\n{title}:\n{}", names.join("\n"));
    }
    insta::assert_snapshot!(text);
    assert_eq!(plan.warnings, Vec::<String>::new());
    assert!(!plan.changes.iter().any(|change| change.action == ChangeAction::Replace));
}

#[tokio::test]
async fn an_access_list_that_would_be_lost_is_told() {
    let mut old = npm_stack();
    old["Resources"]["BenchlingWebhookAPI8A262423"]["Properties"]["Policy"] =
        serde_json::json!({ "Version": "2012-10-17" });
    let world = world(&old).await;
    let warnings = plan(&world, &prod()).await.unwrap().warnings;
    assert!(warnings[0].starts_with("Prod: so far only some addresses can call the webhook"), "{warnings:?}");
}

#[tokio::test]
async fn dev_alone_does_not_take_it_over() {
    let world = world(&npm_stack()).await;
    let outcome = world.deploy(&request(Environment::Dev, "0.18.0")).await;
    assert_eq!(problem(&outcome).code, Code::StackForeign);
    assert!(problem(&outcome).next.starts_with("Deploy prod first"), "{outcome:?}");
}

#[tokio::test]
async fn what_differs_from_the_known_shape_is_refused_with_its_reasons() {
    let mut changed = npm_stack();
    changed["Resources"]["AnotherStage"] =
        changed["Resources"]["BenchlingWebhookAPIDeploymentStageprod2F5EACF4"].clone();
    changed["Resources"]["AnotherStage"]["Properties"]["StageName"] = "dev".into();
    let world = world(&changed).await;
    let mut both = prod();
    both.targets.extend(request(Environment::Dev, "0.18.0").targets);
    let outcome = world.deploy(&both).await;
    assert_eq!(
        problem(&outcome).causes,
        ["DevStage would be created while AnotherStage still has its name."]
    );
}

#[tokio::test]
async fn a_stack_of_a_later_tool_is_refused_and_told_why() {
    for (id, words) in [("BenchlingWebhookRestApi205BD88B", "version 0.8 or later"), ("Api", "another tool")]
    {
        let template = serde_json::json!({
            "Parameters": npm_stack()["Parameters"],
            "Resources": { id: { "Type": "AWS::ApiGateway::RestApi", "Properties": { "Name": "other" } } },
        });
        let world = world(&template).await;
        let outcome = world.deploy(&prod()).await;
        assert_eq!(problem(&outcome).code, Code::StackForeign);
        assert!(problem(&outcome).message.contains(words), "{outcome:?}");
        assert!(physical(&world, id).await.is_some());
    }
}
