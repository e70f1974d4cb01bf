//! What an update from the npm tool's stack keeps, and what it would collide with.

use std::collections::BTreeSet;

use engine::template::{self, MAX_BYTES, Network, Origin, Parameters, Rendered};
use serde_json::Value;

/// The stack of release 0.6.2.
pub fn npm_stack() -> Value {
    template::read(include_str!("../../../../../tests/fixtures/npm-0.6.yaml")).unwrap()
}

/// The parameters with which prod takes it over.
fn taking_over() -> Parameters {
    [("ProdEnabled", "true"), ("VpcId", "vpc-0default"), ("SetApiGatewayLogRole", "true")]
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .into()
}

fn collisions(new: &Value) -> Vec<String> {
    template::collisions(&npm_stack(), &Rendered::of(new, &taking_over()).unwrap())
}

/// What stands in the old stack under the same logical id.
fn taken_over() -> BTreeSet<String> {
    let (old, new) = (npm_stack(), template::template());
    let ids = |template: &Value| -> BTreeSet<String> {
        template["Resources"].as_object().unwrap().keys().cloned().collect()
    };
    ids(&old).intersection(&ids(&new)).cloned().collect()
}

#[test]
fn each_generation_is_known_by_its_logical_ids() {
    assert_eq!(template::origin(&npm_stack()), Origin::Npm);
    assert_eq!(template::origin(&template::template()), Origin::Ours);
    assert_eq!(template::origin(&template::template_over(&npm_stack())), Origin::Ours);
    let later = serde_json::json!({ "Resources": { "BenchlingWebhookRestApi205BD88B": {} } });
    assert_eq!(template::origin(&later), Origin::NpmNetworkBalancer);
    assert_eq!(template::origin(&Value::Null), Origin::Unknown);
}

#[test]
fn an_update_of_the_npm_tools_stack_collides_with_nothing() {
    assert_eq!(collisions(&template::template_over(&npm_stack())), Vec::<String>::new());
}

#[test]
fn each_takeover_is_needed() {
    let taken_over = taken_over();
    assert_eq!(
        taken_over.iter().map(String::as_str).collect::<Vec<_>>(),
        [
            "ApiGatewayAccount",
            "ApiGatewayCloudWatchRole86F22A4D",
            "BenchlingWebhookAPI8A262423",
            "BenchlingWebhookAPIANYC63EA03E",
            "BenchlingWebhookAPIDeploymentStageprod2F5EACF4",
            "BenchlingWebhookAPIproxyANY8B455BA3",
            "BenchlingWebhookAPIproxyBF5BF08A",
            "FargateServiceBenchlingWebhookCluster163F6AB9",
        ]
    );
    // The role has no name of its own: two could stand side by side.
    for id in taken_over.iter().filter(|id| !id.contains("CloudWatchRole")) {
        let without = template::template_over(&npm_stack()).to_string().replace(id, "Renamed");
        let found = collisions(&serde_json::from_str(&without).unwrap());
        assert!(found.iter().any(|why| why.contains(id)), "{id} taken out: {found:?}");
    }
}

#[test]
fn a_fixed_name_that_the_old_stack_holds_is_refused() {
    for (kind, property, name, owner) in [
        (
            "AWS::Logs::LogGroup",
            "LogGroupName",
            "/ecs/benchling-webhook",
            "FargateServiceContainerLogGroup86AF6CB5",
        ),
        (
            "AWS::ElasticLoadBalancingV2::LoadBalancer",
            "Name",
            "benchling-webhook-alb",
            "FargateServiceALB51016011",
        ),
        ("AWS::ECS::Service", "ServiceName", "benchling-webhook-service", "FargateServiceECC8084D"),
    ] {
        let mut new = template::template();
        let (id, body) = new["Resources"]
            .as_object_mut()
            .unwrap()
            .iter_mut()
            .find(|(id, body)| body["Type"] == kind && !id.starts_with("Dev"))
            .unwrap();
        body["Properties"][property] = name.into();
        let expected = format!("{id} would be created while {owner} still has its name.");
        assert_eq!(collisions(&new), [expected]);
    }
}

#[test]
fn a_replacement_under_the_same_name_or_of_the_address_is_refused() {
    let mut old = npm_stack();
    let id = "BenchlingWebhookAPIDeploymentStageprod2F5EACF4";
    old["Resources"][id]["Properties"]["RestApiId"] = serde_json::json!({ "Ref": "AnotherApi" });
    let new = Rendered::of(&template::template(), &taking_over()).unwrap();
    let found = template::collisions(&old, &new);
    assert!(found.iter().any(|why| why == &format!("{id} would be replaced under the name that it has.")));
    assert!(found.iter().any(|why| why.ends_with("the webhook URL would change.")), "{found:?}");
}

#[test]
fn what_holds_data_stays_with_what_would_empty_it() {
    let over = template::template_over(&npm_stack());
    let kept: Vec<&str> = over["Resources"]
        .as_object()
        .unwrap()
        .iter()
        .filter(|(_, body)| body["DeletionPolicy"] == "Retain")
        .map(|(id, _)| id.as_str())
        .collect();
    assert_eq!(
        kept,
        [
            "FargateServiceContainerLogGroup86AF6CB5",
            "FargateServiceAlbLogsBucketE110CBD4",
            "FargateServiceAlbLogsBucketPolicy0A97B26A",
            "FargateServiceAlbLogsBucketAutoDeleteObjectsCustomResource3FB0082E",
            "CustomS3AutoDeleteObjectsCustomResourceProviderRole3B1BD092",
            "CustomS3AutoDeleteObjectsCustomResourceProviderHandler9D90184F",
            "ApiGatewayAccessLogsFB871B4C",
        ]
    );
    for id in kept {
        assert_eq!(over["Resources"][id]["Properties"], npm_stack()["Resources"][id]["Properties"], "{id}");
    }
    // And at every update that follows.
    assert_eq!(template::template_over(&over), over);
    assert_eq!(template::template_over(&template::template()), template::template());
    // The function's code is a line here; an archive's place in the CDK's bucket is longer.
    let bytes = template::compact(&over).len() + 150;
    assert!(bytes <= MAX_BYTES, "{} bytes too many", bytes - MAX_BYTES);
}

#[test]
fn the_network_is_read_from_the_stack_and_not_looked_for() {
    let network = Network::Existing {
        vpc: "vpc-0default".into(),
        subnets: ["subnet-0a", "subnet-0b", "subnet-0c"].map(str::to_owned).into(),
        public: true,
    };
    assert_eq!(template::network(&npm_stack()), Some(network));
    let mut unreadable = npm_stack();
    unreadable["Resources"]["FargateServiceTargetGroupD0B47ED6"]["Properties"]["VpcId"] = Value::Null;
    assert_eq!(template::network(&unreadable), None);
}

#[test]
fn prod_changes_over_only_when_its_tasks_are_healthy() {
    // A service is complete when its tasks are; the stage that the old stack serves from waits for it.
    let new = template::template();
    let stage = &new["Resources"]["BenchlingWebhookAPIDeploymentStageprod2F5EACF4"];
    assert!(
        template::mentions(&serde_json::json!({ "DependsOn": stage["DependsOn"] })).contains("ProdService")
    );
}
