//! Starts the window several times and prints, as JSON, how long it took until it could be used and how much
//! memory its own process then has; with `--once`, of a single start. Run by `scripts/measure` and `scripts/packages`.
#![allow(clippy::print_stdout, reason = "printing figures is this program's job")]

use std::path::Path;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use anyhow::{Context, Result};
use installer_tests::programs;
use installer_tests::window::Window;

const RUNS: usize = 7;

#[tokio::main]
async fn main() -> Result<()> {
    let (mut milliseconds, mut kilobytes) = (Vec::new(), Vec::new());
    let once = std::env::args().any(|argument| argument == "--once");
    for run in 0..if once { 1 } else { RUNS } {
        let folder = tempfile::tempdir()?;
        let variables = [
            ("BENCHLING_WEBHOOK_CONFIG_DIR", folder.path().join("config").display().to_string()),
            ("XDG_DATA_HOME", folder.path().join("data").display().to_string()),
        ];
        let window = Window::open("measure", &variables, &[]).await?;
        window.find("[data-page=welcome]").await?;
        let moment =
            "return performance.timeOrigin + performance.getEntriesByName('interactive')[0].startTime";
        let interactive = window.driver.execute(moment, vec![]).await?.json().as_f64().context("a moment")?;
        // Idle, not just started.
        tokio::time::sleep(Duration::from_secs(3)).await;
        let process = programs::running(&programs::app()?).context("the program is not running")?;
        // The first run fills the file cache and counts for nothing.
        if once || run > 0 {
            milliseconds.push((interactive - started(&process)?).round());
            kilobytes.push(proportional_set_size(&process)?);
        }
        window.close().await?;
    }
    milliseconds.sort_by(f64::total_cmp);
    kilobytes.sort_unstable();
    println!("{}", serde_json::json!({ "interactiveMs": milliseconds, "ownPssKib": kilobytes }));
    Ok(())
}

/// When the kernel started the process, in milliseconds since 1970; it counts in hundredths of a second.
fn started(process: &Path) -> Result<f64> {
    let stat = std::fs::read_to_string(process.join("stat"))?;
    let after_name = stat.rsplit(')').next().context("a stat line")?;
    let ticks: f64 = after_name.split_whitespace().nth(19).context("field 22")?.parse()?;
    let uptime: f64 =
        std::fs::read_to_string("/proc/uptime")?.split(' ').next().context("seconds")?.parse()?;
    let now = SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs_f64();
    Ok((now - uptime + ticks / 100.0) * 1000.0)
}

fn proportional_set_size(process: &Path) -> Result<u64> {
    let rollup = std::fs::read_to_string(process.join("smaps_rollup"))?;
    let line = rollup.lines().find_map(|line| line.strip_prefix("Pss:")).context("a Pss line")?;
    Ok(line.trim().trim_end_matches(" kB").parse()?)
}
