//! What disagrees, through the command line: told by `status`, mended by `settle`.

use anyhow::Result;

use crate::rehearsal::{deploy, profile, rehearsing};

#[tokio::test(flavor = "multi_thread")]
async fn status_says_what_is_newest_and_settle_brings_it_together() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let cli = rehearsing(folder.path());
    profile(&cli, "default", "appdef_prod").await?;
    deploy(&cli, 0, "prod", &[]).await?;
    let status = async || cli.expect(0, &["--rehearsal", "status"]).await;
    let told = async || -> Result<serde_json::Value> {
        let status = cli.expect(0, &["--rehearsal", "status", "--json"]).await?.json()?;
        Ok(status["environments"][1]["deployed"]["agreement"].clone())
    };
    let agreement = told().await?;
    assert_eq!((&agreement["verdict"], &agreement["remedy"]), (&"agree".into(), &serde_json::Value::Null));
    // There is no keyring here, which stops nothing.
    assert!(status().await?.out.contains("The keyring can't be told: This machine has no keyring"));

    profile(&cli, "default", "appdef_other").await?;
    let shown = status().await?;
    assert!(
        shown.out.contains("The profile is newest: the app definition id is not what Secrets Manager holds."),
        "{shown:#?}"
    );
    assert!(shown.out.contains("benchling-webhook settle --environment prod"), "{shown:#?}");
    assert_eq!(told().await?["verdict"], "profile_newer");
    let settle = ["--rehearsal", "settle", "--environment=prod", "--client-secret-stdin"];
    let unasked = cli.expect(3, &settle).await?;
    assert!(unasked.talk.contains("Nothing was changed"), "{unasked:#?}");
    cli.expect(0, &[&settle[..], &["--yes"]].concat()).await?;
    assert_eq!(told().await?["verdict"], "agree");
    let nothing = cli.expect(0, &settle).await?;
    assert!(nothing.talk.contains("agree everywhere"), "{nothing:#?}");
    let secret = installer_tests::benchling::CLIENT_SECRET;
    assert!(installer_tests::search::files_that_hold(folder.path(), secret)?.is_empty());
    for ran in [&shown, &unasked, &nothing] {
        assert!(!ran.out.contains(secret) && !ran.talk.contains(secret), "{ran:#?}");
    }
    Ok(())
}
