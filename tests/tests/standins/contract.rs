//! The contract on whichever stand-ins do as AWS does there.

use anyhow::Result;
use engine::clock::SystemClock;
use installer_tests::contract;
use installer_tests::standins::StandIn;
use serde_json::json;

#[tokio::test]
async fn absent_things_are_no_problems() -> Result<()> {
    contract::absent_things_are_no_problems(&StandIn::fakecloud().await?.aws().await?).await;
    contract::absent_things_are_no_problems(&StandIn::ministack().await?.aws().await?).await;
    contract::absent_things_are_no_problems(&StandIn::moto().await?.aws().await?).await;
    Ok(())
}

#[tokio::test]
async fn the_caller_has_an_account_and_a_source() -> Result<()> {
    contract::the_caller_has_an_account_and_a_source(&StandIn::fakecloud().await?.aws().await?).await;
    contract::the_caller_has_an_account_and_a_source(&StandIn::moto().await?.aws().await?).await;
    Ok(())
}

#[tokio::test]
async fn a_discarded_change_set_leaves_nothing() -> Result<()> {
    contract::a_discarded_change_set_leaves_nothing(&StandIn::fakecloud().await?.aws().await?).await;
    contract::a_discarded_change_set_leaves_nothing(&StandIn::ministack().await?.aws().await?).await;
    Ok(())
}

#[tokio::test]
async fn a_stack_is_created() -> Result<()> {
    contract::a_stack_is_created(&StandIn::fakecloud().await?.aws().await?, &SystemClock).await;
    contract::a_stack_is_created(&StandIn::ministack().await?.aws().await?, &SystemClock).await;
    Ok(())
}

/// Not on ministack, which takes a change of parameters alone for none.
#[tokio::test]
async fn a_condition_adds_and_removes() -> Result<()> {
    contract::a_condition_adds_and_removes(&StandIn::fakecloud().await?.aws().await?, &SystemClock).await;
    Ok(())
}

/// Not on fakecloud, whose change sets list every resource, changed or not.
#[tokio::test]
async fn nothing_to_change_is_no_problem() -> Result<()> {
    contract::nothing_to_change_is_no_problem(&StandIn::ministack().await?.aws().await?, &SystemClock).await;
    Ok(())
}

/// Not on fakecloud, whose events carry no token.
#[tokio::test]
async fn execution_can_be_repeated() -> Result<()> {
    contract::execution_can_be_repeated(&StandIn::ministack().await?.aws().await?, &SystemClock).await;
    Ok(())
}

/// Only ministack rolls back. The wait condition fails since nobody signals it.
#[tokio::test]
async fn a_stack_is_deleted() -> Result<()> {
    contract::a_stack_is_deleted(&StandIn::fakecloud().await?.aws().await?, &SystemClock).await;
    contract::a_stack_is_deleted(&StandIn::ministack().await?.aws().await?, &SystemClock).await;
    Ok(())
}

#[tokio::test]
async fn a_secret_tells_its_age_and_its_end() -> Result<()> {
    contract::a_secret_tells_its_age_and_its_end(&StandIn::fakecloud().await?.aws().await?).await;
    contract::a_secret_tells_its_age_and_its_end(&StandIn::moto().await?.aws().await?).await;
    Ok(())
}

#[tokio::test]
async fn a_failed_creation_is_rolled_back() -> Result<()> {
    let template = json!({ "Resources": {
        "Queue": { "Type": "AWS::SQS::Queue" },
        "Handle": { "Type": "AWS::CloudFormation::WaitConditionHandle" },
        "Wait": {
            "Type": "AWS::CloudFormation::WaitCondition",
            "DependsOn": "Queue",
            "Properties": { "Handle": { "Ref": "Handle" }, "Timeout": "1" }
        }
    }});
    let ministack = StandIn::ministack().await?;
    let aws = ministack.aws().await?;
    contract::a_failed_creation_is_rolled_back(&aws, &SystemClock, &template, "Wait").await;
    Ok(())
}

#[tokio::test]
async fn a_secret_is_written_when_it_differs() -> Result<()> {
    contract::a_secret_is_written_when_it_differs(&StandIn::fakecloud().await?.aws().await?).await;
    contract::a_secret_is_written_when_it_differs(&StandIn::ministack().await?.aws().await?).await;
    contract::a_secret_is_written_when_it_differs(&StandIn::moto().await?.aws().await?).await;
    Ok(())
}
