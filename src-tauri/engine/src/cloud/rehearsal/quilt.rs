//! The world as a rehearsal finds it: one Quilt stack, made some months ago.

use std::collections::BTreeMap;

use ipc::Timestamp;
use serde_json::{Map, Value, json};

use super::names::{ACCOUNT, REGION, arn, guid};
use super::view::STACK;
use super::world::{Content, Effect, Resource, StoredEvent, StoredStack, VERSION, World};
use crate::cloud::{StackEvent, Subnet, WayOut};

const NAME: &str = "quilt-rehearsal";
const VPC: &str = "vpc-0rehearsal";
const AGE_DAYS: i64 = 120;
/// Always the same, so that its ARN can be written down beforehand.
const NO_GUID: &str = "00000000-0000-0000-0000-000000000000";

pub fn first_world(now: Timestamp) -> World {
    let created = Timestamp(now.0 - AGE_DAYS * 24 * 60 * 60 * 1000);
    World {
        version: VERSION,
        fault: None,
        stacks: vec![quilt_stack(created)],
        change_sets: Vec::new(),
        secrets: BTreeMap::new(),
        tampered: BTreeMap::new(),
        serial: 0,
    }
}

/// Quilt's VPC has two private subnets and two public ones; there is no other.
pub fn subnets(vpc: &str) -> Vec<Subnet> {
    let all = ["a", "b"].into_iter().flat_map(|zone| {
        [("private", WayOut::Nat), ("public", WayOut::InternetGateway)].map(|(kind, way_out)| Subnet {
            id: format!("subnet-0{kind}{zone}"),
            zone: format!("{REGION}{zone}"),
            zone_id: None,
            way_out,
        })
    });
    all.filter(|_| vpc == VPC).collect()
}

fn quilt_stack(created: Timestamp) -> StoredStack {
    let stack_arn = arn("cloudformation", &format!("stack/{NAME}/{NO_GUID}"));
    let queue = format!("{NAME}-PackagerQueue");
    let policy = |name: &str| format!("arn:aws:iam::{ACCOUNT}:policy/{NAME}-{name}");
    let resources = [
        ("PackagerQueue", "AWS::SQS::Queue", format!("https://sqs.{REGION}.amazonaws.com/{ACCOUNT}/{queue}")),
        ("UserAthenaDatabase", "AWS::Glue::Database", "userathenadatabase-rehearsal".into()),
        ("BenchlingAthenaWorkgroup", "AWS::Athena::WorkGroup", format!("{NAME}-benchling")),
        (
            "UserAthenaNonManagedRolePolicy",
            "AWS::IAM::ManagedPolicy",
            policy("UserAthenaNonManagedRolePolicy"),
        ),
        ("BucketWritePolicy", "AWS::IAM::ManagedPolicy", policy("BucketWritePolicy")),
        ("VPC", "AWS::EC2::VPC", VPC.into()),
    ];
    let id = |logical: &str| {
        resources.iter().find(|(id, ..)| *id == logical).map(|(.., id)| id.clone()).unwrap_or_default()
    };
    let text = |name: &str, value: String| (name.to_owned(), value);
    let outputs = BTreeMap::from([
        text("QuiltWebHost", "https://quilt.rehearsal.example".into()),
        text("RegistryHost", "quilt-registry.rehearsal.example".into()),
        text("PackagerQueueUrl", id("PackagerQueue")),
        text("PackagerQueueArn", arn("sqs", &queue)),
        text("UserAthenaDatabaseName", id("UserAthenaDatabase")),
        text("UserAthenaWorkgroupName", id("BenchlingAthenaWorkgroup")),
        text("UserAthenaNonManagedRolePolicy", id("UserAthenaNonManagedRolePolicy")),
        text("BucketWritePolicy", id("BucketWritePolicy")),
        text("BenchlingAthenaWorkgroup", id("BenchlingAthenaWorkgroup")),
    ]);
    let parameters = BTreeMap::from([
        text("QuiltWebHost", "quilt.rehearsal.example".into()),
        text("AdminEmail", "admin@rehearsal.example".into()),
        text("BenchlingWebhook", "Disabled".into()),
    ]);
    let declared: Map<String, Value> =
        resources.iter().map(|(id, kind, _)| ((*id).to_owned(), json!({ "Type": kind }))).collect();
    let content =
        Content { template: json!({ "Resources": declared }), parameters, tags: BTreeMap::new(), outputs };

    let event = |logical_id: &str, physical_id: &str, resource_type: &str, status: &str, effect: Effect| {
        StoredEvent {
            event: StackEvent {
                id: guid(&format!("{NAME}/{logical_id}/{status}")),
                at: created,
                logical_id: logical_id.to_owned(),
                physical_id: Some(physical_id.to_owned()),
                resource_type: resource_type.to_owned(),
                status: status.to_owned(),
                reason: None,
                token: None,
            },
            effect,
        }
    };
    let content = Effect::Content(Box::new(content));
    let mut events = vec![event(NAME, &stack_arn, STACK, "CREATE_IN_PROGRESS", content)];
    for (logical_id, kind, physical_id) in &resources {
        let resource = Resource {
            resource_type: (*kind).to_owned(),
            physical_id: physical_id.clone(),
            properties: Map::new(),
            depends_on: Vec::new(),
            deletion_policy: None,
            update_replace_policy: None,
        };
        let becomes = Effect::Becomes(Box::new(resource));
        events.push(event(logical_id, physical_id, kind, "CREATE_COMPLETE", becomes));
    }
    events.push(event(NAME, &stack_arn, STACK, "CREATE_COMPLETE", Effect::Nothing));
    StoredStack { name: NAME.to_owned(), arn: stack_arn, events }
}
