//! The history: opened by the window, appended to by a deployment, shown by the command line.

use anyhow::{Error, Result};
use engine::history::{self, Book, KEPT};
use engine::{Paths, files};
use ipc::bridge::HistoryQuery;
use ipc::status::DeployRecord;
use serde_json::{Value, json};

use super::{Measured, seconds};

const ROWS: [u64; 4] = [10, 1_000, 10_000, 100_000];

pub fn measured(runs: usize) -> Result<Vec<Measured>> {
    let new = |what| Measured { what, sizes: Vec::new() };
    let (mut open, mut scroll, mut append, mut show) = (
        new("history: open the window's first page"),
        new("history: scroll to the middle"),
        new("history: append a row"),
        new("history: show the newest 20"),
    );
    for rows in ROWS {
        let folder = tempfile::tempdir()?;
        let paths = Paths::at(folder.path());
        fill(&paths, rows)?;
        let page = |book: &mut Book, offset| {
            book.page(&paths, &HistoryQuery { offset, limit: 100, ..HistoryQuery::default() })
        };
        let middle = (rows / 2) as usize;
        let mut times: [Vec<f64>; 4] = Default::default();
        for _ in 0..runs {
            let mut book = Book::default();
            times[0].push(seconds(|| page(&mut book, 0)));
            times[1].push(seconds(|| page(&mut book, middle)));
            let row: DeployRecord = serde_json::from_value(row(rows))?;
            times[2].push(seconds(|| history::record(&paths, &[row])));
            times[3].push(seconds(|| history::newest(&paths, None, 20)));
        }
        for (of, times) in [&mut open, &mut scroll, &mut append, &mut show].into_iter().zip(times) {
            of.sizes.push((rows, times));
        }
    }
    Ok(vec![open, scroll, append, show])
}

/// As so many deployments would have left it.
fn fill(paths: &Paths, rows: u64) -> Result<()> {
    let newest: Vec<Value> = (0..rows).rev().take(KEPT).map(row).collect();
    let older = rows.saturating_sub(KEPT as u64);
    let text = serde_json::to_string_pretty(&json!({ "history": newest }))?;
    files::write(&paths.deploy_record(), text).map_err(|problem| Error::msg(problem.message))?;
    if older > 0 {
        let lines: String = (0..older).map(|number| format!("{}\n", row(number))).collect();
        std::fs::write(paths.history_archive(), lines)?;
    }
    Ok(())
}

fn row(number: u64) -> Value {
    let stage = if number.is_multiple_of(2) { "dev" } else { "prod" };
    json!({
        "stage": stage,
        "endpoint": format!("https://abc123.execute-api.us-east-1.amazonaws.com/{stage}"),
        "imageTag": format!("0.17.{number}"),
        "digest": format!("sha256:{number:064x}"),
        "deployedAt": format!("2026-01-02T03:04:{:02}.{:03}Z", number / 1000 % 60, number % 1000),
        "stackName": "BenchlingWebhookStack",
        "region": "us-east-1",
        "account": "123456789012",
        "profile": "default",
        "deployedBy": "anna",
        "callerArn": "arn:aws:iam::123456789012:user/anna",
        "operation": "deploy",
        "startedAt": "2026-01-02T03:00:00.000Z",
        "seconds": 240,
        "templateHash": format!("{number:016x}"),
        "changeSetId": format!("arn:aws:cloudformation:us-east-1:123456789012:changeSet/run-{number}/1"),
        "outcome": "succeeded",
    })
}
