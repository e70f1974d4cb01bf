//! How long resources take, learned from earlier runs: `durations.json` in the configuration folder.
//!
//! For each type and each kind of work the last twenty durations in seconds,
//! `{"AWS::EC2::NatGateway": {"create": [104, 98, 121]}}`. What is usual lies between the twentieth and the eightieth
//! percentile, rounded outwards; with fewer than three durations it is what this program brings along. A file
//! that can't be understood is ignored and left alone. It is a convenience: nothing fails for want of it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{Paths, files, template};

/// As many as are kept of a kind.
const KEPT: usize = 20;
/// Fewer are no experience.
const ENOUGH: usize = 3;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Work {
    Create,
    Update,
    Delete,
}

/// One resource of a run that is done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taken {
    pub resource_type: String,
    pub work: Work,
    pub seconds: u64,
}

/// Oldest first.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Durations(BTreeMap<String, BTreeMap<Work, Vec<u32>>>);

impl Durations {
    pub fn read(paths: &Paths) -> Self {
        read(paths).unwrap_or_default()
    }

    /// Seconds, from and to.
    pub fn usual(&self, resource_type: &str, work: Work) -> (u32, u32) {
        let taken = self.0.get(resource_type).and_then(|works| works.get(&work));
        let Some(taken) = taken.filter(|taken| taken.len() >= ENOUGH) else {
            return shipped(resource_type, work);
        };
        let mut sorted = taken.clone();
        sorted.sort_unstable();
        let last = sorted.len() - 1;
        let (low, high) = (sorted[last / 5], sorted[(last * 4).div_ceil(5)]);
        let step = if high > 20 { 5 } else { 1 };
        ((low / step * step).max(1), (high.div_ceil(step) * step).max(1))
    }

    fn add(&mut self, taken: &Taken) {
        let works = self.0.entry(taken.resource_type.clone()).or_default();
        let all = works.entry(taken.work).or_default();
        all.push(u32::try_from(taken.seconds).unwrap_or(u32::MAX));
        all.drain(..all.len().saturating_sub(KEPT));
    }
}

fn shipped(resource_type: &str, work: Work) -> (u32, u32) {
    match work {
        Work::Create => template::usual_seconds(resource_type),
        // New tasks take their time whether the service is new or not.
        Work::Update if resource_type == "AWS::ECS::Service" => template::usual_seconds(resource_type),
        Work::Update | Work::Delete => (5, 60),
    }
}

/// Adds what a run has shown.
pub fn add(paths: &Paths, taken: &[Taken]) {
    let Some(mut durations) = read(paths) else { return };
    taken.iter().for_each(|taken| durations.add(taken));
    let text = serde_json::to_string(&durations).unwrap_or_default();
    // Where it can't be written, the next run expects what this one did.
    let _ = files::write(&paths.durations(), format!("{text}\n"));
}

/// `None` where there is something else in the file.
fn read(paths: &Paths) -> Option<Durations> {
    match files::read(&paths.durations()).ok()? {
        Some(text) => serde_json::from_str(&text).ok(),
        None => Some(Durations::default()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAT: &str = "AWS::EC2::NatGateway";

    fn taken(seconds: &[u64]) -> Vec<Taken> {
        let one = |seconds: &u64| Taken { resource_type: NAT.into(), work: Work::Create, seconds: *seconds };
        seconds.iter().map(one).collect()
    }

    fn learned(seconds: &[u64]) -> (u32, u32) {
        let folder = tempfile::tempdir().unwrap();
        let paths = Paths::at(folder.path());
        add(&paths, &taken(seconds));
        Durations::read(&paths).usual(NAT, Work::Create)
    }

    #[test]
    fn three_runs_are_experience_and_two_are_not() {
        assert_eq!(learned(&[61, 62]), template::usual_seconds(NAT));
        assert_eq!(learned(&[61, 62, 63]), (60, 65));
    }

    #[test]
    fn the_odd_one_out_does_not_count() {
        assert_eq!(learned(&[100, 101, 102, 103, 104, 900]), (100, 105));
        assert_eq!(learned(&[3, 4, 4, 5, 5, 6]), (4, 5));
        assert_eq!(learned(&[0, 0, 0]), (1, 1), "nothing takes no time at all");
    }

    #[test]
    fn the_last_twenty_are_kept() {
        let seconds: Vec<u64> = [500; 20].into_iter().chain([50; 20]).collect();
        assert_eq!(learned(&seconds), (50, 50));
    }

    #[test]
    fn each_kind_of_work_has_its_own() {
        let folder = tempfile::tempdir().unwrap();
        let paths = Paths::at(folder.path());
        add(&paths, &taken(&[61, 62, 63]));
        assert_eq!(Durations::read(&paths).usual(NAT, Work::Delete), (5, 60));
        assert_eq!(Durations::read(&paths).usual("AWS::EC2::EIP", Work::Create), (15, 25));
    }

    #[test]
    fn a_broken_file_is_ignored_and_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let paths = Paths::at(folder.path());
        files::write(&paths.durations(), "not ours").unwrap();
        add(&paths, &taken(&[61, 62, 63]));
        assert_eq!(Durations::read(&paths), Durations::default());
        assert_eq!(files::read(&paths.durations()).unwrap().as_deref(), Some("not ours"));
    }
}
