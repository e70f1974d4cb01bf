//! What is wrong around the program has its own answer in the window, and nothing is changed.

use anyhow::Result;
use engine::cloud::Cloud;
use engine::template::STACK_NAME;
use installer_tests::window::Window;
use installer_tests::world::World;

type Variables = Vec<(&'static str, String)>;

fn with(world: &World, name: &'static str, value: String) -> Variables {
    let mut variables = world.window_environment();
    variables.retain(|(key, _)| *key != name);
    variables.push((name, value));
    variables
}

#[tokio::test(flavor = "multi_thread")]
async fn a_folder_that_takes_no_files_and_a_broken_profile_are_shown_at_the_start() -> Result<()> {
    let world = World::start().await?;
    // A file where the folder should be: root may write into any folder, so modes would prove nothing.
    let blocked = world.folder.path().join("blocked");
    std::fs::write(&blocked, "mine")?;
    let variables = with(&world, "BENCHLING_WEBHOOK_CONFIG_DIR", blocked.display().to_string());
    let window = Window::open("trouble", &variables, &[]).await?;
    window.find("[data-page=trouble] [data-test=problem][data-code=config_folder_unwritable]").await?;
    window.picture("folder").await?;
    window.close().await?;
    assert_eq!(std::fs::read_to_string(&blocked)?, "mine");

    std::fs::create_dir_all(world.config_dir())?;
    let file = world.config_dir().join("default.json");
    std::fs::write(&file, "{ \"benchlingTenant\": ")?;
    let window = Window::open("trouble-profile", &world.window_environment(), &[]).await?;
    window.find("[data-page=trouble] [data-test=problem][data-code=profile_broken]").await?;
    window.picture("profile").await?;
    // Put right in an editor, it goes on from there.
    std::fs::remove_file(&file)?;
    window.click("[data-test=try-again]").await?;
    window.find("[data-page=welcome]").await?;
    window.close().await
}

#[tokio::test(flavor = "multi_thread")]
async fn no_network_and_a_missing_quilt_stack_are_told_where_they_matter() -> Result<()> {
    let world = World::start().await?;
    let variables = with(&world, "AWS_ENDPOINT_URL", "http://127.0.0.1:9".into());
    let window = Window::open("trouble-network", &variables, &[]).await?;
    window.find("[data-page=welcome]").await?;
    window.click("[data-test=continue]").await?;
    window.find("[data-page=aws]").await?;
    window.click("[data-test=continue]").await?;
    window.find("[data-page=aws] [data-test=problem][data-code=aws_unreachable]").await?;
    window.picture("network").await?;
    window.close().await?;

    let window = Window::open("trouble-quilt", &world.window_environment(), &[]).await?;
    // What was answered before the window was closed is still there: it goes on where it was.
    window.find("[data-page=aws]").await?;
    window.click("[data-test=continue]").await?;
    window.find("[data-test=caller]").await?;
    window.click("[data-test=continue]").await?;
    window.click("[data-test=quiltStack-other]").await?;
    let gone = world.quilt_stack_arn.replace("stack/quilt-test", "stack/quilt-gone");
    window.fill("#quiltStackArn", &gone).await?;
    window
        .until("the missing stack is told", async || {
            Ok(window.text("main").await?.contains("There is no stack quilt-gone"))
        })
        .await?;
    window.picture("quilt").await?;
    window.close().await?;
    assert!(world.aws.aws().await?.stack(STACK_NAME).await?.is_none());
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn expired_credentials_are_told_and_mended() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let variables = [
        ("BENCHLING_WEBHOOK_CONFIG_DIR", folder.path().join("config").display().to_string()),
        ("XDG_DATA_HOME", folder.path().join("data").display().to_string()),
    ];
    let window = Window::open("trouble-expired", &variables, &["--rehearsal"]).await?;
    window.find("[data-page=welcome]").await?;
    window.click("#rehearseFailure option[value=credentials-expired]").await?;
    window.click("[data-test=continue]").await?;
    window.find("[data-page=aws]").await?;
    window.click("[data-test=continue]").await?;
    window.find("[data-page=aws] [data-test=problem][data-code=credentials_expired]").await?;
    window.picture("expired").await?;
    window.close().await
}
