//! Tags and what they point at. The stand-ins' registries know digests; the version inside an image can't be
//! had from them (fakecloud wants a password for a layer's address, ministack gives one of AWS's own).

use anyhow::Result;
use engine::cloud::{Cloud, Image};
use installer_tests::contract;
use installer_tests::registry::Registry;
use installer_tests::standins::StandIn;
use ipc::{Code, ImageRepository};

fn repository() -> ImageRepository {
    "123456789012.dkr.ecr.us-east-1.amazonaws.com/quiltdata/benchling".parse().unwrap()
}

#[tokio::test]
async fn a_tag_stands_for_an_image() -> Result<()> {
    let fakecloud = StandIn::fakecloud().await?;
    let registry = Registry::new(&fakecloud, &repository()).await?;
    let aws = fakecloud.aws().await?;
    let (plain, index, absent) = ("0.18.0".parse()?, "latest".parse()?, "0.6.3".parse()?);
    let digests = [(&plain, registry.push(&plain).await?), (&index, registry.push_index(&index).await?)];
    for (tag, digest) in &digests {
        contract::a_tag_stands_for_an_image(&aws, &repository(), tag, digest, &absent).await;
    }
    Ok(())
}

#[tokio::test]
async fn a_repository_that_does_not_exist_is_named() -> Result<()> {
    let problem = StandIn::fakecloud().await?.aws().await?.image(&repository(), &"latest".parse()?).await;
    let problem = problem.unwrap_err();
    assert_eq!(problem.code, Code::ImageMissing);
    assert!(problem.message.contains(repository().as_str()), "{problem:?}");
    Ok(())
}

/// Without its config the image is found all the same, and nothing is asked of AWS behind a stand-in.
#[tokio::test]
async fn a_config_that_cannot_be_fetched_leaves_the_version_out() -> Result<()> {
    let ministack = StandIn::ministack().await?;
    let repository = "000000000000.dkr.ecr.us-east-1.amazonaws.com/quiltdata/benchling".parse()?;
    let tag = "0.18.0".parse()?;
    let digest = Registry::new(&ministack, &repository).await?.push(&tag).await?;
    let found = ministack.aws().await?.image(&repository, &tag).await?;
    assert_eq!(found, Some(Image { digest, build_version: None }));
    Ok(())
}
