//! How what grows does: the history, the events of a stack, profiles. Measured by the program `growth`, which is
//! compiled as a release is.

use std::fmt::Write as _;

use anyhow::{Context, Result};
use serde::Deserialize;
use tokio::process::Command;

use super::Bench;
use super::figures::{Sample, number};
use super::table::{Section, Table};

/// What was done with each number of something, several times.
#[derive(Deserialize)]
struct Measured {
    what: String,
    /// The number, and how many seconds each time took.
    sizes: Vec<(u64, Vec<f64>)>,
}

pub async fn row(bench: &Bench) -> Result<Section> {
    let mut command = Command::new(bench.target.join("release/growth"));
    if bench.quick {
        command.arg("--quick");
    }
    let output = command.output().await.context("growth is not built; scripts/bench builds it")?;
    anyhow::ensure!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let measured: Vec<Measured> = serde_json::from_slice(&output.stdout)?;
    let counts = |of: &Measured| of.sizes.iter().map(|(count, _)| *count).collect::<Vec<_>>();
    let (mut tables, mut about) =
        (Vec::new(), "How long it takes with so many of what grows.\n\n".to_owned());
    for together in measured.chunk_by(|one, next| counts(one) == counts(next)) {
        let names = counts(&together[0]).into_iter().map(|count| number(count as f64)).collect();
        let mut table = Table::apart(names);
        for one in together {
            let samples: Vec<Sample> =
                one.sizes.iter().map(|(_, seconds)| Sample::seconds(seconds.iter().copied())).collect();
            let _ = writeln!(about, "- {}: {}.", one.what, growth(&counts(one), &samples));
            table.line(&one.what, samples.into_iter().map(Some));
        }
        tables.push(table);
    }
    Ok(Section { title: "Growth", about, tables, goals: Vec::new(), headline: None })
}

/// By which power of the number the time grows between the two largest.
fn growth(counts: &[u64], samples: &[Sample]) -> String {
    let ([.., few, many], [.., less, more]) = (counts, samples) else { return "measured once".into() };
    let power = more.times(less).ln() / (*many as f64 / *few as f64).ln();
    let word = match power {
        power if power < 0.3 => "flat",
        power if power < 1.3 => "linear",
        _ => "**worse than linear**",
    };
    format!(
        "{word} (by the power {} from {} to {})",
        number(power),
        number(*few as f64),
        number(*many as f64)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn growth_is_told_by_the_two_largest() {
        let of = |less, more| growth(&[10, 100, 1000], &[9.0, less, more].map(|s| Sample::seconds([s])));
        assert!(of(1.0, 1.1).starts_with("flat"));
        assert!(of(1.0, 10.0).starts_with("linear"));
        assert!(of(1.0, 90.0).starts_with("**worse than linear** (by the power 1.95 from 100 to 1,000)"));
    }
}
