//! The command killed in rehearsal, at each point of the journal and a hundred times at random: whatever is on the disk,
//! the next start makes whole what began, and in the end everything tells the same.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use engine::clock::SystemClock;
use engine::cloud::Cloud;
use engine::cloud::rehearsal::{Pace, Rehearsal};
use engine::template::STACK_NAME;
use engine::{Paths, journal};
use installer_tests::command::{Cli, ended};
use serde_json::Value;

pub const SECRET: &str = "a-secret";
const TAGS: [&str; 2] = ["0.17.1", "0.18.0"];

/// An AWS that refuses everything would be noticed: nothing is sent.
pub fn rehearsing(folder: &Path, seconds: &str) -> Cli {
    let environment: BTreeMap<&'static str, String> = [
        ("BENCHLING_WEBHOOK_CONFIG_DIR", folder.display().to_string()),
        ("BENCHLING_WEBHOOK_REHEARSAL_SECONDS", seconds.into()),
        ("AWS_ENDPOINT_URL", "http://127.0.0.1:9".into()),
    ]
    .into();
    Cli { environment }
}

async fn setup(cli: &Cli) -> Result<()> {
    for (profile, app) in [("default", "appdef_prod"), ("dev", "appdef_dev")] {
        let app = format!("--app-definition-id={app}");
        let setup = [
            "--rehearsal",
            "setup-profile",
            profile,
            "--tenant=acme",
            &app,
            "--client-id=id",
            "--client-secret-stdin",
            "--no-keyring",
            "--quilt-stack-arn=arn:aws:cloudformation:us-east-1:123456789012:stack/quilt-rehearsal/00000000-0000-0000-0000-000000000000",
            "--package-bucket=packages",
        ];
        cli.expect(0, &setup).await?;
    }
    Ok(())
}

fn deploy<'a>(environment: &'a str, tag: &'a str) -> [&'a str; 9] {
    [
        "--rehearsal",
        "deploy",
        "--yes",
        "--json",
        "--client-secret-stdin",
        "--environment",
        environment,
        "--image-tag",
        tag,
    ]
}

/// The same numbers for the same seed.
pub struct Random(pub u64);

impl Random {
    /// Below `end`. SplitMix64.
    pub fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % end
    }
}

pub fn seed() -> Result<u64> {
    match std::env::var("INSTALLER_SEED") {
        Ok(seed) => Ok(seed.parse()?),
        Err(_) => Ok(u64::from(std::process::id())),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_hundred_kills_everything_agrees() -> Result<()> {
    let seed = seed()?;
    println!("a hundred kills: INSTALLER_SEED={seed}");
    let mut random = Random(seed);
    let folder = tempfile::tempdir()?;
    let cli = rehearsing(folder.path(), "1");
    setup(&cli).await?;

    let paths = Paths::at(folder.path()).rehearsal();
    let mut tag = TAGS[0];
    for kill in 0..100 {
        let environment = if random.below(5) == 0 { "dev" } else { "prod" };
        tag = TAGS[usize::from(random.below(2) == 1)];
        let mut child = cli.start(&deploy(environment, tag), SECRET).await?;
        // Half of them at any moment, half near one at which something has just been begun.
        let life = if kill % 2 == 0 { 1500 } else { 400 };
        if kill % 2 == 1 {
            let earlier = journals(&paths).len();
            while journals(&paths).len() == earlier && child.try_wait()?.is_none() {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        }
        let life = Duration::from_millis(random.below(life));
        // It may end by itself before.
        let _ended = tokio::time::timeout(life, child.wait()).await;
        child.kill().await?;
        files_are_whole(&paths).with_context(|| format!("after kill {kill} of seed {seed}"))?;
    }
    let last = cli.run_with(&deploy("prod", tag), SECRET).await?;
    ensure!(last.code == 0, "seed {seed}: {last:#?}");
    let entries = journals(&paths);
    for entry in ["began", "secret", "execute", "record", "ended"] {
        println!("  {:3} x {entry}", entries.matches(&line(entry)).count());
    }
    all_agree(&cli, &paths, tag).await.with_context(|| format!("seed {seed}"))
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_at_each_point_of_the_journal_it_is_taken_up() -> Result<()> {
    let points = ["began", "secret", "execute", "record", "ended"];
    let runs = points.map(async |point| {
        for update in [false, true] {
            killed_at(point, update).await.with_context(|| format!("{point}, update: {update}"))?;
        }
        Result::<()>::Ok(())
    });
    futures::future::try_join_all(runs).await?;
    Ok(())
}

async fn killed_at(point: &str, update: bool) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let cli = rehearsing(folder.path(), "2");
    setup(&cli).await?;
    let paths = Paths::at(folder.path()).rehearsal();
    if update {
        cli.expect(0, &deploy("prod", TAGS[0])).await?;
    }
    let tag = TAGS[usize::from(update)];
    let earlier = journals(&paths);
    // Another client secret, so that an update writes one too.
    let secret = if update { "another-secret" } else { SECRET };
    let mut child = cli.start(&deploy("prod", tag), secret).await?;
    let count = |entries: &str| entries.matches(&line(point)).count();
    while count(&journals(&paths)) == count(&earlier) {
        ensure!(child.try_wait()?.is_none(), "it ended first: {:#?}", ended(child).await?);
        tokio::task::yield_now().await;
    }
    child.kill().await?;
    files_are_whole(&paths)?;
    // A busy machine may have let it end by itself before.
    let ends = |entries: &str| entries.matches(&line("ended")).count();
    let cut_off = ends(&journals(&paths)) == ends(&earlier);

    let again = cli.run_with(&deploy("prod", tag), secret).await?;
    ensure!(again.code == 0, "{again:#?}");
    if cut_off && (point == "execute" || point == "record") {
        ensure!(again.talk.contains("An earlier run was cut off"), "{again:#?}");
    }
    all_agree(&cli, &paths, tag).await
}

/// How such an entry begins.
fn line(entry: &str) -> String {
    format!("{{\"entry\":\"{entry}\"")
}

/// All entries of all runs.
fn journals(paths: &Paths) -> String {
    let Ok(files) = std::fs::read_dir(paths.journal()) else { return String::new() };
    files.filter_map(|file| std::fs::read_to_string(file.ok()?.path()).ok()).collect()
}

fn files_are_whole(paths: &Paths) -> Result<()> {
    for line in journals(paths).lines() {
        serde_json::from_str::<Value>(line).with_context(|| format!("a journal's line: {line}"))?;
    }
    let Ok(files) = std::fs::read_dir(paths.base()) else { return Ok(()) };
    for file in files {
        let path = file?.path();
        if path.extension().is_some_and(|extension| extension == "json") {
            let text = std::fs::read_to_string(&path)?;
            serde_json::from_str::<Value>(&text).with_context(|| format!("{}: {text}", path.display()))?;
        }
    }
    Ok(())
}

/// Stack, status, record, history and journal, for prod with this tag, and for dev with whatever it has.
async fn all_agree(cli: &Cli, paths: &Paths, tag: &str) -> Result<()> {
    let cloud = Rehearsal::open(paths.rehearsed_cloud(), Arc::new(SystemClock), Pace::seconds(1))?;
    let stack = cloud.stack(STACK_NAME).await?.context("there is no stack")?;
    ensure!(stack.parameters["ProdImageTag"] == tag, "the stack has another image");

    let record: Value = serde_json::from_str(&std::fs::read_to_string(paths.deploy_record())?)?;
    let history = record["history"].as_array().context("a history")?;
    let status = cli.expect(0, &["--rehearsal", "status", "--json"]).await?.json()?;
    for (index, environment) in ipc::Environment::ALL.into_iter().enumerate() {
        let running = &status["environments"][index];
        ensure!(running["environment"] == environment.as_str(), "{status:#}");
        // What was cut off before anything changed has its own row, and changed nothing.
        let rows: Vec<&Value> = history
            .iter()
            .filter(|row| row["stage"] == environment.as_str() && row["outcome"] != "cancelled")
            .collect();
        let Some(deployed) = running["deployed"].as_object() else {
            ensure!(rows.is_empty(), "{environment} is recorded and not deployed: {record:#}");
            continue;
        };
        let entry = &record[environment.as_str()];
        let newest = rows.first().context("no row in the history")?;
        for key in ["imageTag", "endpoint"] {
            ensure!(
                entry[key] == deployed[key] && newest[key] == deployed[key],
                "{environment}'s {key}: {record:#}, {status:#}"
            );
        }
        // A deployment that changes nothing is not recorded, so the same image twice is one recorded twice.
        let twice = rows.windows(2).any(|pair| pair[0]["imageTag"] == pair[1]["imageTag"]);
        ensure!(!twice, "recorded twice: {record:#}");
    }
    ensure!(journal::unfinished(paths)?.is_none(), "a run was never ended");
    ensure!(journal::hold(paths)?.is_some(), "the lock is still held");
    files_are_whole(paths)
}
