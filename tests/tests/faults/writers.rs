//! Two programs that write the same profile at once, killed two hundred times at random: every file is whole, old or
//! new, and what neither of them knows is still there.

use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use installer_tests::command::Cli;
use serde_json::Value;
use tokio::process::Child;

use crate::kills::{Random, SECRET, rehearsing, seed};

const KILLS: u32 = 200;
const TAGS: [&str; 2] = ["0.17.1", "0.18.0"];
/// What an older tool left beside; each import merges it again.
const OLDER: &str = r#"{ "quilt": { "catalog": "quilt.example.com", "athenaUserWorkgroup": "primary" },
  "benchling": { "tenant": "acme", "clientId": "id", "appDefinitionId": "appdef_older" } }"#;

/// Changes the profile by its options, each with another tag and bucket that belong together.
async fn by_options(cli: &Cli, tag: &str) -> Result<Child> {
    let (tag, bucket) = (format!("--image-tag={tag}"), format!("--package-bucket=packages-{tag}"));
    let arguments = [
        "--rehearsal",
        "setup-profile",
        "default",
        "--tenant=acme",
        "--app-definition-id=appdef_prod",
        "--client-id=id",
        "--client-secret-stdin",
        "--no-keyring",
        "--quilt-stack-arn=arn:aws:cloudformation:us-east-1:123456789012:stack/quilt-rehearsal/00000000-0000-0000-0000-000000000000",
        &bucket,
        &tag,
    ];
    cli.start(&arguments, SECRET).await
}

/// Takes the older file over, or the profile as it is.
async fn by_import(cli: &Cli, older: bool, file: &str) -> Result<Child> {
    let source = format!("default={file}");
    let all = ["--rehearsal", "import", "--yes", "--keep-secret", "--profiles=default", "--source", &source];
    cli.start(&all[..if older { 7 } else { 5 }], "").await
}

#[tokio::test(flavor = "multi_thread")]
async fn two_writers_killed_two_hundred_times_leave_every_file_whole() -> Result<()> {
    let seed = seed()?;
    println!("two hundred kills of two writers: INSTALLER_SEED={seed}");
    let mut random = Random(seed);
    let folder = tempfile::tempdir()?;
    let base = folder.path().join("rehearsal");
    let cli = rehearsing(folder.path(), "1");
    let first = by_options(&cli, TAGS[0]).await?.wait_with_output().await?;
    ensure!(first.status.success(), "{first:#?}");
    std::fs::create_dir_all(base.join("default"))?;
    let older = base.join("default/config.json");
    std::fs::write(&older, OLDER)?;
    let profile = base.join("default.json");
    let text = std::fs::read_to_string(&profile)?;
    std::fs::write(&profile, text.replacen('{', "{\n  \"mine\": { \"kept\": [1, 2] },", 1))?;

    let mut changes = 0;
    let mut before = std::fs::read_to_string(&profile)?;
    for kill in 0..KILLS {
        let tag = TAGS[usize::from(random.below(2) == 1)];
        let older_too = random.below(2) == 1;
        let source = older.display().to_string();
        let (mut one, mut other) = (by_options(&cli, tag).await?, by_import(&cli, older_too, &source).await?);
        tokio::time::sleep(Duration::from_millis(random.below(60))).await;
        let first = if random.below(2) == 1 { &mut one } else { &mut other };
        first.kill().await?;
        // The second one is killed too, or ends by itself.
        let rest = Duration::from_millis(random.below(60));
        let _ended = tokio::time::timeout(rest, one.wait()).await;
        let _ended = tokio::time::timeout(rest, other.wait()).await;
        one.kill().await?;
        other.kill().await?;
        whole(&base).with_context(|| format!("after kill {kill} of seed {seed}"))?;
        let now = std::fs::read_to_string(&profile)?;
        changes += u32::from(now != before);
        before = now;
    }
    println!("  {changes} of them left another content than before");
    ensure!(changes > 0, "no kill met a write; seed {seed}");
    // The lock of whoever was killed is free.
    let last = by_options(&cli, TAGS[1]).await?.wait_with_output().await?;
    ensure!(last.status.success(), "{last:#?}");
    whole(&base)
}

/// Every JSON file can be read, and the profile is what one of the two wrote.
fn whole(base: &Path) -> Result<()> {
    for folder in [base.to_owned(), base.join("backups")] {
        let Ok(files) = std::fs::read_dir(&folder) else { continue };
        for file in files {
            let path = file?.path();
            if path.extension().is_some_and(|extension| extension == "json") {
                let text = std::fs::read_to_string(&path)?;
                serde_json::from_str::<Value>(&text)
                    .with_context(|| format!("{}: {text}", path.display()))?;
            }
        }
    }
    ensure!(std::fs::read_to_string(base.join("default/config.json"))? == OLDER, "the older file is another");
    let profile: Value = serde_json::from_str(&std::fs::read_to_string(base.join("default.json"))?)?;
    ensure!(profile["mine"]["kept"][1] == 2, "what is not known is lost: {profile:#}");
    let tag = profile["imageTag"].as_str().unwrap_or_default();
    ensure!(TAGS.contains(&tag), "{profile:#}");
    let bucket = format!("packages-{tag}");
    ensure!(
        profile["benchlingPkgBucket"] == bucket.as_str(),
        "half of one and half of the other: {profile:#}"
    );
    let app = profile["benchlingAppDefinitionId"].as_str().unwrap_or_default();
    ensure!(["appdef_prod", "appdef_older"].contains(&app), "{profile:#}");
    ensure!(!base.join("set-aside").exists(), "something was taken for broken");
    Ok(())
}
