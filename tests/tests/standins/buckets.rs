//! A bucket is found with what may be done there, and nothing is left in it.

use anyhow::Result;
use installer_tests::standins::StandIn;
use installer_tests::{buckets, contract};

async fn found_and_left_alone(stand_in: StandIn) -> Result<()> {
    let name = "contract-bucket";
    buckets::make(&stand_in, name).await?;
    contract::a_bucket_tells_where_it_is(&stand_in.aws().await?, &name.parse()?).await;
    assert!(buckets::is_untouched(&stand_in, name).await?, "the check left something behind");
    Ok(())
}

#[tokio::test]
async fn a_bucket_is_found_and_left_alone_on_fakecloud() -> Result<()> {
    found_and_left_alone(StandIn::fakecloud().await?).await
}

#[tokio::test]
async fn a_bucket_is_found_and_left_alone_on_ministack() -> Result<()> {
    found_and_left_alone(StandIn::ministack().await?).await
}

#[tokio::test]
async fn a_bucket_is_found_and_left_alone_on_moto() -> Result<()> {
    found_and_left_alone(StandIn::moto().await?).await
}
