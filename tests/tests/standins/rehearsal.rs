//! The rehearsal's side of the contract: the simulation does what servers do.

use std::sync::Arc;

use anyhow::{Context, Result};
use engine::clock::StillClock;
use engine::cloud::Cloud;
use engine::cloud::rehearsal::{Pace, Rehearsal};
use installer_tests::contract;
use ipc::bridge::Fault;
use ipc::{ImageRepository, Timestamp};
use serde_json::json;

/// A world of its own, whose time stands still unless somebody waits.
struct Stage {
    cloud: Rehearsal,
    clock: Arc<StillClock>,
    _folder: tempfile::TempDir,
}

impl Stage {
    fn new() -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let clock = Arc::new(StillClock::at(Timestamp(1_790_000_000_000)));
        let cloud =
            Rehearsal::open(folder.path().join("cloud-state.json"), clock.clone(), Pace::seconds(20))?;
        Ok(Self { cloud, clock, _folder: folder })
    }
}

#[tokio::test]
async fn absent_things_are_no_problems() -> Result<()> {
    contract::absent_things_are_no_problems(&Stage::new()?.cloud).await;
    Ok(())
}

#[tokio::test]
async fn a_bucket_tells_where_it_is() -> Result<()> {
    contract::a_bucket_tells_where_it_is(&Stage::new()?.cloud, &"my-company-quilt".parse()?).await;
    Ok(())
}

#[tokio::test]
async fn the_caller_has_an_account_and_a_source() -> Result<()> {
    contract::the_caller_has_an_account_and_a_source(&Stage::new()?.cloud).await;
    Ok(())
}

#[tokio::test]
async fn a_discarded_change_set_leaves_nothing() -> Result<()> {
    contract::a_discarded_change_set_leaves_nothing(&Stage::new()?.cloud).await;
    Ok(())
}

#[tokio::test]
async fn a_stack_is_created() -> Result<()> {
    let stage = Stage::new()?;
    contract::a_stack_is_created(&stage.cloud, &*stage.clock).await;
    Ok(())
}

#[tokio::test]
async fn a_failed_creation_is_rolled_back() -> Result<()> {
    let stage = Stage::new()?;
    stage.cloud.fail_with(Some(Fault::Quota))?;
    let template = json!({ "Resources": {
        "Queue": { "Type": "AWS::SQS::Queue" },
        "Vpc": { "Type": "AWS::EC2::VPC", "DependsOn": "Queue", "Properties": { "CidrBlock": "10.0.0.0/16" } },
    } });
    contract::a_failed_creation_is_rolled_back(&stage.cloud, &*stage.clock, &template, "Vpc").await;
    Ok(())
}

#[tokio::test]
async fn a_condition_adds_and_removes() -> Result<()> {
    let stage = Stage::new()?;
    contract::a_condition_adds_and_removes(&stage.cloud, &*stage.clock).await;
    Ok(())
}

#[tokio::test]
async fn nothing_to_change_is_no_problem() -> Result<()> {
    let stage = Stage::new()?;
    contract::nothing_to_change_is_no_problem(&stage.cloud, &*stage.clock).await;
    Ok(())
}

#[tokio::test]
async fn execution_can_be_repeated() -> Result<()> {
    let stage = Stage::new()?;
    contract::execution_can_be_repeated(&stage.cloud, &*stage.clock).await;
    Ok(())
}

#[tokio::test]
async fn a_secret_is_written_when_it_differs() -> Result<()> {
    contract::a_secret_is_written_when_it_differs(&Stage::new()?.cloud).await;
    Ok(())
}

#[tokio::test]
async fn a_tag_stands_for_an_image() -> Result<()> {
    let stage = Stage::new()?;
    let (repository, tag) = (ImageRepository::quilt(), "latest".parse()?);
    let digest = stage.cloud.image(&repository, &tag).await?.map(|image| image.digest);
    let digest = digest.context("the rehearsal has a latest image")?;
    contract::a_tag_stands_for_an_image(&stage.cloud, &repository, &tag, &digest, &"0.6.3".parse()?).await;
    Ok(())
}

#[tokio::test]
async fn a_stack_is_deleted() -> Result<()> {
    let stage = Stage::new()?;
    contract::a_stack_is_deleted(&stage.cloud, &*stage.clock).await;
    Ok(())
}

#[tokio::test]
async fn a_secret_tells_its_age_and_its_end() -> Result<()> {
    contract::a_secret_tells_its_age_and_its_end(&Stage::new()?.cloud).await;
    Ok(())
}
