//! The same job in rehearsal, for somebody without an account.

use std::collections::BTreeMap;

use anyhow::Result;
use installer_tests::benchling::CLIENT_SECRET;
use serde_json::Value;

use crate::command::{Cli, Ran};

/// No AWS at all: an endpoint that refuses everything proves that nothing is sent.
pub fn rehearsing(folder: &std::path::Path) -> Cli {
    let environment: BTreeMap<&'static str, String> = [
        ("BENCHLING_WEBHOOK_CONFIG_DIR", folder.display().to_string()),
        ("BENCHLING_WEBHOOK_REHEARSAL_SECONDS", "0".into()),
        ("AWS_ENDPOINT_URL", "http://127.0.0.1:9".into()),
    ]
    .into();
    Cli { environment }
}

/// Every rehearsal starts with this Quilt stack.
pub const QUILT_STACK: &str = "arn:aws:cloudformation:us-east-1:123456789012:stack/quilt-rehearsal/00000000-0000-0000-0000-000000000000";

pub async fn profile(cli: &Cli, name: &str, app: &str) -> Result<Ran> {
    let arn = format!("--quilt-stack-arn={}", QUILT_STACK);
    let app = format!("--app-definition-id={app}");
    cli.expect(
        0,
        &[
            "--rehearsal",
            "setup-profile",
            name,
            "--tenant=acme",
            &app,
            "--client-id=id",
            "--client-secret-stdin",
            "--no-keyring",
            &arn,
            "--package-bucket=packages",
            "--image-tag=0.17.1",
        ],
    )
    .await
}

pub async fn deploy(cli: &Cli, code: i32, environment: &str, more: &[&str]) -> Result<Value> {
    let mut arguments = vec![
        "--rehearsal",
        "deploy",
        "--yes",
        "--json",
        "--client-secret-stdin",
        "--environment",
        environment,
    ];
    arguments.extend(more);
    cli.expect(code, &arguments).await?.json()
}

#[tokio::test(flavor = "multi_thread")]
async fn both_environments_answer_and_dev_is_promoted() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let cli = rehearsing(folder.path());
    profile(&cli, "default", "appdef_prod").await?;
    profile(&cli, "dev", "appdef_dev").await?;
    assert!(deploy(&cli, 0, "prod", &[]).await?["succeeded"].is_object());
    assert!(deploy(&cli, 0, "dev", &["--image-tag=0.18.0"]).await?["succeeded"].is_object());
    assert!(deploy(&cli, 0, "dev", &["--image-tag=0.18.0"]).await?["nothingToChange"].is_object());

    let status = cli.expect(0, &["--rehearsal", "status", "--json"]).await?.json()?;
    for (index, tag) in ["0.18.0", "0.17.1"].into_iter().enumerate() {
        let deployed = &status["environments"][index]["deployed"];
        assert_eq!(
            (&deployed["imageTag"], &deployed["health"]["state"]),
            (&tag.into(), &"healthy".into()),
            "{status:#}"
        );
    }
    let promote = ["--rehearsal", "promote", "--yes", "--client-secret-stdin", "--json"];
    let untested = cli.expect(3, &promote).await?;
    assert!(untested.talk.contains("Dev has not been tested since this image"), "{untested:?}");
    cli.expect(0, &["--rehearsal", "test", "--environment=dev"]).await?;
    let promoted = cli.expect(0, &promote).await?;
    assert!(promoted.talk.contains("Prod gets two more containers in each task"), "{promoted:?}");
    assert!(promoted.json()?["succeeded"].is_object());
    let status = cli.expect(0, &["--rehearsal", "status", "--json"]).await?.json()?;
    let digest = |index: usize| status["environments"][index]["deployed"]["digest"].clone();
    assert_eq!(digest(0), digest(1));
    assert!(
        !folder.path().join("deploy.json").exists(),
        "a rehearsal writes beside the real record, not into it"
    );
    assert!(folder.path().join("rehearsal/deploy.json").exists());
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn diagnostics_are_listed_agreed_to_and_written() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let mut cli = rehearsing(folder.path());
    cli.environment.insert("BENCHLING_CLIENT_SECRET", CLIENT_SECRET.into());
    profile(&cli, "default", "appdef_prod").await?;
    deploy(&cli, 0, "prod", &[]).await?;
    let file = folder.path().join("help.zip");
    let output = format!("--output={}", file.display());
    let refused = cli.expect(3, &["--rehearsal", "diagnostics", &output]).await?;
    assert!(refused.talk.contains("profiles/default.json"), "it is listed before it is asked: {refused:#?}");
    assert!(!file.exists());

    let written = cli.expect(0, &["--rehearsal", "diagnostics", "--yes", "--json", &output]).await?;
    assert_eq!(written.json()?["file"], file.display().to_string());
    let bytes = std::fs::read(&file)?;
    assert!(bytes.starts_with(b"PK"));
    assert!(!bytes.windows(CLIENT_SECRET.len()).any(|window| window == CLIENT_SECRET.as_bytes()));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn each_rehearsed_failure_is_explained() -> Result<()> {
    for (fault, says) in [
        ("credentials-expired", "credentials_expired"),
        ("permission-denied", "permission_denied"),
        ("image-missing", "image_missing"),
        ("crash-loop", "deployment_failed"),
        ("quota", "deployment_failed"),
    ] {
        let folder = tempfile::tempdir()?;
        let cli = rehearsing(folder.path());
        profile(&cli, "default", "appdef_prod").await?;
        let ended = deploy(&cli, 1, "prod", &["--rehearse-failure", fault]).await?;
        assert_eq!(ended["problem"]["code"], says, "{fault}: {ended:#}");
        assert!(ended["problem"]["next"].as_str().is_some_and(|next| !next.is_empty()));
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_profile_is_copied_shown_and_deleted_by_its_name() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let cli = rehearsing(folder.path());
    profile(&cli, "default", "appdef_prod").await?;
    let copy = ["--rehearsal", "profiles", "copy", "default", "dev", "--no-keyring", "--image-tag=0.18.0"];
    let copied = cli.expect(0, &copy).await?;
    assert!(copied.talk.contains("\"default\" uses this app definition too"), "{copied:?}");
    assert_eq!(cli.expect(2, &copy).await?.out, "", "there is one already");
    let shown = cli.expect(0, &["--rehearsal", "profiles", "show", "dev"]).await?;
    assert_eq!(shown.json()?["imageTag"], "0.18.0");
    assert!(shown.talk.contains("quiltdata/benchling-webhook/dev/acme"), "{shown:?}");

    let file = folder.path().join("rehearsal/dev.json");
    for typed in [&["--yes"][..], &["--confirm", "default"]] {
        let arguments = [&["--rehearsal", "profiles", "delete", "dev"], typed].concat();
        cli.expect(3, &arguments).await?;
        assert!(file.exists());
    }
    let deleted = cli.expect(0, &["--rehearsal", "profiles", "delete", "dev", "--confirm", "dev"]).await?;
    assert!(!file.exists());
    assert!(std::fs::read_to_string(deleted.out.trim())?.contains("appdef_prod"));
    Ok(())
}
