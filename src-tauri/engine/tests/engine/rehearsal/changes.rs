//! Change sets and what comes of them.

use std::collections::BTreeMap;

use engine::cloud::rehearsal::{Pace, Rehearsal};
use engine::cloud::{ChangeSet, Cloud, HttpMethod, Replacement, ResourceAction, StackEvent};
use ipc::Code;
use serde_json::{Value, json};

use super::stack::{BOTH, PROD, template};
use super::stage::{STACK, Stage, request};

fn statuses<'a>(events: &'a [StackEvent], logical_id: &str) -> Vec<&'a str> {
    events.iter().filter(|e| e.logical_id == logical_id).map(|e| e.status.as_str()).collect()
}

fn changed(change_set: &ChangeSet) -> BTreeMap<&str, (ResourceAction, Replacement, Vec<&str>)> {
    let changes = change_set.changes.iter();
    changes
        .map(|c| {
            let details = c.details.iter().map(String::as_str).collect();
            (c.logical_id.as_str(), (c.action, c.replacement, details))
        })
        .collect()
}

#[tokio::test]
async fn a_stack_is_created_in_the_order_of_its_dependencies() {
    let stage = Stage::new(Pace::instant());
    let plan = stage.plan(true, &PROD).await.unwrap();
    assert!(plan.created_stack && plan.changes.iter().all(|c| c.action == ResourceAction::Add));
    assert!(stage.cloud.stack(STACK).await.unwrap().unwrap().is_empty());
    assert_eq!(stage.cloud.template(STACK).await.unwrap(), None);

    stage.cloud.execute_change_set(&plan, "run").await.unwrap();
    assert_eq!(stage.settle().await, "CREATE_COMPLETE");
    let events = stage.events().await;
    assert_eq!(
        statuses(&events, "ProdService"),
        ["CREATE_IN_PROGRESS", "CREATE_IN_PROGRESS", "CREATE_COMPLETE"]
    );
    let place = |id: &str, status: &str| {
        events.iter().position(|e| e.logical_id == id && e.status == status).unwrap()
    };
    for (first, then) in [
        ("Vpc", "SubnetA"),
        ("NatGateway", "ProdService"),
        ("ProdRule", "ProdService"),
        ("Method", "ProdDeployment"),
    ] {
        assert!(place(first, "CREATE_COMPLETE") < place(then, "CREATE_IN_PROGRESS"), "{first} before {then}");
    }
    assert!(events.iter().all(|e| !e.logical_id.starts_with("Dev")));
    assert_eq!(
        stage.outputs().await["ProdEndpoint"],
        "https://rehearsal0.execute-api.us-east-1.amazonaws.com/prod"
    );
    assert_eq!(stage.cloud.template(STACK).await.unwrap(), Some(template()));

    let after = stage.cloud.stack_events(STACK, Some(&events[4].id)).await.unwrap();
    assert_eq!(after, events[5..], "strictly after the fifth");
}

#[tokio::test]
async fn a_second_environment_leaves_the_first_as_it_is() {
    let stage = Stage::new(Pace::instant());
    stage.deploy(true, &PROD).await;
    let before = stage.physical_ids().await;

    let plan = stage.plan(false, &BOTH).await.unwrap();
    assert!(
        plan.changes.iter().all(|c| c.action == ResourceAction::Add && c.logical_id.starts_with("Dev")),
        "{plan:#?}"
    );
    assert_eq!(stage.deploy(false, &BOTH).await, "UPDATE_COMPLETE");
    let after = stage.physical_ids().await;
    assert!(before.iter().all(|(id, physical)| after[id] == *physical));
    assert_eq!(
        stage.http(HttpMethod::Get, "dev/health").await.1,
        r#"{"status":"healthy","service":"benchling-webhook","version":"0.18.0"}"#
    );

    let only_prod = [("ProdEnabled", "<previous>"), ("ProdImage", "<previous>"), ("DevEnabled", "false")];
    let plan = stage.plan(false, &only_prod).await.unwrap();
    assert!(
        plan.changes.iter().all(|c| c.action == ResourceAction::Remove && c.logical_id.starts_with("Dev"))
    );
    stage.deploy(false, &only_prod).await;
    assert_eq!(stage.physical_ids().await, before);
    assert_eq!(stage.http(HttpMethod::Get, "dev/health").await.0, 403);
}

#[tokio::test]
async fn a_new_image_replaces_the_task_definition_and_changes_the_service_in_place() {
    let stage = Stage::new(Pace::instant());
    stage.deploy(true, &PROD).await;
    let values = [("ProdEnabled", "<previous>"), ("ProdImage", "host/benchling:0.18.0")];
    let plan = stage.plan(false, &values).await.unwrap();
    assert_eq!(
        changed(&plan),
        [
            ("ProdTaskDefinition", (ResourceAction::Modify, Replacement::Yes, vec!["ContainerDefinitions"])),
            ("ProdService", (ResourceAction::Modify, Replacement::No, vec!["TaskDefinition"])),
        ]
        .into()
    );
    let old = stage.physical_ids().await["ProdTaskDefinition"].clone();
    stage.deploy(false, &values).await;
    let new = stage.physical_ids().await["ProdTaskDefinition"].clone();
    assert!(
        old.ends_with("benchling-webhook-prod:1") && new.ends_with("benchling-webhook-prod:2"),
        "{old} {new}"
    );
    let events = stage.events().await;
    let deleted = events.iter().find(|e| e.status == "DELETE_COMPLETE").unwrap();
    assert_eq!(deleted.physical_id, Some(old));
    assert_eq!(events.last().unwrap().status, "UPDATE_COMPLETE");

    let again = stage.plan(false, &values).await.unwrap();
    assert_eq!(again.changes, []);
}

#[tokio::test]
async fn a_replacement_reaches_those_that_refer_to_it_as_conditional() {
    let stage = Stage::new(Pace::instant());
    stage.deploy(true, &PROD).await;
    let mut template = template();
    template["Resources"]["Vpc"]["Properties"]["CidrBlock"] = "10.1.0.0/16".into();
    let values = [("ProdEnabled", "<previous>"), ("ProdImage", "<previous>")];
    let plan = stage.cloud.create_change_set(&request(false, &template, &values)).await.unwrap();
    let changes = changed(&plan);
    assert_eq!(changes["Vpc"].1, Replacement::Yes);
    assert_eq!(changes["ProdTargetGroup"], (ResourceAction::Modify, Replacement::Conditional, vec!["VpcId"]));
    assert!(!changes.contains_key("Cluster"));
}

#[tokio::test]
async fn tags_of_the_stack_reach_every_resource_that_can_carry_them() {
    let stage = Stage::new(Pace::instant());
    stage.deploy(true, &PROD).await;
    let mut request =
        request(false, &template(), &[("ProdEnabled", "<previous>"), ("ProdImage", "<previous>")]);
    request.tags.insert("Owner".into(), "anna".into());
    let plan = stage.cloud.create_change_set(&request).await.unwrap();
    let changes = changed(&plan);
    assert_eq!(changes["Vpc"], (ResourceAction::Modify, Replacement::No, vec!["Tags"]));
    assert!(!changes.contains_key("Method"), "a method carries no tags");
}

#[tokio::test]
async fn cloudformation_refuses_in_its_own_words() {
    let stage = Stage::new(Pace::instant());
    let one = |properties: Value| json!({ "Resources": { "A": { "Type": "AWS::SNS::Topic", "Properties": properties } } });
    let circle = json!({ "Resources": {
        "A": { "Type": "AWS::SNS::Topic", "Properties": { "TopicName": { "Ref": "B" } } },
        "B": { "Type": "AWS::SNS::Topic", "DependsOn": "A" },
    } });
    let large = one(json!({ "DisplayName": "x".repeat(51_200) }));
    type Case = (Value, &'static [(&'static str, &'static str)], &'static str);
    let cases: [Case; 9] = [
        (json!({}), &[], "At least one Resources member must be defined"),
        (
            one(json!({ "TopicName": { "Ref": "Nowhere" } })),
            &[],
            "Unresolved resource dependencies [Nowhere] in the Resources block",
        ),
        (circle, &[], "Circular dependency between resources: [A, B]"),
        (large, &[], "Member must have length less than or equal to 51200"),
        (template(), &[("Unknown", "1")], "Parameters: [Unknown] do not exist in the template"),
        (template(), &[("ProdEnabled", "maybe")], "Parameter 'ProdEnabled' must be one of AllowedValues"),
        (template(), &[("ProdEnabled", "<previous>")], "Cannot specify usePreviousValue as true"),
        (
            one(json!({ "TopicName": { "Fn::Shout": "a" } })),
            &[],
            "Encountered unsupported function: Fn::Shout",
        ),
        (
            json!({ "Parameters": { "P": { "Type": "String" } }, "Resources": { "A": { "Type": "AWS::SNS::Topic" } } }),
            &[],
            "Parameters: [P] must have values",
        ),
    ];
    for (template, values, words) in cases {
        let problem = stage.cloud.create_change_set(&request(true, &template, values)).await.unwrap_err();
        assert_eq!(problem.code, Code::AwsRefused);
        assert!(problem.message.contains(words), "{} should say: {words}", problem.message);
    }
    assert_eq!(stage.cloud.stack(STACK).await.unwrap(), None, "a refusal leaves nothing behind");
    let problem = stage.plan(false, &PROD).await.unwrap_err();
    assert!(problem.message.contains("Stack [BenchlingWebhookStack] does not exist"), "{problem}");
}

#[tokio::test]
async fn an_operation_goes_on_while_the_program_is_closed_and_others_wait_for_it() {
    let stage = Stage::new(Pace::seconds(20));
    let plan = stage.plan(true, &PROD).await.unwrap();
    stage.cloud.execute_change_set(&plan, "run").await.unwrap();
    stage.pass(10.0).await;
    let busy = stage.plan(false, &PROD).await.unwrap_err();
    assert!(busy.message.contains("is in CREATE_IN_PROGRESS state and can not be updated"), "{busy}");

    let other = Rehearsal::open(stage.file(), stage.clock.clone(), Pace::seconds(20)).unwrap();
    let half = other.stack_events(STACK, None).await.unwrap().len();
    stage.pass(9.0).await;
    assert_eq!(other.stack(STACK).await.unwrap().unwrap().state, "CREATE_IN_PROGRESS");
    assert!(other.stack_events(STACK, None).await.unwrap().len() > half);
    stage.pass(2.0).await;
    assert_eq!(other.stack(STACK).await.unwrap().unwrap().state, "CREATE_COMPLETE");
}

#[tokio::test]
async fn a_change_set_is_executed_once_and_repeating_the_call_is_the_same_call() {
    let stage = Stage::new(Pace::instant());
    let plan = stage.plan(true, &PROD).await.unwrap();
    stage.cloud.execute_change_set(&plan, "run").await.unwrap();
    let events = stage.events().await.len();
    stage.cloud.execute_change_set(&plan, "run").await.unwrap();
    assert_eq!(stage.events().await.len(), events);
    assert!(stage.cloud.execute_change_set(&plan, "other").await.is_err());
}
