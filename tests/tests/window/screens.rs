//! Each screen as everybody gets to see it.

use anyhow::Result;
use engine::template;
use installer_tests::window::Window;

use crate::rehearsed;

#[tokio::test(flavor = "multi_thread")]
async fn the_dashboard() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let config = folder.path().join("config");
    rehearsed::world(&config, &template::template()).await?;
    let variables = [
        ("BENCHLING_WEBHOOK_CONFIG_DIR", config.display().to_string()),
        ("XDG_DATA_HOME", folder.path().join("data").display().to_string()),
    ];
    let window = Window::open("screens", &variables, &["--rehearsal"]).await?;
    window.find("[data-test=card-prod]").await?;
    window.accessible().await?;
    window.look("dashboard").await?;
    window.close().await
}
