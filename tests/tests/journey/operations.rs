//! Going back, and removing, through the command line.

use anyhow::{Context, Result};
use engine::cloud::Cloud;
use engine::template::STACK_NAME;
use installer_tests::benchling::APPS;
use installer_tests::world::{IMAGE_TAG, NEWER_TAG, World};

use crate::command::{Cli, setup_profile};

const PROD: [&str; 7] =
    ["deploy", "--yes", "--no-wait", "--client-secret-stdin", "--json", "--environment", "prod"];

#[tokio::test(flavor = "multi_thread")]
async fn prod_goes_back_to_the_digest_that_it_had() -> Result<()> {
    let world = World::start().await?;
    let cli = Cli::of(&world);
    setup_profile(&cli, &world, "default", APPS[0]).await?;
    cli.expect(0, &PROD).await?;
    let aws = world.aws.aws().await?;
    let first = aws.stack(STACK_NAME).await?.context("deployed")?.parameters["ProdImage"].clone();
    cli.expect(0, &[&PROD[..], &["--image-tag", NEWER_TAG]].concat()).await?;

    let rollback = ["rollback", "--environment", "prod", "--yes", "--no-wait", "--client-secret-stdin"];
    let back = cli.expect(0, &rollback).await?;
    assert!(back.talk.contains(&format!("Back to {IMAGE_TAG}")), "{back:?}");
    assert_eq!(aws.stack(STACK_NAME).await?.context("deployed")?.parameters["ProdImage"], first);
    let history = cli.expect(0, &["history", "--json"]).await?.json()?;
    let tags: Vec<_> =
        history.as_array().context("rows")?.iter().map(|row| row["imageTag"].clone()).collect();
    assert_eq!(tags, [IMAGE_TAG, NEWER_TAG, IMAGE_TAG]);
    let far = cli.expect(2, &[&rollback[..], &["--steps", "9"]].concat()).await?;
    assert!(far.talk.contains("does not go back that far"), "{far:?}");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn dev_is_destroyed_by_its_name_and_prod_stays() -> Result<()> {
    let world = World::start().await?;
    let cli = Cli::of(&world);
    setup_profile(&cli, &world, "default", APPS[0]).await?;
    setup_profile(&cli, &world, "dev", APPS[1]).await?;
    cli.expect(0, &PROD).await?;
    let mut dev = PROD.to_vec();
    dev[6] = "dev";
    cli.expect(0, &dev).await?;
    let aws = world.aws.aws().await?;
    let before = aws.stack(STACK_NAME).await?.context("deployed")?;

    // Neither --yes nor another name is the word.
    for confirm in [&["--yes"][..], &["--confirm", "prod"]] {
        let refused = cli.expect(3, &[&["destroy", "--environment", "dev"][..], confirm].concat()).await?;
        assert!(refused.talk.contains("This needs the word \"dev\""), "{refused:?}");
        assert!(aws.stack(STACK_NAME).await?.context("deployed")?.has(ipc::Environment::Dev));
    }
    let destroyed = cli.expect(0, &["destroy", "--environment", "dev", "--confirm", "dev"]).await?;
    for told in ["/dev stops answering for good", "stays in Secrets Manager", "stays in CloudWatch"] {
        assert!(destroyed.talk.contains(told), "{told}: {}", destroyed.talk);
    }
    let after = aws.stack(STACK_NAME).await?.context("still there")?;
    assert!(!after.has(ipc::Environment::Dev) && after.has(ipc::Environment::Prod));
    assert_eq!(after.outputs["ProdEndpoint"], before.outputs["ProdEndpoint"]);

    cli.expect(0, &["destroy", "--everything", "--confirm", STACK_NAME, "--secrets", "--logs"]).await?;
    assert!(aws.stack(STACK_NAME).await?.is_none());
    let nothing = cli.expect(1, &["destroy", "--everything", "--confirm", STACK_NAME]).await?;
    assert!(nothing.talk.contains("There is no stack BenchlingWebhookStack"), "{nothing:?}");
    cli.expect(0, &["resume"]).await?;
    Ok(())
}
