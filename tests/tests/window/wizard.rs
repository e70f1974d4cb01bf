//! The wizard's pages, each looked at, and what they say where something is not as it should be.

use std::process::Command;

use anyhow::{Context, Result, ensure};
use engine::secret::{Keyring, SecretStore};
use installer_tests::benchling::{APPS, Benchling, CLIENT_ID, CLIENT_SECRET, TENANT};
use installer_tests::programs;
use installer_tests::search::files_that_hold;
use installer_tests::standins::{StandIn, free_address};
use installer_tests::window::Window;
use ipc::{Environment, ProfileName};
use tempfile::TempDir;

const ARN: &str = "arn:aws:cloudformation:us-east-1:123456789012:stack/quilt-rehearsal/00000000-0000-0000-0000-000000000000";

fn variables(folder: &TempDir) -> Vec<(&'static str, String)> {
    let place = |name: &str| folder.path().join(name).display().to_string();
    vec![
        ("BENCHLING_WEBHOOK_CONFIG_DIR", place("config")),
        ("XDG_DATA_HOME", place("data")),
        // Downloads go where this says, and not to the person's own.
        ("XDG_CONFIG_HOME", place("xdg")),
        ("HOME", place("home")),
        ("BENCHLING_WEBHOOK_REHEARSAL_SECONDS", "4".to_owned()),
    ]
}

/// On a page of a rehearsal, with everything before it filled in.
pub async fn rehearse_to(window: &Window, last: &str) -> Result<()> {
    window.find("[data-page=welcome]").await?;
    window.click("[data-test=continue]").await?;
    for page in ["aws", "quilt", "benchling", "packages", "environments", "review"] {
        window.find(&format!("[data-page={page}]")).await?;
        if page == last {
            break;
        }
        if page == "aws" {
            window.click("[data-test=continue]").await?;
            window.find("[data-test=caller]").await?;
        }
        if window.exists("[data-test=fill-examples]").await? {
            window.click("[data-test=fill-examples]").await?;
        }
        window.click("[data-test=continue]").await?;
    }
    Ok(())
}

async fn says(window: &Window, text: &str) -> Result<()> {
    window
        .until(&format!("the page says \"{text}\""), async || Ok(window.text("main").await?.contains(text)))
        .await
}

/// Types a client secret, in place of one that an earlier test has left in the keyring of this run.
pub async fn give_secret(window: &Window, secret: &str) -> Result<()> {
    if window.exists("[data-test=clientSecret-replace]").await? {
        window.click("[data-test=clientSecret-replace]").await?;
    }
    window.fill("#clientSecret", secret).await
}

async fn beside(window: &Window, field: &str, state: &str) -> Result<()> {
    window.find(&format!(".field:has(#{field}) .check-line[data-state={state}]")).await.map(drop)
}

/// The heading gets the focus when a page comes up, but not from somebody who was quicker.
async fn goes_on_to_a_field_at_once(window: &Window) -> Result<()> {
    let quick = "const done = arguments[0];
        const frame = () => new Promise(requestAnimationFrame);
        const into = async () => {
            const field = document.querySelector('#tenant');
            if (!field) return setTimeout(into);
            field.focus();
            await frame().then(frame).then(frame);
            done(document.activeElement.id);
        };
        document.querySelector('[data-test=continue]').click();
        into();";
    let focused = window.driver.execute_async(quick, vec![]).await?.json().clone();
    ensure!(focused == "tenant", "the focus was taken away, to {focused}");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn every_page_in_both_themes_and_sizes() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let window = Window::open("wizard", &variables(&folder), &["--rehearsal"]).await?;
    window.find("[data-page=welcome]").await?;
    window.look("welcome").await?;
    rehearse_to(&window, "quilt").await?;
    window.click("[data-test=quiltStack-quilt-rehearsal]").await?;
    window.look("quilt").await?;
    window.click("[data-test=quiltStack-other]").await?;
    window.fill("#quiltStackArn", &ARN.replace("us-east-1", "eu-west-1")).await?;
    window.find("[data-test=elsewhere] [data-test=use-region]").await?;
    window.look("quilt-in-another-region").await?;
    window.fill("#quiltStackArn", &ARN.replace("123456789012", "210987654321")).await?;
    window.find("[data-test=elsewhere] [data-test=other-account]").await?;
    window.picture("quilt-in-another-account").await?;
    window.click("[data-test=quiltStack-quilt-rehearsal]").await?;
    goes_on_to_a_field_at_once(&window).await?;

    window.find("[data-page=benchling]").await?;
    making_an_app(&window, &folder).await?;
    window.click("[data-test=fill-examples]").await?;
    beside(&window, "tenant", "good").await?;
    window.look("benchling").await?;
    window.click("[data-test=continue]").await?;

    window.find("[data-page=packages]").await?;
    buckets(&window).await?;
    window.click("[data-test=continue]").await?;

    window.find("[data-page=environments]").await?;
    window.look("environments-prod").await?;
    window.click("[data-test=environments-both]").await?;
    sizes_and_network(&window).await?;
    window.click("[data-test=continue]").await?;

    window.find("[data-page=review] [data-test=plan]").await?;
    says(&window, "What can be undone").await?;
    says(&window, "Prod: Fargate, 2 to 6 tasks of 2 vCPU and 8 GB").await?;
    window.look("review").await?;
    window.picture_for_readme("review").await?;
    window.click("[data-test=continue]").await?;
    window.find("[data-test=outcome-succeeded]").await?;
    window.click("[data-test=open-dashboard]").await?;
    window.find("[data-test=card-prod]").await?;
    window.close().await
}

/// The file that is given to Benchling: shown, saved, and never written over.
async fn making_an_app(window: &Window, folder: &TempDir) -> Result<()> {
    window.click("[data-test=app-make]").await?;
    window.find("[data-test=open-benchling][aria-disabled=true]").await?;
    window.fill("#tenant", "my-company").await?;
    says(window, "https://my-company.benchling.com/developer/apps").await?;
    window.click("[data-test=save-manifest]").await?;
    let saved = window.text("[data-test=manifest-saved]").await?;
    let path = saved.strip_prefix("Saved as ").context("it says where")?;
    ensure!(std::path::Path::new(path).starts_with(folder.path()), "{path} is the person's own folder");
    let manifest = std::fs::read_to_string(path)?;
    ensure!(manifest.contains("in quilt.rehearsal.example") && manifest.contains("CANVAS"), "{manifest}");
    window.look("benchling-make-an-app").await?;
    window.click("[data-test=show-manifest] > summary").await?;
    ensure!(
        window.text("[data-test=manifest]").await?.trim() == manifest.trim(),
        "what is shown is not what is saved"
    );
    window.picture("benchling-manifest").await?;
    window.click("[data-test=app-have]").await
}

async fn buckets(window: &Window) -> Result<()> {
    window.fill("#packageBucket", "missing-bucket").await?;
    beside(window, "packageBucket", "failed").await?;
    says(window, "There is no bucket missing-bucket.").await?;
    window.picture("packages-missing").await?;
    window.fill("#packageBucket", "readonly-bucket").await?;
    beside(window, "packageBucket", "attention").await?;
    says(window, "the webhook gets a role of its own").await?;
    window.look("packages-not-writable").await?;
    window.fill("#packageBucket", "far-bucket").await?;
    says(window, "The bucket is in eu-central-1").await?;
    window.fill("#packageBucket", "my-company-quilt").await?;
    beside(window, "packageBucket", "good").await?;
    window.look("packages").await
}

async fn sizes_and_network(window: &Window) -> Result<()> {
    window.click("[data-test=fill-examples]").await?;
    window.look("environments-both").await?;
    window.click("[data-test=prod-size-change]").await?;
    window.choose("#prodCpu", "2048").await?;
    window.choose("#prodMemory", "8192").await?;
    window.fill("#prodMaxTasks", "1").await?;
    says(window, "The most tasks can't be fewer than the fewest, 2.").await?;
    window.fill("#prodMaxTasks", "6").await?;
    says(window, "2 vCPU, 8 GB, 2 to 6 tasks").await?;
    window.click("[data-test=prod-access-change]").await?;
    window.fill("#prodAllowList", "203.0.113.0/33").await?;
    says(window, "\"203.0.113.0/33\" is not an address").await?;
    window.fill("#prodAllowList", "203.0.113.0/24 198.51.100.7").await?;
    says(window, "Only from 2 addresses or blocks").await?;
    window.look("environments-unfolded").await?;
    window.click("[data-test=network-change]").await?;
    window.click("[data-test=network-existing]").await?;
    window.fill("#vpc", "vpc-0unknown").await?;
    says(window, "There is no VPC vpc-0unknown").await?;
    window.look("environments-network").await?;
    window.click("[data-test=network-quilt]").await?;
    says(window, "vpc-0rehearsal with 2 private subnets").await?;
    window.click("[data-test=network-new]").await
}

/// Against Benchling's own answers, by a stand-in on this machine that is not there at first.
#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_secret_is_told_from_no_network_and_corrected() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let address = free_address()?;
    let aws = StandIn::moto().await?;
    let mut variables = variables(&folder);
    variables.push(("BENCHLING_WEBHOOK_BENCHLING_URL", format!("http://{address}")));
    variables.extend(aws.environment());
    let window = Window::open("wrong-secret", &variables, &[]).await?;
    window.find("[data-page=welcome]").await?;
    // Where a person stands who has come here before.
    let draft = r#"localStorage.setItem("wizard", JSON.stringify({
        page: "benchling", reached: "benchling", answers: { region: "us-east-1" } }))"#;
    window.driver.execute(draft, vec![]).await?;
    window.driver.refresh().await?;
    window.find("[data-page=benchling]").await?;

    window.fill("#tenant", TENANT).await?;
    window.fill("#appDefinitionId", APPS[0]).await?;
    beside(&window, "appDefinitionId", "unanswered").await?;
    window.fill("#clientId", CLIENT_ID).await?;
    give_secret(&window, "not the secret").await?;
    window.find("[data-test=unanswered]").await?;
    ensure!(!window.exists(".field-bad").await?, "no network is not a wrong answer");
    window.look("no-network").await?;

    let _benchling = Benchling::start_at(address).await?;
    window.click("[data-test=ask-again]").await?;
    beside(&window, "appDefinitionId", "good").await?;
    beside(&window, "clientSecret", "failed").await?;
    says(&window, "refused the client id and secret").await?;
    window.look("wrong-secret").await?;

    window.fill("#tenant", "nobody").await?;
    beside(&window, "tenant", "failed").await?;
    says(&window, "no Benchling tenant at nobody").await?;
    window.picture("no-such-tenant").await?;
    window.fill("#tenant", TENANT).await?;

    give_secret(&window, CLIENT_SECRET).await?;
    beside(&window, "clientSecret", "good").await?;
    beside(&window, "tenant", "good").await?;
    window.look("corrected").await?;
    ensure!(!window.source().await?.contains(CLIENT_SECRET), "the page holds the client secret");
    window.close().await
}

/// Killed in the middle of typing, as by a crash.
#[tokio::test(flavor = "multi_thread")]
async fn what_was_typed_survives_a_kill_and_the_secret_does_not() -> Result<()> {
    let folder = tempfile::tempdir()?;
    Keyring::rehearsal().remove(&ProfileName::usual_for(Environment::Prod))?;
    let window = Window::open("killed", &variables(&folder), &["--rehearsal"]).await?;
    rehearse_to(&window, "benchling").await?;
    window.fill("#tenant", "my-company").await?;
    window.fill("#appDefinitionId", "appdef_1").await?;
    window.fill("#clientId", "the-client").await?;
    window.fill("#clientSecret", CLIENT_SECRET).await?;
    window.find("[data-test=clientSecret-held]").await?;
    window.fill("#tenant", "my-company2").await?;
    let process = programs::running(&programs::app()?).context("the window runs")?;
    let id = process.file_name().and_then(|name| name.to_str()).context("a process")?;
    ensure!(Command::new("kill").args(["-KILL", id]).status()?.success(), "it could not be killed");
    window.written().await?;
    drop(window);
    ensure!(
        files_that_hold(folder.path(), CLIENT_SECRET)?.is_empty(),
        "the secret is in {:?}",
        files_that_hold(folder.path(), CLIENT_SECRET)?
    );

    let window = Window::open("killed-again", &variables(&folder), &["--rehearsal"]).await?;
    window.find("[data-page=benchling]").await?;
    for (field, text) in
        [("tenant", "my-company2"), ("appDefinitionId", "appdef_1"), ("clientId", "the-client")]
    {
        let held = window.find(&format!("#{field}")).await?.value().await?;
        ensure!(held.as_deref() == Some(text), "{field} holds {held:?}");
    }
    ensure!(
        !window.exists("[data-test=clientSecret-held]").await?,
        "a secret that is gone is said to be held"
    );
    window.picture("as-it-was").await?;
    window.close().await
}
