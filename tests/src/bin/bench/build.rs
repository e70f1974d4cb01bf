//! How long this project's own checks and tests take: what `scripts/test` wrote down when it ran last.

use std::collections::BTreeMap;

use anyhow::Result;

use super::Bench;
use super::figures::{Goal, Sample};
use super::table::{Section, Table};

/// From an empty build folder, and from a full one; and how many minutes it may take.
const KINDS: [(&str, &str, f64); 2] =
    [("cold", "from an empty build folder", 45.0), ("warm", "with everything built before", 10.0)];

pub async fn row(bench: &Bench) -> Result<Section> {
    let mut parts: Vec<String> = Vec::new();
    let mut read: Vec<(&str, BTreeMap<String, f64>)> = Vec::new();
    let mut goals = Vec::new();
    for (kind, name, minutes) in KINDS {
        let Ok(text) = std::fs::read_to_string(bench.target.join(format!("seconds.{kind}"))) else {
            continue;
        };
        let mut seconds = BTreeMap::new();
        for (part, number) in text.lines().filter_map(|line| line.split_once(' ')) {
            if !parts.iter().any(|known| known == part) {
                parts.push(part.to_owned());
            }
            seconds.insert(part.to_owned(), number.trim().parse::<f64>()?);
        }
        let all: f64 = seconds.values().sum();
        goals.push(Goal::at_most(minutes, &format!("minutes {name}"), all / 60.0).or_because(
            "Windows that are drawn without a graphics card keep both processors busy, and the stand-in that provisions \
             stacks is built without optimising.",
        ));
        seconds.insert("all".into(), all);
        read.push((name, seconds));
    }
    parts.push("all".into());
    let mut table = Table::apart(parts.clone());
    for (name, seconds) in read {
        let cell = |part: &String| seconds.get(part).map(|seconds| Sample::one(*seconds, "s"));
        table.line(name, parts.iter().map(cell));
    }
    Ok(Section {
        title: "This project's own checks and tests",
        about: "`scripts/test` by part, as it ran last; it keeps its seconds beside what it builds.".into(),
        tables: vec![table],
        goals,
        headline: None,
    })
}
