//! From the command to a template on disk.

use anyhow::Result;
use installer_tests::programs;

use super::Bench;
use super::figures::{Goal, Sample};
use super::peers::Cdk;
use super::run::{Place, measured};
use super::table::{Section, Table};

pub async fn row(bench: &Bench) -> Result<Section> {
    let folder = tempfile::tempdir()?;
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for _ in 0..bench.runs(20) {
        let write = format!("{} template > template.json", programs::cli()?.display());
        ours.push(measured("sh".as_ref(), &["-c", &write], &Place::of(folder.path(), &[])).await?);
    }
    let cdk = Cdk::installed()?;
    for _ in 0..bench.runs(5) {
        let arguments =
            cdk.arguments(&["synth", "--quiet", "--context", "consumers=true", "--output", "cdk.out"]);
        theirs.push(
            measured(&Cdk::program(), &arguments, &Place::of(folder.path(), &cdk.variables(folder.path())))
                .await?,
        );
    }
    let mut table = Table::of(&["time", "peak memory"]);
    for (who, runs) in [("`benchling-webhook template`", ours), ("`cdk synth`", theirs)] {
        let memory = Sample::of(runs.iter().map(|run| run.mebibytes), "MiB");
        table.line(who, [Some(Sample::seconds(runs.iter().map(|run| run.seconds))), Some(memory)]);
    }
    let (faster, less) = (table.ratio(1, 0), table.ratio(1, 1));
    Ok(Section {
        title: "From the command to a template on disk",
        about: format!(
            "`cdk synth` of an app with the same architecture (`tests/bench/cdk/app.js`, {}), which nothing has to be \
             fetched for. Memory is that of the largest process.",
            cdk.version()?
        ),
        tables: vec![table],
        goals: vec![
            Goal::at_least(300.0, "times faster than `cdk synth`", faster),
            Goal::at_least(30.0, "times less memory than `cdk synth`", less),
        ],
        headline: None,
    })
}
