//! What exists, what it is called, and what must never be in it.

use std::collections::{BTreeMap, BTreeSet};

use engine::template::{self, MAX_BYTES, group_of, plain_name, usual_seconds};
use ipc::Environment;
use ipc::plan::Group;
use serde_json::Value;

use super::reading::{Stack, mentions};

fn whole() -> Value {
    template::template()
}

fn resources(template: &Value) -> impl Iterator<Item = (&String, &Value)> {
    template["Resources"].as_object().unwrap().iter()
}

#[test]
fn the_whole_template() {
    insta::assert_json_snapshot!(whole());
}

#[test]
fn it_can_be_sent_as_it_is() {
    let bytes = template::compact(&whole()).len();
    assert!(bytes <= MAX_BYTES, "{} bytes too many", bytes - MAX_BYTES);
}

#[test]
fn it_is_always_the_same() {
    assert_eq!(template::compact(&whole()), template::compact(&whole()));
    assert_eq!(template::read(&template::compact(&whole())), Ok(whole()));
}

#[test]
fn every_parameter_and_condition_is_used() {
    let template = whole();
    let text = ["Conditions", "Resources", "Outputs"].map(|section| template[section].to_string()).concat();
    for section in ["Parameters", "Conditions"] {
        for name in template[section].as_object().unwrap().keys() {
            let uses =
                text.matches(&format!("\"{name}\"")).count() + text.matches(&format!("${{{name}}}")).count();
            // A condition's declaration is in the text too.
            assert!(uses > usize::from(section == "Conditions"), "{name}");
        }
    }
}

#[test]
fn no_environment_mentions_the_other() {
    let template = whole();
    for (id, body) in resources(&template).filter(|(id, _)| group_of(id) != Group::Shared) {
        for mentioned in mentions(body) {
            let foreign = group_of(&mentioned) != Group::Shared && group_of(&mentioned) != group_of(id);
            assert!(!foreign, "{id} mentions {mentioned}");
        }
    }
}

#[test]
fn what_is_shared_depends_on_no_environments_resource() {
    let template = whole();
    for (id, body) in resources(&template).filter(|(id, _)| group_of(id) == Group::Shared) {
        for mentioned in mentions(body) {
            let own =
                template["Resources"].get(&mentioned).is_some() && group_of(&mentioned) != Group::Shared;
            assert!(!own, "{id} mentions {mentioned}");
        }
    }
}

#[test]
fn what_exists_with_an_environment_belongs_to_it() {
    let neither: BTreeSet<_> = Stack::with(&[]).resources.into_iter().map(|(id, _)| id).collect();
    assert!(neither.iter().all(|id| group_of(id) == Group::Shared));
    for environment in Environment::ALL {
        let title = environment.title();
        let alone =
            Stack::with(&[(&format!("{title}Enabled"), "true"), (&format!("{title}Sidecars"), "true")]);
        let own: BTreeMap<_, _> = alone.resources.iter().filter(|(id, _)| !neither.contains(*id)).collect();
        assert!(own.len() > 20);
        assert!(own.keys().all(|id| group_of(id) == Group::from(environment)), "{:?}", own.keys());
        for (id, body) in own {
            let tags = body["Properties"]["Tags"].as_array().into_iter().flatten();
            for tag in tags.filter(|tag| tag["Key"] == "Environment") {
                assert_eq!(tag["Value"], environment.as_str(), "{id}");
            }
        }
    }
}

#[test]
fn a_person_can_tell_the_resources_apart() {
    let template = whole();
    let mut seen = BTreeMap::new();
    for (id, body) in resources(&template) {
        let kind = body["Type"].as_str().unwrap();
        let name = plain_name(id, kind);
        assert!(!name.contains("::") && !name.contains("Dev") && !name.contains("Prod"), "{id}: {name}");
        // Of an environment's two snapshots one exists at a time.
        if name != "API snapshot" {
            assert_eq!(seen.insert((group_of(id), name), id), None, "{id}");
        }
        let (from, to) = usual_seconds(kind);
        assert!(0 < from && from < to, "{kind}");
    }
}

#[test]
fn the_number_of_tasks_belongs_to_scaling() {
    assert!(!template::compact(&whole()).contains("DesiredCount: "));
    let stack = Stack::with(&[("ProdEnabled", "true"), ("DevEnabled", "true")]);
    let limits = |id: &str| {
        let properties = stack.properties(id);
        (properties["MinCapacity"].as_u64(), properties["MaxCapacity"].as_u64())
    };
    assert_eq!(limits("ProdScalableTarget"), (Some(2), Some(10)));
    assert_eq!(limits("DevScalableTarget"), (Some(1), Some(2)));
}

#[test]
fn a_broken_image_is_rolled_back() {
    let stack = Stack::with(&[("ProdEnabled", "true"), ("DevEnabled", "true")]);
    for service in stack.of_type("AWS::ECS::Service") {
        let breaker = &stack.properties(service)["DeploymentConfiguration"]["DeploymentCircuitBreaker"];
        assert_eq!(*breaker, serde_json::json!({ "Enable": true, "Rollback": true }));
    }
}

#[test]
fn logs_outlive_the_environment_and_never_stand_in_its_way() {
    let template = whole();
    let mut kept = BTreeSet::new();
    for (id, body) in resources(&template).filter(|(_, body)| body.get("DeletionPolicy").is_some()) {
        assert_eq!(body["DeletionPolicy"], "RetainExceptOnCreate", "{id}");
        kept.insert(id.trim_start_matches("Dev").trim_start_matches("Prod"));
        for name in ["LogGroupName", "RoleName"] {
            assert!(body["Properties"].get(name).is_none(), "{id} has a fixed name");
        }
    }
    assert_eq!(
        kept,
        ["AccessLogGroup", "ApiGatewayAccount", "ApiGatewayCloudWatchRole86F22A4D", "LogGroup"].into()
    );
}

#[test]
fn a_fixed_name_of_older_stacks_is_taken_over_or_avoided() {
    let old = [
        ("benchling-webhook-cluster", "FargateServiceBenchlingWebhookCluster163F6AB9"),
        ("/ecs/benchling-webhook", "FargateServiceContainerLogGroup86AF6CB5"),
        ("/aws/apigateway/benchling-webhook", "ApiGatewayAccessLogsFB871B4C"),
        ("benchling-webhook-service", "FargateServiceECC8084D"),
        ("benchling-webhook-alb", "FargateServiceALB51016011"),
        ("{proxy+}", "BenchlingWebhookAPIproxyBF5BF08A"),
        ("BenchlingWebhookAPI", "BenchlingWebhookAPI8A262423"),
        ("prod", "BenchlingWebhookAPIDeploymentStageprod2F5EACF4"),
    ];
    let naming = ["ClusterName", "LogGroupName", "ServiceName", "Name", "PathPart", "StageName", "TableName"];
    let template = whole();
    for (id, body) in resources(&template) {
        for property in naming {
            let name = body["Properties"][property].as_str();
            if let Some((_, owner)) = old.iter().find(|(fixed, _)| Some(*fixed) == name) {
                assert_eq!(id, owner, "{property}");
            }
        }
    }
    // These keep the webhook's address through an upgrade.
    for owner in ["BenchlingWebhookAPI8A262423", "BenchlingWebhookAPIDeploymentStageprod2F5EACF4"] {
        assert!(template["Resources"].get(owner).is_some(), "{owner}");
    }
    let exports = template["Outputs"].as_object().unwrap().values().filter(|o| o.get("Export").is_some());
    assert_eq!(exports.count(), 0, "older stacks export names of their own");
}

#[test]
fn the_consumers_and_their_queues_come_with_the_images_that_have_them() {
    let containers = |sidecars: &str| {
        let stack = Stack::with(&[("ProdEnabled", "true"), ("ProdSidecars", sidecars)]);
        let task = stack.properties("ProdTaskDefinition")["ContainerDefinitions"].as_array().unwrap().clone();
        (task, stack.of_type("AWS::SQS::Queue").len(), stack.of_type("AWS::Events::Rule").len())
    };
    let (task, queues, rules) = containers("false");
    assert_eq!((task.len(), queues, rules), (1, 0, 0));

    let (task, queues, rules) = containers("true");
    assert_eq!((queues, rules), (4, 1));
    let commands: Vec<_> = task.iter().map(|container| container["Command"][2].as_str()).collect();
    assert_eq!(commands, [None, Some("src.sqs_consumer"), Some("src.packaging_consumer")]);
    let images: BTreeSet<_> = task.iter().map(|container| container["Image"].to_string()).collect();
    assert_eq!(images.len(), 1, "all of one image");
}

#[test]
fn every_generation_of_the_image_finds_its_variables() {
    let stack = Stack::with(&[("ProdEnabled", "true"), ("ProdSidecars", "true")]);
    let task = &stack.properties("ProdTaskDefinition")["ContainerDefinitions"];
    let names = |container: &Value| -> BTreeSet<String> {
        let variables = container["Environment"].as_array().unwrap().iter();
        variables.map(|variable| variable["Name"].as_str().unwrap().to_owned()).collect()
    };
    let second = [
        "QUILT_WEB_HOST",
        "ATHENA_USER_DATABASE",
        "ATHENA_USER_WORKGROUP",
        "PACKAGER_SQS_URL",
        "AWS_REGION",
        "BenchlingSecret",
        "PACKAGING_REQUEST_QUEUE_URL",
        "PACKAGE_EVENT_QUEUE_URL",
    ];
    for container in task.as_array().unwrap() {
        assert!(second.iter().all(|name| names(container).contains(*name)), "{container}");
    }
    for name in ["QuiltStackARN", "PORT", "STAGE", "LOG_LEVEL", "ENABLE_WEBHOOK_VERIFICATION"] {
        assert!(names(&task[0]).contains(name), "{name}");
    }
}
