//! Each thing that can be wrong beforehand has its own answer, and changes nothing.

use anyhow::Result;
use engine::cloud::Cloud;
use engine::template::STACK_NAME;
use installer_tests::benchling::APPS;
use installer_tests::world::World;

use crate::command::{Cli, setup_profile};

const DEPLOY: [&str; 5] = ["deploy", "--yes", "--client-secret-stdin", "--json", "--environment=prod"];

/// Runs a deployment that must be refused with this code before anything is made.
async fn refused(cli: &Cli, world: &World, input: &str, code: &str) -> Result<()> {
    let ran = cli.run_with(&DEPLOY, input).await?;
    anyhow::ensure!(ran.code == 1, "{ran:#?}");
    assert_eq!(ran.json()?["problem"]["code"], code, "{ran:#?}");
    let problem = &ran.json()?["problem"];
    for part in ["message", "next"] {
        assert!(
            problem[part].as_str().is_some_and(|text| text.ends_with('.') || text.contains(": ")),
            "{ran:#?}"
        );
    }
    assert!(world.aws.aws().await?.stack(STACK_NAME).await?.is_none(), "a refused deployment left a stack");
    assert!(!world.config_dir().join("deploy.json").exists());
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn what_benchling_or_quilt_refuses_is_told_and_changes_nothing() -> Result<()> {
    let world = World::start().await?;
    let cli = Cli::of(&world);
    setup_profile(&cli, &world, "default", APPS[0]).await?;
    let secret = installer_tests::benchling::CLIENT_SECRET;
    let path = world.config_dir().join("default.json");
    let good = std::fs::read_to_string(&path)?;

    refused(&cli, &world, "wrong", "benchling_credentials_refused").await?;
    for (from, to, code) in [
        ("\"acme\"", "\"nobody\"", "benchling_tenant_not_found"),
        (APPS[0], "appdef_unknown", "app_definition_unknown"),
        ("stack/quilt-test", "stack/quilt-gone", "quilt_stack_missing"),
        (":712023778557:stack", ":210987654321:stack", "quilt_stack_elsewhere"),
        ("\"0.17.1\"", "\"0.6.3\"", "image_missing"),
        ("\"imageTag\"", "{\"imageTag\"", "profile_broken"),
    ] {
        assert!(good.contains(from), "{good}");
        std::fs::write(&path, good.replace(from, to))?;
        refused(&cli, &world, secret, code).await.map_err(|error| error.context(code))?;
    }
    assert!(std::fs::read_to_string(&path)?.contains("{\"imageTag\""), "a broken file is left as it is");
    std::fs::remove_file(&path)?;
    refused(&cli, &world, secret, "profile_missing").await
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_around_us_is_told_and_changes_nothing() -> Result<()> {
    let world = World::start().await?;
    let cli = Cli::of(&world);
    setup_profile(&cli, &world, "default", APPS[0]).await?;
    let secret = installer_tests::benchling::CLIENT_SECRET;

    let mut offline = Cli::of(&world);
    offline.environment.insert("AWS_ENDPOINT_URL", "http://127.0.0.1:9".into());
    refused(&offline, &world, secret, "aws_unreachable").await?;

    let mut no_benchling = Cli::of(&world);
    no_benchling.environment.insert("BENCHLING_WEBHOOK_BENCHLING_URL", "http://127.0.0.1:9".into());
    refused(&no_benchling, &world, secret, "benchling_unreachable").await?;

    let mut nobody = Cli::of(&world);
    nobody.environment.remove("AWS_ACCESS_KEY_ID");
    nobody.environment.remove("AWS_SECRET_ACCESS_KEY");
    refused(&nobody, &world, secret, "credentials_missing").await
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn a_folder_that_takes_no_files_is_told_before_aws_is_asked() -> Result<()> {
    let world = World::start().await?;
    let mut cli = Cli::of(&world);
    // A file where the folder should be: root may write into any folder, so modes would prove nothing.
    let blocked = world.folder.path().join("blocked");
    std::fs::write(&blocked, "mine")?;
    cli.environment.insert("BENCHLING_WEBHOOK_CONFIG_DIR", blocked.display().to_string());
    let ran = cli
        .run(&[
            "setup-profile",
            "default",
            "--tenant=acme",
            "--app-definition-id=appdef_prod1",
            "--client-id=client-of-acme",
            "--client-secret-stdin",
            "--no-keyring",
            "--package-bucket=acme-packages",
            "--json",
            &format!("--quilt-stack-arn={}", world.quilt_stack_arn),
        ])
        .await?;
    assert_eq!(
        (ran.code, &ran.json()?["problem"]["code"]),
        (1, &"config_folder_unwritable".into()),
        "{ran:#?}"
    );
    assert_eq!(std::fs::read_to_string(&blocked)?, "mine");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn without_agreement_nothing_is_left_behind() -> Result<()> {
    let world = World::start().await?;
    let cli = Cli::of(&world);
    setup_profile(&cli, &world, "default", APPS[0]).await?;
    let ran = cli.run(&["deploy", "--environment=prod", "--client-secret-stdin", "--json"]).await?;
    assert_eq!((ran.code, &ran.json()?["problem"]["code"]), (3, &"confirmation_needed".into()), "{ran:#?}");
    assert!(ran.talk.contains("We create one CloudFormation stack"), "the plan was shown: {}", ran.talk);
    let pairing = cli
        .run(&[
            "deploy",
            "--environment=dev",
            "--profile=default",
            "--client-secret-stdin",
            "--yes",
            "--json",
        ])
        .await?;
    assert_eq!((pairing.code, &pairing.json()?["problem"]["code"]), (3, &"pairing_unconfirmed".into()));
    assert!(world.aws.aws().await?.stack(STACK_NAME).await?.is_none());
    Ok(())
}

#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread")]
async fn without_a_keyring_it_says_so_and_offers_the_session() -> Result<()> {
    let world = World::start().await?;
    let mut cli = Cli::of(&world);
    cli.environment.insert("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus".into());
    let arn = format!("--quilt-stack-arn={}", world.quilt_stack_arn);
    let arguments = [
        "setup-profile",
        "default",
        "--tenant=acme",
        "--app-definition-id=appdef_prod1",
        "--client-id=client-of-acme",
        "--client-secret-stdin",
        "--package-bucket=acme-packages",
        "--image-tag=0.17.1",
        &arn,
    ];
    let ran = cli.run(&[&arguments[..], &["--json"]].concat()).await?;
    assert_eq!((ran.code, &ran.json()?["problem"]["code"]), (1, &"keyring_missing".into()), "{ran:#?}");
    assert!(ran.talk.contains("--no-keyring"), "{}", ran.talk);
    assert!(!world.config_dir().join("default.json").exists(), "no profile without its secret");
    cli.expect(0, &[&arguments[..], &["--no-keyring"]].concat()).await?;
    // A deployment that is not given the secret says that it is missing, and where to put it.
    let ran = cli.run(&["deploy", "--environment=prod", "--yes", "--json"]).await?;
    assert_eq!((ran.code, &ran.json()?["problem"]["code"]), (1, &"keyring_missing".into()), "{ran:#?}");
    Ok(())
}
