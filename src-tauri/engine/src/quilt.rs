//! Quilt stacks: found by their outputs, never by name, and never modified.

use ipc::aws::{Caller, QuiltStack};
use ipc::{Code, Problem, StackArn};

use crate::cloud::Stack;
use crate::contract::Contract;
use crate::template::QuiltServices;
use crate::{Engine, Result};

/// All Quilt stacks of the region.
pub async fn stacks(engine: &Engine) -> Result<Vec<QuiltStack>> {
    Ok(engine.cloud()?.stacks().await?.into_iter().filter_map(recognise).collect())
}

/// The Quilt stack with this ARN.
pub async fn stack(engine: &Engine, arn: &StackArn) -> Result<QuiltStack> {
    let found = engine.cloud()?.stack(arn.as_str()).await?.ok_or_else(|| {
        Problem::new(
            Code::QuiltStackMissing,
            format!(
                "There is no stack {} in {} of account {}.",
                arn.stack_name(),
                arn.region(),
                arn.account()
            ),
            "Check the ARN, and that you are signed in to the account that has your Quilt stack.",
        )
    })?;
    let outputs = found.outputs.clone();
    recognise(found).ok_or_else(|| match QuiltServices::from_outputs(arn, &outputs) {
        Err(missing) => incomplete(arn, &missing),
        Ok(_) => incomplete(arn, &["QuiltWebHost".into()]),
    })
}

/// What the container needs of it. Newer Quilt stacks have a workgroup and a policy of their own for Athena.
pub async fn services(engine: &Engine, stack: &QuiltStack) -> Result<QuiltServices> {
    let services = QuiltServices::from_outputs(&stack.arn, &stack.outputs)
        .map_err(|missing| incomplete(&stack.arn, &missing))?;
    Ok(services.with_resources(&engine.cloud()?.resources(stack.arn.as_str()).await?))
}

/// Whether it has all that this generation of the image reads from it.
pub fn complete(stack: &QuiltStack, contract: Contract) -> Result<()> {
    match contract.missing_outputs(&stack.outputs) {
        missing if missing.is_empty() => Ok(()),
        missing => Err(incomplete(&stack.arn, &missing)),
    }
}

/// One stack lives in one account and region, and Quilt's is where ours goes.
pub fn same_place(arn: &StackArn, caller: &Caller) -> Result<()> {
    if arn.account() == caller.account && arn.region() == caller.region {
        return Ok(());
    }
    Err(Problem::new(
        Code::QuiltStackElsewhere,
        format!(
            "The Quilt stack {} is in account {}, {}. You are signed in to account {}, {}.",
            arn.stack_name(),
            arn.account(),
            arn.region(),
            caller.account,
            caller.region
        ),
        "Sign in to the Quilt stack's account and choose its region: the webhook must live beside it.",
    ))
}

/// A Quilt stack has a catalog host, an Athena database and a packager queue among its outputs.
fn recognise(stack: Stack) -> Option<QuiltStack> {
    let arn: StackArn = stack.arn.parse().ok()?;
    let catalog =
        ["QuiltWebHost", "Catalog", "CatalogDomain"].iter().find_map(|key| stack.outputs.get(*key))?;
    let queue = ["PackagerQueueUrl", "PackagerQueueArn"].iter().any(|key| stack.outputs.contains_key(*key));
    if !queue || !stack.outputs.contains_key("UserAthenaDatabaseName") {
        return None;
    }
    let bare = catalog.trim_start_matches("https://").trim_start_matches("http://").trim_end_matches('/');
    Some(QuiltStack {
        arn,
        catalog: bare.to_owned(),
        runs_webhook: stack.parameters.get("BenchlingWebhook").is_some_and(|value| value == "Enabled"),
        outputs: stack.outputs,
    })
}

fn incomplete(arn: &StackArn, missing: &[String]) -> Problem {
    Problem::new(
        Code::QuiltStackIncomplete,
        format!(
            "{} does not have the outputs that the webhook needs: {}.",
            arn.stack_name(),
            missing.join(", ")
        ),
        "Check that this is a Quilt stack. If it is an old one, update it with Quilt's template first.",
    )
}
