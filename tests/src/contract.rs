//! What every [`Cloud`] does alike, as functions that an implementation's tests call one line each.
//!
//! They run on the SDK against the stand-ins and on the rehearsal, so that the simulation can't drift from what
//! others implement. Where a stand-in is known to differ from AWS, its tests leave that function out; none of
//! them bends a function to a stand-in. Every function uses names of its own, so all may run on one cloud.
//!
//! `clock` is what the cloud's time goes by: the machine's for a server, the rehearsal's own for a rehearsal.

#![allow(clippy::unwrap_used, reason = "a contract that is broken is a test that fails")]

use std::collections::BTreeMap;
use std::time::Duration;

use engine::Clock;
use engine::cloud::{
    ChangeSet, ChangeSetRequest, Cloud, LogQuery, Parameter, ResourceAction, SecretState, Stack,
};
use engine::secret::Secret;
use ipc::{BucketName, Digest, ImageRepository, ImageTag};
use serde_json::{Value, json};

/// Between two looks at a stack that is being changed, and how often before the test gives up.
const POLL: Duration = Duration::from_millis(200);
const POLLS: usize = 300;

/// Two queues, the second one only where the parameter says so, and a log group.
pub fn template() -> Value {
    json!({
        "Parameters": {
            "WithSecond": { "Type": "String", "Default": "No", "AllowedValues": ["Yes", "No"] },
            "Retention": { "Type": "Number", "Default": 7 }
        },
        "Conditions": { "HasSecond": { "Fn::Equals": [{ "Ref": "WithSecond" }, "Yes"] } },
        "Resources": {
            "FirstQueue": { "Type": "AWS::SQS::Queue" },
            "SecondQueue": { "Type": "AWS::SQS::Queue", "Condition": "HasSecond", "DependsOn": "FirstQueue" },
            "LogGroup": {
                "Type": "AWS::Logs::LogGroup",
                "Properties": { "RetentionInDays": { "Ref": "Retention" } }
            }
        },
        "Outputs": { "FirstQueueName": { "Value": { "Fn::GetAtt": ["FirstQueue", "QueueName"] } } }
    })
}

/// What is not there is `None`, empty or `Missing`, and no problem.
pub async fn absent_things_are_no_problems(cloud: &dyn Cloud) {
    assert_eq!(cloud.stack("contract-absent").await, Ok(None));
    assert_eq!(cloud.template("contract-absent").await, Ok(None));
    let wanted = Secret::new("{}");
    assert_eq!(cloud.secret_state("contract/absent", &wanted).await, Ok(SecretState::Missing));
    assert_eq!(cloud.service("contract-absent", "contract-absent").await, Ok(None));
    assert_eq!(cloud.tasks("contract-absent", "contract-absent").await, Ok(Vec::new()));
    assert_eq!(cloud.log_lines("/contract/absent", &LogQuery::newest(10)).await, Ok(Vec::new()));
    assert_eq!(cloud.api_gateway_log_role().await, Ok(None));
    assert_eq!(cloud.secret("contract/absent").await, Ok(None));
    assert_eq!(cloud.compare_secret("contract/absent", &wanted, "first").await, Ok(None));
    assert_eq!(cloud.delete_secret("contract/absent").await, Ok(()));
    assert_eq!(cloud.delete_log_group("/contract/absent").await, Ok(()));
    assert_eq!(cloud.delete_stack("contract-absent", &[], "contract-absent").await, Ok(()));
}

/// A deleted secret tells when it goes, and a written one when it was.
pub async fn a_secret_tells_its_age_and_its_end(cloud: &dyn Cloud) {
    let name = "contract/age";
    cloud.put_secret(name, &Secret::new("{}"), "first", &BTreeMap::new()).await.unwrap();
    let written = cloud.secret(name).await.unwrap().unwrap();
    assert!(written.written_at.is_some() && written.deleted_at.is_none(), "{written:?}");
    cloud.delete_secret(name).await.unwrap();
    assert!(cloud.secret(name).await.unwrap().is_none_or(|gone| gone.deleted_at.is_some()));
}

/// A deleted stack is gone, and its name is free.
pub async fn a_stack_is_deleted(cloud: &dyn Cloud, clock: &dyn Clock) {
    let name = "contract-deleted";
    for _ in 0..2 {
        deploy(cloud, clock, &request(name, true)).await;
        cloud.delete_stack(name, &[], "contract-delete").await.unwrap();
        for _ in 0..POLLS {
            if cloud.stack(name).await.unwrap().is_none() {
                break;
            }
            clock.sleep(POLL).await;
        }
        assert_eq!(cloud.stack(name).await.unwrap(), None);
    }
}

/// `name` is a bucket of one's own; there is none of another name.
pub async fn a_bucket_tells_where_it_is(cloud: &dyn Cloud, name: &BucketName) {
    let bucket = cloud.bucket(name).await.unwrap().unwrap();
    assert_eq!(bucket.region, cloud.caller().await.unwrap().region);
    assert_eq!((bucket.read, bucket.write), (Ok(()), Ok(())));
    assert_eq!(cloud.bucket(&"missing-from-the-contract".parse().unwrap()).await, Ok(None));
}

pub async fn the_caller_has_an_account_and_a_source(cloud: &dyn Cloud) {
    let caller = cloud.caller().await.unwrap();
    assert_eq!(caller.account.len(), 12, "{caller:?}");
    assert!(caller.arn.contains(&caller.account), "{caller:?}");
    assert!(!caller.region.is_empty() && !caller.source.is_empty(), "{caller:?}");
}

/// A change set for a new stack makes an empty one, and takes it along when it is deleted.
pub async fn a_discarded_change_set_leaves_nothing(cloud: &dyn Cloud) {
    let mut request = request("contract-discarded", true);
    request.name = "first".into();
    let change_set = cloud.create_change_set(&request).await.unwrap();
    assert!(change_set.created_stack);
    assert!(added(&change_set).is_superset(&["FirstQueue", "LogGroup"].into()), "{change_set:?}");
    let stack = cloud.stack("contract-discarded").await.unwrap().unwrap();
    assert!(stack.is_empty() && !stack.is_busy(), "{stack:?}");
    assert_eq!(cloud.template("contract-discarded").await, Ok(None));

    // A second one in the same empty stack is a guest: its going must not take the first one's stack.
    request.name = "second".into();
    request.token = "contract-second".into();
    let guest = cloud.create_change_set(&request).await.unwrap();
    assert!(!guest.created_stack);
    cloud.delete_change_set(&guest).await.unwrap();
    assert!(cloud.stack("contract-discarded").await.unwrap().is_some());

    cloud.delete_change_set(&change_set).await.unwrap();
    assert_eq!(cloud.stack("contract-discarded").await, Ok(None));
    // What is gone already can be deleted again: a cleaning up that was interrupted is repeated.
    cloud.delete_change_set(&change_set).await.unwrap();
}

/// From nothing to a stack that holds what was sent, and the events that tell how.
pub async fn a_stack_is_created(cloud: &dyn Cloud, clock: &dyn Clock) {
    let name = "contract-created";
    let stack = deploy(cloud, clock, &request(name, true)).await;
    assert_eq!(stack.state, "CREATE_COMPLETE");
    assert_eq!(stack.parameters, strings([("WithSecond", "No"), ("Retention", "7")]));
    assert_eq!(stack.tags, strings([("made-by", "contract")]));
    assert!(!stack.outputs["FirstQueueName"].is_empty());
    assert_eq!(cloud.stack(&stack.arn).await.unwrap().map(|stack| stack.name).as_deref(), Some(name));
    assert!(cloud.stacks().await.unwrap().iter().any(|listed| listed.arn == stack.arn));
    assert_eq!(cloud.template(name).await, Ok(Some(template())));
    assert_eq!(physical_ids(cloud, name).await.into_keys().collect::<Vec<_>>(), ["FirstQueue", "LogGroup"]);

    let events = cloud.stack_events(name, None).await.unwrap();
    assert!(events.iter().any(|event| event.logical_id == "FirstQueue" && event.status == "CREATE_COMPLETE"));
    let last = events.last().unwrap();
    assert_eq!((last.logical_id.as_str(), last.status.as_str()), (name, "CREATE_COMPLETE"), "oldest first");
    assert!(events.is_sorted_by_key(|event| event.at));
    let (seen, fresh) = events.split_at(events.len() / 2);
    let after = cloud.stack_events(name, seen.last().map(|event| event.id.as_str())).await.unwrap();
    assert_eq!(after, fresh, "strictly after the one that was seen");
    assert_eq!(cloud.stack_events(name, Some(&last.id)).await, Ok(Vec::new()));
}

/// A parameter switches a part of the stack on and off; the other part does not notice.
pub async fn a_condition_adds_and_removes(cloud: &dyn Cloud, clock: &dyn Clock) {
    let name = "contract-condition";
    deploy(cloud, clock, &request(name, true)).await;
    let before = physical_ids(cloud, name).await;

    let mut update = request(name, false);
    update.parameters.insert("WithSecond".into(), Parameter::Value("Yes".into()));
    update.parameters.insert("Retention".into(), Parameter::Previous);
    let change_set = cloud.create_change_set(&update).await.unwrap();
    assert!(!change_set.created_stack);
    assert_eq!(added(&change_set), ["SecondQueue"].into());
    let stack = execute(cloud, clock, &change_set, &update.token).await;
    assert_eq!(stack.state, "UPDATE_COMPLETE");
    assert_eq!(stack.parameters, strings([("WithSecond", "Yes"), ("Retention", "7")]));
    let mut both = physical_ids(cloud, name).await;
    assert!(both.remove("SecondQueue").is_some());
    assert_eq!(both, before);

    let mut update = request(name, false);
    update.name = "away".into();
    update.token = format!("{name}-away");
    let stack = deploy(cloud, clock, &update).await;
    assert_eq!(stack.state, "UPDATE_COMPLETE");
    assert_eq!(physical_ids(cloud, name).await, before);
}

/// An empty change set, and no trace of it: its name is free again.
pub async fn nothing_to_change_is_no_problem(cloud: &dyn Cloud, clock: &dyn Clock) {
    let name = "contract-unchanged";
    deploy(cloud, clock, &request(name, true)).await;
    for token in ["contract-unchanged-1", "contract-unchanged-2"] {
        let again = ChangeSetRequest { name: "again".into(), token: token.into(), ..request(name, false) };
        let change_set = cloud.create_change_set(&again).await.unwrap();
        assert_eq!(change_set.changes, Vec::new());
        assert!(!change_set.created_stack);
    }
    assert_eq!(cloud.stack(name).await.unwrap().unwrap().state, "CREATE_COMPLETE");
}

/// The token makes a repeated execution the same execution, whether it is under way or done.
pub async fn execution_can_be_repeated(cloud: &dyn Cloud, clock: &dyn Clock) {
    let name = "contract-repeated";
    let request = request(name, true);
    let change_set = cloud.create_change_set(&request).await.unwrap();
    cloud.execute_change_set(&change_set, &request.token).await.unwrap();
    cloud.execute_change_set(&change_set, &request.token).await.unwrap();
    let stack = settled(cloud, clock, name).await;
    assert_eq!(stack.state, "CREATE_COMPLETE");
    cloud.execute_change_set(&change_set, &request.token).await.unwrap();
    let events = cloud.stack_events(name, None).await.unwrap();
    let ours = events.iter().filter(|event| event.token.as_deref() == Some(&request.token));
    assert!(ours.count() >= 4, "the events carry the token of the operation: {events:#?}");
    // Somebody else's execution of the same change set is refused.
    assert!(cloud.execute_change_set(&change_set, "another-token").await.is_err());
}

/// `template` has a resource that fails; `culprit` is its logical id.
pub async fn a_failed_creation_is_rolled_back(
    cloud: &dyn Cloud,
    clock: &dyn Clock,
    template: &Value,
    culprit: &str,
) {
    let name = "contract-failed";
    let request = ChangeSetRequest {
        template: template.to_string(),
        parameters: BTreeMap::new(),
        ..request(name, true)
    };
    let stack = deploy(cloud, clock, &request).await;
    assert_eq!(stack.state, "ROLLBACK_COMPLETE");
    let events = cloud.stack_events(name, None).await.unwrap();
    let failure = events.iter().find(|event| event.status == "CREATE_FAILED").unwrap();
    assert_eq!(failure.logical_id, culprit);
    assert!(failure.reason.is_some(), "{failure:?}");
    assert_eq!(events.last().unwrap().status, "ROLLBACK_COMPLETE");
}

/// Written once, the same afterwards however it is spelt; going back to an older value is a change too.
pub async fn a_secret_is_written_when_it_differs(cloud: &dyn Cloud) {
    let name = "quiltdata/benchling-webhook/contract/written";
    let tags = strings([("made-by", "contract")]);
    let old = Secret::new(r#"{"tenant":"my-company","client_secret":"canary-1"}"#);
    let new = Secret::new(r#"{"tenant":"my-company","client_secret":"canary-2"}"#);
    let arn = cloud.put_secret(name, &old, "first", &tags).await.unwrap();
    assert!(arn.contains(name), "{arn}");
    let respelt = Secret::new(r#"{ "client_secret": "canary-1", "tenant": "my-company" }"#);
    assert_eq!(cloud.secret_state(name, &respelt).await, Ok(SecretState::Same));
    assert_eq!(cloud.secret_state(name, &new).await, Ok(SecretState::Different));
    let compared = async |wanted: &Secret, version| {
        cloud
            .compare_secret(name, wanted, version)
            .await
            .unwrap()
            .map(|found| (found.is_version, found.differing))
    };
    // Some stand-ins name the first version themselves.
    assert_eq!(compared(&respelt, "first").await.map(|(_, differing)| differing), Some(BTreeMap::new()));
    // Of a setting it is told what is held, of the client secret that it is another one.
    let other = Secret::new(r#"{"tenant":"another","client_secret":"canary-2","pkg_key":"id"}"#);
    let held = [("tenant", Some("my-company")), ("client_secret", None), ("pkg_key", None)];
    let held = held.map(|(key, value)| (key.to_owned(), value.map(str::to_owned)));
    assert_eq!(compared(&other, "second").await, Some((false, held.into())));
    assert_eq!(cloud.put_secret_back(name, "first").await, Ok(false), "there is nothing before it");
    for (value, version) in [(&new, "second"), (&old, "third")] {
        assert_eq!(cloud.put_secret(name, value, version, &tags).await.as_ref(), Ok(&arn));
        assert_eq!(cloud.secret_state(name, value).await, Ok(SecretState::Same));
        assert_eq!(compared(value, version).await, Some((true, BTreeMap::new())));
    }
    assert_eq!(cloud.put_secret_back(name, "second").await, Ok(false), "it is not the current one");
    for again in [true, false] {
        assert_eq!(cloud.put_secret_back(name, "third").await, Ok(again));
        assert_eq!(cloud.secret_state(name, &new).await, Ok(SecretState::Same));
    }
}

/// The name of a secret that is scheduled for deletion is taken; writing brings it back.
pub async fn a_deleted_secret_is_restored(cloud: &dyn Cloud, name: &str, arn: &str) {
    let value = Secret::new(r#"{"tenant":"after"}"#);
    assert_eq!(cloud.secret_state(name, &value).await, Ok(SecretState::ScheduledForDeletion));
    assert_eq!(cloud.put_secret(name, &value, "first", &BTreeMap::new()).await.as_deref(), Ok(arn));
    assert_eq!(cloud.secret_state(name, &value).await, Ok(SecretState::Same));
}

/// `digest` is what `tag` points at, index or not; the repository has no `absent`.
pub async fn a_tag_stands_for_an_image(
    cloud: &dyn Cloud,
    repository: &ImageRepository,
    tag: &ImageTag,
    digest: &Digest,
    absent: &ImageTag,
) {
    let image = cloud.image(repository, tag).await.unwrap();
    assert_eq!(image.map(|image| image.digest).as_ref(), Some(digest));
    assert_eq!(cloud.image(repository, absent).await, Ok(None));
}

/// A request for the template as it stands, without the second queue.
fn request(stack: &str, create: bool) -> ChangeSetRequest {
    ChangeSetRequest {
        stack: stack.into(),
        name: if create { "create".into() } else { "update".into() },
        create,
        template: template().to_string(),
        parameters: [("WithSecond", "No"), ("Retention", "7")]
            .map(|(key, value)| (key.to_owned(), Parameter::Value(value.into())))
            .into(),
        tags: strings([("made-by", "contract")]),
        token: format!("{stack}-{}", if create { "create" } else { "update" }),
    }
}

async fn deploy(cloud: &dyn Cloud, clock: &dyn Clock, request: &ChangeSetRequest) -> Stack {
    let change_set = cloud.create_change_set(request).await.unwrap();
    execute(cloud, clock, &change_set, &request.token).await
}

async fn execute(cloud: &dyn Cloud, clock: &dyn Clock, change_set: &ChangeSet, token: &str) -> Stack {
    cloud.execute_change_set(change_set, token).await.unwrap();
    settled(cloud, clock, &change_set.stack).await
}

async fn settled(cloud: &dyn Cloud, clock: &dyn Clock, name: &str) -> Stack {
    for _ in 0..POLLS {
        let stack = cloud.stack(name).await.unwrap().unwrap();
        if !stack.is_busy() && !stack.is_empty() {
            return stack;
        }
        clock.sleep(POLL).await;
    }
    panic!("{name} is still being changed")
}

async fn physical_ids(cloud: &dyn Cloud, stack: &str) -> BTreeMap<String, String> {
    let resources = cloud.resources(stack).await.unwrap();
    let there = resources.into_iter().filter(|resource| !resource.status.starts_with("DELETE"));
    there.map(|resource| (resource.logical_id, resource.physical_id.unwrap_or_default())).collect()
}

fn added(change_set: &ChangeSet) -> std::collections::BTreeSet<&str> {
    let added = change_set.changes.iter().filter(|change| change.action == ResourceAction::Add);
    added.map(|change| change.logical_id.as_str()).collect()
}

fn strings<const N: usize>(pairs: [(&str, &str); N]) -> BTreeMap<String, String> {
    pairs.map(|(key, value)| (key.to_owned(), value.to_owned())).into()
}
