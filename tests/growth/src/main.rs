//! How long it takes with more and more of what grows: rows of the history, events of a stack, profiles. A program of
//! its own, so that it is measured as a release is compiled; `scripts/bench` runs it and reads the JSON that it prints.
#![allow(clippy::print_stdout, reason = "printing figures is this program's job")]

mod events;
mod history;
mod profiles;

use std::time::Instant;

use anyhow::Result;
use serde::Serialize;

/// What was done with each number of something, several times.
#[derive(Serialize)]
struct Measured {
    what: &'static str,
    /// The number, and how many seconds each time took.
    sizes: Vec<(u64, Vec<f64>)>,
}

fn main() -> Result<()> {
    let runs = if std::env::args().any(|word| word == "--quick") { 2 } else { 5 };
    let mut all = history::measured(runs)?;
    all.extend(events::measured(runs));
    all.extend(profiles::measured(runs)?);
    println!("{}", serde_json::to_string(&all)?);
    Ok(())
}

/// How many seconds this takes.
fn seconds<T>(work: impl FnOnce() -> T) -> f64 {
    let started = Instant::now();
    std::hint::black_box(work());
    started.elapsed().as_secs_f64()
}
