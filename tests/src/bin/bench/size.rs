//! What has to be downloaded, and what then lies on the disk.

use std::path::Path;

use anyhow::{Context, Result};
use tokio::process::Command;

use super::Bench;
use super::figures::Sample;
use super::peers::{self, Cdk};
use super::table::{Section, Table};

const MIB: f64 = 1024.0 * 1024.0;
/// `npm install` of the npm tool 0.6.3 with what it depends on, as it was weighed in November 2026, in MB.
const NPM_TOOL: f64 = 455e6 / MIB;

pub async fn row(bench: &Bench) -> Result<Section> {
    let deb = bench.package()?;
    let installed =
        Command::new("dpkg-deb").args(["--field"]).arg(&deb).arg("Installed-Size").output().await?;
    let installed: f64 =
        String::from_utf8(installed.stdout)?.trim().parse().context("dpkg-deb says a number")?;
    let download = std::fs::metadata(&deb)?.len() as f64 / MIB;
    let mebibytes = |value| Some(Sample::one(value, "MiB"));
    let mut table = Table::of(&["installed", "download"]);
    table
        .line("the .deb, with window and command line", [mebibytes(installed / 1024.0), mebibytes(download)]);
    table.line("the npm tool 0.6.3, weighed before", [mebibytes(NPM_TOOL), None]);
    table.line(
        &format!("the CDK alone ({})", Cdk::installed()?.version()?),
        [mebibytes(weight(&peers::folder("cdk")?).await?), None],
    );
    table.line("the AWS command line", [mebibytes(weight(&peers::folder("aws")?).await?), None]);
    let (npm, cdk) = (table.ratio(1, 0), table.ratio(2, 0));
    let number = super::figures::number;
    Ok(Section {
        title: "On the disk",
        about: "What npm and pip unpack, without Node.js and Python themselves; ours without WebKitGTK, which Debian \
                and Ubuntu share between programs."
            .into(),
        tables: vec![table],
        goals: Vec::new(),
        headline: Some(format!(
            "Installed, the npm tool takes {} times and the CDK alone {} times as much room on the disk.",
            number(npm),
            number(cdk)
        )),
    })
}

/// As `du` has it, in MiB.
async fn weight(folder: &Path) -> Result<f64> {
    let output = Command::new("du").args(["--summarize", "--block-size=1K"]).arg(folder).output().await?;
    let text = String::from_utf8(output.stdout)?;
    Ok(text.split_whitespace().next().context("du says a number")?.parse::<f64>()? / 1024.0)
}
