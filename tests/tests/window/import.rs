//! The first start where older tools left their files: shown, chosen from, taken over, and not offered again.

use std::path::{Path, PathBuf};

use anyhow::Result;
use engine::secret::{Keyring, SecretStore};
use installer_tests::search::files_that_hold;
use installer_tests::window::Window;
use serde_json::Value;
use tempfile::TempDir;

/// A home with the files of both generations of the npm tool, in both folders, and nothing of ours.
struct Home {
    folder: TempDir,
    base: PathBuf,
}

impl Home {
    fn new() -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("../src-tauri/engine/tests/golden");
        let base = folder.path().join("xdg/benchling-webhook");
        let other = folder.path().join(".config/benchling-webhook");
        copy(&golden.join("npm-0.6/config"), &base)?;
        copy(&golden.join("npm-0.7/home"), &other)?;
        for one in ["a", "b"] {
            copy(&golden.join("mixed/home").join(one), &other.join(one))?;
        }
        std::fs::copy(golden.join("mixed/home/lacking.json"), other.join("lacking.json"))?;
        Ok(Self { base, folder })
    }

    /// Nothing is reached beyond this machine.
    async fn open(&self, name: &str) -> Result<Window> {
        let within = |part: &str| self.folder.path().join(part).display().to_string();
        let nowhere = || "http://127.0.0.1:9".to_owned();
        let variables = [
            ("HOME", within("")),
            ("XDG_CONFIG_HOME", within("xdg")),
            ("XDG_DATA_HOME", within("data")),
            ("AWS_ENDPOINT_URL", nowhere()),
            ("BENCHLING_WEBHOOK_BENCHLING_URL", nowhere()),
            ("AWS_EC2_METADATA_DISABLED", "true".into()),
            ("AWS_ACCESS_KEY_ID", "nobody".into()),
            ("AWS_SECRET_ACCESS_KEY", "nothing".into()),
        ];
        Window::open(name, &variables, &[]).await
    }

    fn profile(&self, name: &str) -> Result<Value> {
        Ok(serde_json::from_str(&std::fs::read_to_string(self.base.join(format!("{name}.json")))?)?)
    }
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    std::fs::create_dir_all(to)?;
    for entry in std::fs::read_dir(from)? {
        let path = entry?.path();
        let to = to.join(path.file_name().unwrap_or_default());
        if path.is_dir() { copy(&path, &to)? } else { std::fs::copy(&path, &to).map(drop)? }
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_npm_tool_left_is_shown_chosen_from_and_taken_over() -> Result<()> {
    let home = Home::new()?;
    let window = home.open("import").await?;
    window.find("[data-page=import] h1").await?;
    let page = window.text("[data-page=import]").await?;
    for says in [
        "We found settings of an older tool",
        "npm tool 0.6",
        "npm tool 0.7 or later",
        "Tenant: https://example.benchling.com/ becomes example",
        "in a circle",
        "Take it out of the file",
    ] {
        assert!(page.contains(says), "{says} is missing: {page}");
    }
    window.look("found").await?;
    assert!(!home.base.join("imported.json").exists(), "nothing was changed yet");

    // A profile that lacks something is left out; taken, it holds the import up until that is given.
    window.click("[data-test=take-lacking]").await?;
    assert!(!window.exists("[data-test=continue]:not([aria-disabled=true])").await?);
    for (key, value) in [
        ("benchlingAppDefinitionId", "appdef_late"),
        ("benchlingClientId", "late"),
        ("quiltStackArn", "arn:aws:cloudformation:us-east-1:123456789012:stack/quilt/abc"),
        ("benchlingPkgBucket", "packages"),
    ] {
        window.fill(&format!("#given-lacking-{key}"), value).await?;
    }
    window.click("[data-test=continue]").await?;
    let result = window.text("[data-test=import-result]").await?;
    assert!(result.contains("in your keyring and was read back"), "{result}");
    window.look("result").await?;
    assert!(!window.source().await?.contains("canary"), "the page holds a client secret");

    assert_eq!(home.profile("default")?["benchlingTenant"], "example");
    assert_eq!(home.profile("lacking")?["benchlingAppDefinitionId"], "appdef_late");
    for (name, secret) in [("default", "canary-0-6-default"), ("dev", "canary-0-7-dev")] {
        let kept = Keyring::real().load(&name.parse()?)?;
        assert!(kept.is_some_and(|kept| kept.expose() == secret), "{name}");
        Keyring::real().remove(&name.parse()?)?;
        assert_eq!(files_that_hold(home.folder.path(), secret)?, Vec::<PathBuf>::new());
    }
    // The other files have other secrets, which are kept nowhere else.
    for secret in ["canary-0-6-dev", "canary-0-7-default"] {
        assert_eq!(files_that_hold(home.folder.path(), secret)?.len(), 1, "{secret}");
    }

    window.click("[data-test=continue]").await?;
    window.find("[data-page=dashboard]").await?;
    window.close().await?;

    let again = home.open("import-again").await?;
    again.find("[data-page=dashboard]").await?;
    again.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_wanted_now_is_left_and_found_in_the_settings() -> Result<()> {
    let home = Home::new()?;
    // An installation of ours has no record yet: the set-up comes next.
    std::fs::remove_file(home.base.join("deploy.json"))?;
    let window = home.open("import-later").await?;
    window.find("[data-page=import] h1").await?;
    window.click("[data-test=skip-import]").await?;
    window.until("it is gone", async || Ok(!window.exists("[data-page=import]").await?)).await?;
    assert_eq!(files_that_hold(home.folder.path(), "canary-0-6")?.len(), 2, "nothing was taken out");
    window.click("[data-test=settings]").await?;
    window.click("[data-test=import-profiles]").await?;
    window.find("[data-page=import] [data-test=found-dev]").await?;
    window.click("[data-test=skip-import]").await?;
    window.find("[data-page=settings]").await?;
    window.close().await
}
