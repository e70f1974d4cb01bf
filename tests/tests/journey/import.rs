//! What older tools left, through the command line, on a machine without a keyring.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::Result;
use installer_tests::command::Cli;
use installer_tests::search::files_that_hold;

#[tokio::test(flavor = "multi_thread")]
async fn it_is_shown_first_taken_over_and_without_a_keyring_the_secret_stays_where_it_is() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let base = folder.path().join("rehearsal");
    let golden =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../src-tauri/engine/tests/golden/npm-0.6/config");
    std::fs::create_dir_all(base.join("config"))?;
    for file in ["default.json", "config/default.json"] {
        std::fs::copy(golden.join(file), base.join(file))?;
    }
    let older = std::fs::read_to_string(base.join("default.json"))?;
    let environment: BTreeMap<&'static str, String> = [
        ("BENCHLING_WEBHOOK_CONFIG_DIR", folder.path().display().to_string()),
        ("AWS_ENDPOINT_URL", "http://127.0.0.1:9".into()),
    ]
    .into();
    let cli = Cli { environment };

    let shown = cli.expect(0, &["--rehearsal", "import"]).await?;
    assert!(
        shown.out.contains("benchlingTenant: example  (was https://example.benchling.com/)"),
        "{shown:#?}"
    );
    assert!(shown.out.contains("in plain text") && shown.talk.contains("Nothing was changed"), "{shown:#?}");
    assert_eq!(std::fs::read_to_string(base.join("default.json"))?, older);

    let done = cli.expect(1, &["--rehearsal", "import", "--yes", "--remove-secret"]).await?;
    assert!(done.out.contains("default: changed from"), "{done:#?}");
    assert!(done.talk.contains("no keyring") && done.talk.contains("Still in plain text"), "{done:#?}");
    for ran in [&shown, &done] {
        assert!(!ran.out.contains("canary") && !ran.talk.contains("canary"), "{ran:#?}");
    }
    // Never taken out before it is safe elsewhere; and in no other file.
    assert_eq!(files_that_hold(folder.path(), "canary")?, [base.join("default.json")]);
    let profile = cli.expect(0, &["--rehearsal", "profiles", "show", "default", "--json"]).await?.json()?;
    assert_eq!((&profile["benchlingTenant"], &profile["logLevel"]), (&"example".into(), &"INFO".into()));
    let export = cli.expect(0, &["--rehearsal", "profiles", "export", "default"]).await?;
    assert!(export.out.contains("example-packages") && !export.out.contains("canary"), "{export:#?}");
    Ok(())
}
