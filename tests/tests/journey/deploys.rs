//! Two environments, one stack, through the command line.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use engine::cloud::{Cloud, StackResource};
use engine::template::{STACK_NAME, group_of};
use installer_tests::benchling::{APPS, CLIENT_SECRET};
use installer_tests::search::files_that_hold;
use installer_tests::world::{NEWER_TAG, World};
use installer_tests::{networks, stacks};
use ipc::plan::Group;

use crate::command::{Cli, setup_profile};

const DEPLOY: [&str; 6] = ["deploy", "--yes", "--client-secret-stdin", "--json", "--wait-timeout", "0"];

fn deploy<'a>(environment: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    DEPLOY.into_iter().chain(["--environment", environment]).chain(more.iter().copied()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn prod_then_dev_then_nothing_to_change() -> Result<()> {
    let world = World::start().await?;
    let cli = Cli::of(&world);
    setup_profile(&cli, &world, "default", APPS[0]).await?;
    setup_profile(&cli, &world, "dev", APPS[1]).await?;

    // No container runs on the stand-in, so the wait has its own outcome and exit code.
    let prod = cli.expect(1, &deploy("prod", &[])).await?;
    assert!(prod.json()?["notAnsweringYet"]["seen"].is_string(), "{prod:#?}");
    let aws = world.aws.aws().await?;
    let before = prod_resources(&aws).await?;
    assert!(before.len() > 10, "prod has its own resources: {before:#?}");

    let dev = cli.expect(0, &deploy("dev", &["--no-wait"])).await?;
    assert!(dev.json()?["notWaited"].is_object(), "{dev:#?}");
    assert_eq!(prod_resources(&aws).await?, before, "deploying dev changed a resource of prod");

    let status = cli.expect(0, &["status", "--json"]).await?.json()?;
    assert_eq!(status["stack"]["name"], STACK_NAME);
    let record: serde_json::Value =
        serde_json::from_str(&std::fs::read_to_string(world.config_dir().join("deploy.json"))?)?;
    for (index, environment) in ["dev", "prod"].into_iter().enumerate() {
        let endpoint = record[environment]["endpoint"].as_str().context("deploy.json names the endpoint")?;
        assert!(endpoint.ends_with(&format!("/{environment}")), "{endpoint}");
        assert_eq!(status["environments"][index]["deployed"]["endpoint"], endpoint);
    }
    let history = cli.expect(0, &["history", "--json"]).await?.json()?;
    let rows: Vec<_> = history
        .as_array()
        .context("a list")?
        .iter()
        .map(|row| (row["stage"].clone(), row["outcome"].clone()))
        .collect();
    assert_eq!(rows, [("dev".into(), "not_waited".into()), ("prod".into(), "not_answering_yet".into())]);
    assert_eq!(record["history"], history);
    let newest = cli.expect(0, &["history", "--json", "--environment=prod", "--limit=1"]).await?.json()?;
    assert_eq!(newest, serde_json::json!([history[1]]));
    for row in history.as_array().context("a list")? {
        for key in ["callerArn", "startedAt", "templateHash", "changeSetId", "digest", "profile"] {
            assert!(row[key].is_string(), "{key} is missing: {row:#}");
        }
    }

    for environment in ["prod", "dev"] {
        let again = cli.expect(0, &deploy(environment, &[])).await?;
        assert!(again.json()?["nothingToChange"].is_object(), "{again:#?}");
    }
    assert_eq!(
        cli.expect(0, &["history", "--json"]).await?.json()?,
        history,
        "nothing happened, nothing is recorded"
    );

    let test = cli.expect(0, &["test", "--environment", "prod"]).await?;
    assert!(test.out.contains("OK    Unsigned webhook is refused"), "{}", test.out);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_newer_image_in_dev_is_promoted_by_digest() -> Result<()> {
    let world = World::start().await?;
    let cli = Cli::of(&world);
    setup_profile(&cli, &world, "default", APPS[0]).await?;
    setup_profile(&cli, &world, "dev", APPS[1]).await?;
    cli.expect(0, &deploy("prod", &["--no-wait"])).await?;
    cli.expect(0, &deploy("dev", &["--no-wait", "--image-tag", NEWER_TAG])).await?;
    let aws = world.aws.aws().await?;
    let stack = aws.stack(STACK_NAME).await?.context("deployed")?;
    assert_ne!(stack.parameters["DevImage"], stack.parameters["ProdImage"]);

    // No container runs here, so dev's health speaks against it: --yes agrees to a plan and overrides nothing.
    let promote = ["promote", "--yes", "--no-wait", "--client-secret-stdin", "--json"];
    let refused = cli.expect(3, &promote).await?;
    assert_eq!(refused.json()?["problem"]["code"], "confirmation_needed");
    assert_eq!(aws.stack(STACK_NAME).await?.context("deployed")?.parameters, stack.parameters);

    cli.expect(0, &[&promote[..], &["--anyway"]].concat()).await?;
    let promoted = aws.stack(STACK_NAME).await?.context("deployed")?;
    for parameter in ["Image", "ImageTag"] {
        assert_eq!(
            promoted.parameters[&format!("Prod{parameter}")],
            stack.parameters[&format!("Dev{parameter}")]
        );
    }
    assert_eq!(promoted.parameters["ProdProfile"], "default");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_client_secret_is_nowhere_but_in_secrets_manager() -> Result<()> {
    let world = World::start().await?;
    let cli = Cli::of(&world);
    let mut said = vec![setup_profile(&cli, &world, "default", APPS[0]).await?];
    for arguments in [
        vec!["check", "--client-secret-stdin", "--json"],
        vec!["plan", "--client-secret-stdin", "--json"],
        deploy("prod", &["--no-wait"]),
        vec!["profiles", "--json"],
        vec!["status", "--json"],
        vec!["history", "--json"],
    ] {
        said.push(cli.expect(0, &arguments).await?);
    }
    for ran in &said {
        assert!(!ran.out.contains(CLIENT_SECRET) && !ran.talk.contains(CLIENT_SECRET), "{ran:#?}");
    }
    assert_eq!(files_that_hold(world.folder.path(), CLIENT_SECRET)?, Vec::<std::path::PathBuf>::new());
    Ok(())
}

/// Physical id and type by logical id, of what belongs to prod.
async fn prod_resources(cloud: &dyn Cloud) -> Result<BTreeMap<String, Option<String>>> {
    let resources: Vec<StackResource> = cloud.resources(STACK_NAME).await?;
    Ok(resources
        .into_iter()
        .filter(|resource| group_of(&resource.logical_id) == Group::Prod)
        .map(|resource| (resource.logical_id, resource.physical_id))
        .collect())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_npm_tools_stack_is_taken_over_and_keeps_its_url() -> Result<()> {
    let world = World::start().await?;
    let aws = world.aws.aws().await?;
    let old = stacks::npm_stack(&networks::existing(&world.aws).await?)?;
    let given = [("QuiltStackARN", world.quilt_stack_arn.as_str()), ("BenchlingSecret", "old")];
    let given = given.map(|(name, value)| (name.to_owned(), value.to_owned())).into();
    let url = stacks::deploy(&aws, STACK_NAME, &old, given).await?.outputs["WebhookEndpoint"].clone();

    let cli = Cli::of(&world);
    setup_profile(&cli, &world, "default", APPS[0]).await?;
    setup_profile(&cli, &world, "dev", APPS[1]).await?;
    let refused = cli.expect(1, &deploy("dev", &["--no-wait"])).await?.json()?;
    assert_eq!(refused["problem"]["code"], "stack_foreign", "{refused:#}");

    let plan = cli.expect(0, &["plan", "--client-secret-stdin"]).await?;
    assert!(plan.out.contains("We take over the stack BenchlingWebhookStack"), "{}", plan.out);
    cli.expect(0, &deploy("prod", &["--no-wait"])).await?;
    let stack = aws.stack(STACK_NAME).await?.context("deployed")?;
    assert_eq!(stack.outputs["ProdEndpoint"], url.trim_end_matches('/'));
    cli.expect(0, &deploy("dev", &["--no-wait"])).await?;
    let again = cli.expect(0, &deploy("prod", &[])).await?;
    assert!(again.json()?["nothingToChange"].is_object(), "{again:#?}");
    Ok(())
}
