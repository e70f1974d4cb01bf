//! Compares this product with what people use today, in one go on one machine: `bench [--quick] [ROW...]`.
//!
//! Run by `scripts/bench`, which installs the peers and builds what is measured. Each row gives a [`Section`]. Where
//! all rows are run, they become `docs/benchmarks.md`, above what is written by hand there, and the README's three
//! ratios; chosen rows are only printed. With `--start` a single start of the window is measured, for
//! `scripts/packages`. It is no test and gates nothing.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "printing figures is this program's job")]

mod build;
mod delay;
mod deploy;
mod document;
mod figures;
mod growth;
mod page;
mod peers;
mod processes;
mod run;
mod size;
mod table;
mod template;
mod window;

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use self::table::Section;

/// In the order of the document.
const ROWS: [&str; 8] = ["template", "deploy", "delay", "window", "size", "growth", "page", "build"];

pub struct Bench {
    quick: bool,
    /// Where cargo builds.
    target: PathBuf,
}

impl Bench {
    /// How often something is measured.
    fn runs(&self, usually: usize) -> usize {
        if self.quick { 2 } else { usually }
    }

    /// The newest Debian package.
    fn package(&self) -> Result<PathBuf> {
        let folder = self.target.join("release/bundle/deb");
        let packages = std::fs::read_dir(&folder).with_context(|| format!("{}", folder.display()))?;
        let mut packages: Vec<PathBuf> = packages
            .filter_map(|entry| Some(entry.ok()?.path()))
            .filter(|path| path.extension().is_some_and(|extension| extension == "deb"))
            .collect();
        packages.sort();
        packages.pop().context("there is no .deb; scripts/bench builds it")
    }

    async fn row(&self, name: &str) -> Result<Section> {
        match name {
            "template" => template::row(self).await,
            "deploy" => deploy::row(self).await,
            "delay" => delay::row(self).await,
            "window" => window::row(self).await,
            "size" => size::row(self).await,
            "growth" => growth::row(self).await,
            "page" => page::row(self).await,
            "build" => build::row(self).await,
            other => bail!("there is no row '{other}'; rows are {}", ROWS.join(", ")),
        }
    }
}

#[tokio::main]
async fn main() -> Result<()> {
    let (options, rows): (Vec<String>, Vec<String>) =
        std::env::args().skip(1).partition(|word| word.starts_with("--"));
    if options.iter().any(|option| option == "--start") {
        let start = window::ours().await?;
        println!(
            "usable after {:.0} ms, {:.0} MiB of its own, {:.0} MiB in all",
            start.milliseconds, start.own, start.all
        );
        return Ok(());
    }
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| folder.join("target"), PathBuf::from);
    let bench = Bench { quick: options.iter().any(|option| option == "--quick"), target };
    let wanted: Vec<&str> =
        if rows.is_empty() { ROWS.to_vec() } else { rows.iter().map(String::as_str).collect() };
    let mut sections = Vec::new();
    for name in &wanted {
        eprintln!("bench: {name}");
        let section = bench.row(name).await.with_context(|| format!("the row '{name}'"))?;
        println!("{}", section.markdown());
        sections.push(section);
    }
    if wanted == ROWS {
        document::write(&folder, &sections, bench.quick)?;
    }
    Ok(())
}
