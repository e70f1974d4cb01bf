//! An existing VPC's subnets, told apart by where their route tables lead.

use anyhow::Result;
use engine::cloud::{Cloud, WayOut};
use installer_tests::networks;
use installer_tests::standins::StandIn;

async fn ways_out(stand_in: StandIn) -> Result<()> {
    let aws = stand_in.aws().await?;
    let network = networks::existing(&stand_in).await?;
    let found = aws.subnets(&network.vpc).await?;
    assert_eq!(found.len(), 5, "{found:?}");
    let way_out =
        |id: &String| found.iter().find(|subnet| subnet.id == *id).map(|subnet| subnet.way_out.clone());
    for id in &network.private {
        assert_eq!(way_out(id), Some(WayOut::Nat), "{found:?}");
    }
    for id in &network.public {
        assert_eq!(way_out(id), Some(WayOut::InternetGateway), "{found:?}");
    }
    assert_eq!(way_out(&network.isolated), Some(WayOut::None), "{found:?}");
    assert!(found.iter().any(|subnet| subnet.zone == "us-east-1b"), "{found:?}");
    assert_eq!(aws.subnets("vpc-00000000").await?, []);
    Ok(())
}

#[tokio::test]
async fn subnets_tell_their_way_out_on_fakecloud() -> Result<()> {
    ways_out(StandIn::fakecloud().await?).await
}

#[tokio::test]
async fn subnets_tell_their_way_out_on_moto() -> Result<()> {
    ways_out(StandIn::moto().await?).await
}
