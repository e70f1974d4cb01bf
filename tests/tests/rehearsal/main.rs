//! The contract that the SDK keeps on the stand-ins, kept by the rehearsal.
//!
//! Left out: restoring a secret that is scheduled for deletion, which nothing in a rehearsal can bring about.

use std::sync::Arc;

use engine::clock::StillClock;
use engine::cloud::Cloud;
use engine::cloud::rehearsal::{Pace, Rehearsal};
use installer_tests::contract;
use ipc::bridge::Fault;
use ipc::{ImageRepository, Timestamp};
use serde_json::json;

/// A world whose time passes while somebody sleeps.
fn world(pace: Pace) -> (tempfile::TempDir, Arc<StillClock>, Rehearsal) {
    let folder = tempfile::tempdir().unwrap();
    let clock = Arc::new(StillClock::at(Timestamp(1_790_000_000_000)));
    let cloud = Rehearsal::open(folder.path().join("cloud-state.json"), clock.clone(), pace).unwrap();
    (folder, clock, cloud)
}

#[tokio::test]
async fn absent_things_are_no_problems() {
    let (_folder, _, cloud) = world(Pace::instant());
    contract::absent_things_are_no_problems(&cloud).await;
}

#[tokio::test]
async fn the_caller_has_an_account_and_a_source() {
    let (_folder, _, cloud) = world(Pace::instant());
    contract::the_caller_has_an_account_and_a_source(&cloud).await;
}

#[tokio::test]
async fn a_discarded_change_set_leaves_nothing() {
    let (_folder, _, cloud) = world(Pace::instant());
    contract::a_discarded_change_set_leaves_nothing(&cloud).await;
}

#[tokio::test]
async fn stacks_are_created_changed_and_left_alone_at_any_pace() {
    for pace in [Pace::instant(), Pace::seconds(20)] {
        let (_folder, clock, cloud) = world(pace);
        contract::a_stack_is_created(&cloud, &*clock).await;
        contract::a_condition_adds_and_removes(&cloud, &*clock).await;
        contract::nothing_to_change_is_no_problem(&cloud, &*clock).await;
        contract::execution_can_be_repeated(&cloud, &*clock).await;
    }
}

#[tokio::test]
async fn a_failed_creation_is_rolled_back() {
    let (_folder, clock, cloud) = world(Pace::seconds(20));
    cloud.fail_with(Some(Fault::Quota)).unwrap();
    let template = json!({ "Resources": {
        "Queue": { "Type": "AWS::SQS::Queue" },
        "Vpc": { "Type": "AWS::EC2::VPC", "DependsOn": "Queue", "Properties": { "CidrBlock": "10.0.0.0/16" } },
    } });
    contract::a_failed_creation_is_rolled_back(&cloud, &*clock, &template, "Vpc").await;
}

#[tokio::test]
async fn a_secret_is_written_when_it_differs() {
    let (_folder, _, cloud) = world(Pace::instant());
    contract::a_secret_is_written_when_it_differs(&cloud).await;
}

#[tokio::test]
async fn a_tag_stands_for_an_image() {
    let (_folder, _, cloud) = world(Pace::instant());
    let (repository, tag) = (ImageRepository::quilt(), "0.17.1".parse().unwrap());
    let digest = cloud.image(&repository, &tag).await.unwrap().unwrap().digest;
    contract::a_tag_stands_for_an_image(&cloud, &repository, &tag, &digest, &"0.6.3".parse().unwrap()).await;
}
