//! The page in the window: its size, when it is first drawn, and how soon it answers.

use std::path::Path;

use anyhow::{Context, Result};
use tokio::process::Command;

use super::Bench;
use super::figures::{Goal, Sample};
use super::table::{Section, Table};
use super::window;

const KIB: f64 = 1024.0;
/// Presses a button as a mouse would, and waits until what it changed has been drawn.
const CLICK: &str = "const done = arguments[0];
    const button = document.querySelector('[data-test=settings]');
    const start = performance.now();
    button.click();
    requestAnimationFrame(() => setTimeout(() => done(performance.now() - start)));";

pub async fn row(bench: &Bench) -> Result<Section> {
    let dist = Path::new(env!("CARGO_MANIFEST_DIR")).join("../ui/dist");
    let wasm = dist.join("page_bg.wasm");
    let raw = bench.target.join("wasm32-unknown-unknown/wasm/installer-ui.wasm");
    let kibibytes = |bytes: f64| Sample::one(bytes / KIB, "KiB");
    let size = |file: &Path| -> Result<f64> {
        Ok(std::fs::metadata(file).with_context(|| format!("{}", file.display()))?.len() as f64)
    };
    let gzipped = gzipped(&dist).await?;
    let mut sizes = Table::of(&["wasm as compiled", "optimised", "gzipped", "all of ui/dist, gzipped"]);
    sizes.line(
        "ui/dist",
        [
            size(&raw).ok().map(kibibytes),
            Some(kibibytes(size(&wasm)?)),
            Some(kibibytes(self::gzipped(&wasm).await?)),
            Some(kibibytes(gzipped)),
        ],
    );

    let (mut painted, mut usable, mut clicked) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..bench.runs(5) {
        let folder = tempfile::tempdir()?;
        let window = window::open(folder.path()).await?;
        let moments = "return ['first-contentful-paint', 'interactive'].map(
            name => performance.getEntriesByName(name)[0].startTime);";
        let moments = window.driver.execute(moments, vec![]).await?;
        let moments: [f64; 2] = serde_json::from_value(moments.json().clone())?;
        painted.push(moments[0] / 1000.0);
        usable.push(moments[1] / 1000.0);
        let click = window.driver.execute_async(CLICK, vec![]).await?;
        clicked.push(click.json().as_f64().context("milliseconds")? / 1000.0);
        window.close().await?;
    }
    let mut times = Table::of(&["first paint", "usable", "a click answered"]);
    times.line("from the page's own start", [painted, usable, clicked].map(|of| Some(Sample::seconds(of))));
    Ok(Section {
        title: "The page",
        about:
            "In the real window, a release build. A click is answered when what it changed has been drawn."
                .into(),
        tables: vec![sizes, times],
        goals: vec![Goal::at_most(400.0, "KiB for ui/dist, gzipped", gzipped / KIB)],
        headline: None,
    })
}

/// Bytes of the file, or of all files in a folder, each gzipped.
async fn gzipped(path: &Path) -> Result<f64> {
    let count = "find \"$0\" -type f -exec gzip -9c {} + | wc -c";
    let output = Command::new("sh").args(["-c", count]).arg(path).output().await?;
    Ok(String::from_utf8(output.stdout)?.trim().parse()?)
}
