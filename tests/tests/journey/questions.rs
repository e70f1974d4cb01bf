//! What `setup-profile` asks on a terminal.

use anyhow::Result;
use installer_tests::command::Cli;
use installer_tests::search::files_that_hold;
use installer_tests::terminal::Terminal;

use crate::rehearsal::{QUILT_STACK, rehearsing};

const CANARY: &str = "canary-on-the-terminal";
const SETUP: [&str; 4] = ["--rehearsal", "setup-profile", "default", "--no-keyring"];

/// Up to the question for the secret, each wrong answer once.
async fn to_the_secret(cli: &Cli) -> Result<Terminal> {
    let mut terminal = Terminal::start(&cli.environment, &SETUP)?;
    terminal.answer("Benchling tenant: ", "not a tenant").await?;
    terminal.expect("\n  ").await?;
    terminal.answer("Benchling tenant: ", "https://acme.benchling.com/").await?;
    terminal.answer("App definition id: ", "app 1").await?;
    terminal.expect("\n  ").await?;
    terminal.answer("App definition id: ", "appdef_prod").await?;
    terminal.answer("Client id: ", "").await?;
    terminal.expect("This is needed.").await?;
    terminal.answer("Client id: ", "id").await?;
    terminal.answer("Quilt stack ARN: ", "arn:aws:s3:::bucket").await?;
    terminal.expect("\n  ").await?;
    terminal.answer("Quilt stack ARN: ", QUILT_STACK).await?;
    terminal.answer("Bucket for packages: ", "No_Bucket").await?;
    terminal.expect("\n  ").await?;
    terminal.answer("Bucket for packages: ", "packages").await?;
    // What is suggested is taken by Enter alone.
    terminal.answer("Image tag [latest]: ", "").await?;
    terminal.expect_hidden("Client secret (not shown): ").await?;
    Ok(terminal)
}

#[tokio::test(flavor = "multi_thread")]
async fn each_value_is_asked_in_turn_again_where_it_is_wrong_and_the_secret_is_not_shown() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let cli = rehearsing(folder.path());
    let mut terminal = to_the_secret(&cli).await?;
    terminal.press(&format!("{CANARY}\n")).await?;
    terminal.expect("Benchling accepts the credentials").await?;
    assert_eq!(terminal.end().await?, 0, "{}", terminal.shown);
    assert!(!terminal.shown.contains(CANARY), "{}", terminal.shown);
    assert!(terminal.shown.contains("not a tenant"), "other answers are shown: {}", terminal.shown);

    let profile = cli.expect(0, &["--rehearsal", "profiles", "show", "default", "--json"]).await?.json()?;
    for (key, value) in [
        ("benchlingTenant", "acme"),
        ("benchlingAppDefinitionId", "appdef_prod"),
        ("benchlingClientId", "id"),
        ("quiltStackArn", QUILT_STACK),
        ("benchlingPkgBucket", "packages"),
        ("imageTag", "latest"),
    ] {
        assert_eq!(profile[key], value, "{profile:#}");
    }
    assert_eq!(files_that_hold(folder.path(), CANARY)?, Vec::<std::path::PathBuf>::new());

    // A second time, what is there is suggested, and only what differs is typed.
    let mut terminal = Terminal::start(&cli.environment, &SETUP)?;
    terminal.answer("Benchling tenant [acme]: ", "").await?;
    terminal.answer("App definition id [appdef_prod]: ", "appdef_other").await?;
    for question in [
        "Client id [id]: ",
        &format!("Quilt stack ARN [{QUILT_STACK}]: "),
        "Bucket for packages [packages]: ",
    ] {
        terminal.answer(question, "").await?;
    }
    terminal.answer("Image tag [latest]: ", "v0.18.0").await?;
    terminal.expect_hidden("Client secret (not shown): ").await?;
    terminal.press(&format!("{CANARY}\n")).await?;
    assert_eq!(terminal.end().await?, 0, "{}", terminal.shown);
    let profile = cli.expect(0, &["--rehearsal", "profiles", "show", "default", "--json"]).await?.json()?;
    assert_eq!(
        (&profile["benchlingAppDefinitionId"], &profile["imageTag"]),
        (&"appdef_other".into(), &"0.18.0".into())
    );
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_interrupts_leaves_nothing_behind() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let cli = rehearsing(folder.path());
    let mut terminal = to_the_secret(&cli).await?;
    terminal.press(&CANARY[..6]).await?;
    terminal.press("\u{3}").await?;
    assert_eq!(terminal.end().await?, 130, "{}", terminal.shown);
    let shown = cli.expect(1, &["--rehearsal", "profiles", "show", "default"]).await?;
    assert!(shown.talk.contains("profile_missing"), "{shown:#?}");
    assert!(!folder.path().join("rehearsal/default.json").exists());
    assert_eq!(files_that_hold(folder.path(), &CANARY[..6])?, Vec::<std::path::PathBuf>::new());

    let mut terminal = Terminal::start(&cli.environment, &SETUP)?;
    terminal.expect("Benchling tenant: ").await?;
    // The end of the input is no answer.
    terminal.press("\u{4}").await?;
    terminal.expect("The input ended before the answer.").await?;
    assert_eq!(terminal.end().await?, 3, "{}", terminal.shown);
    assert!(!folder.path().join("rehearsal/default.json").exists());
    Ok(())
}
