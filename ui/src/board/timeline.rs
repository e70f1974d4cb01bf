//! Where the time of a deployment went: one bar per resource, packed into a few lanes.
//!
//! The longest resources get a lane first, each the first lane that is free for its whole time. What finds no lane
//! is shorter than everything that it would have covered, so the few lanes always show what mattered. Positions are
//! percentages of the whole running time, since the drawing stretches with the window.

use ipc::Timestamp;
use ipc::plan::Group;
use ipc::progress::{Progress, ResourceProgress, ResourceState};

use super::order::sort_by_key;
use crate::messages::board::runs as texts;

/// As many lanes as stay readable in a slim strip.
pub const LANES: usize = 5;

#[derive(Clone, Debug, PartialEq)]
pub struct Bar {
    pub name: String,
    pub group: Group,
    pub lane: usize,
    /// Percent of the running time, from its start.
    pub left: f64,
    pub width: f64,
    pub seconds: u64,
    pub running: bool,
    pub failed: bool,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Timeline {
    pub bars: Vec<Bar>,
    pub lanes: usize,
    /// Percent and label.
    pub ticks: Vec<(f64, String)>,
}

/// The strip as it looks at `now`, in the host's clock.
pub fn timeline(progress: &Progress, now: Timestamp) -> Timeline {
    let (start, end) = (progress.started_at, end_of(progress, now));
    let whole = ((end.0 - start.0) as f64).max(1000.0);
    let mut rows: Vec<_> = progress
        .resources
        .iter()
        .filter_map(|r| span(r, end).map(|(from, to)| (r, from.max(start), to)))
        .collect();
    sort_by_key(&mut rows, |(_, from, to)| (from.0 - to.0, from.0));

    let mut taken: Vec<Vec<(Timestamp, Timestamp)>> = Vec::new();
    let mut bars = Vec::new();
    for (resource, from, to) in rows {
        let free = |lane: &Vec<(Timestamp, Timestamp)>| lane.iter().all(|&(f, t)| to <= f || t <= from);
        let lane = match taken.iter().position(free) {
            Some(lane) => lane,
            None if taken.len() < LANES => {
                taken.push(Vec::new());
                taken.len() - 1
            }
            None => continue,
        };
        taken[lane].push((from, to));
        bars.push(Bar {
            name: resource.name.clone(),
            group: resource.group,
            lane,
            left: (from.0 - start.0) as f64 / whole * 100.0,
            width: (to.0 - from.0) as f64 / whole * 100.0,
            seconds: to.seconds_since(from),
            running: resource.ended_at.is_none(),
            failed: resource.state == ResourceState::Failed,
        });
    }
    Timeline { bars, lanes: taken.len(), ticks: ticks(whole / 1000.0) }
}

/// The resources that took longest, at most `count`, longest first: name and seconds.
pub fn longest(progress: &Progress, now: Timestamp, count: usize) -> Vec<(String, u64)> {
    let end = end_of(progress, now);
    let mut rows: Vec<_> = progress
        .resources
        .iter()
        .filter_map(|r| span(r, end).map(|(from, to)| (r.name.clone(), to.seconds_since(from))))
        .filter(|(_, seconds)| *seconds > 0)
        .collect();
    sort_by_key(&mut rows, |(_, seconds)| std::cmp::Reverse(*seconds));
    rows.truncate(count);
    rows
}

/// A finished deployment stops its clocks.
pub fn end_of(progress: &Progress, now: Timestamp) -> Timestamp {
    if progress.outcome.is_some() { progress.at } else { now.max(progress.at) }
}

fn span(resource: &ResourceProgress, end: Timestamp) -> Option<(Timestamp, Timestamp)> {
    let from = resource.started_at?;
    Some((from, resource.ended_at.unwrap_or(end).max(from)))
}

/// Round times, at most six of them, none at the very edge, where its label would be cut.
fn ticks(seconds: f64) -> Vec<(f64, String)> {
    const STEPS: [u32; 12] = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1800, 3600];
    let step = STEPS.into_iter().find(|s| seconds / f64::from(*s) <= 6.0).unwrap_or(7200);
    (1..=6)
        .map(|n| step * n)
        .map(|at| (f64::from(at) / seconds * 100.0, at))
        .take_while(|(left, _)| *left < 96.0)
        .map(|(left, at)| (left, if at % 60 == 0 { texts::minutes(at / 60) } else { short(at) }))
        .collect()
}

fn short(seconds: u32) -> String {
    if seconds < 60 { texts::seconds(seconds) } else { super::duration::stopwatch(u64::from(seconds)) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::board::fixtures::{progress, resource};

    #[test]
    fn bars_in_one_lane_never_overlap_and_the_longest_is_never_left_out() {
        let mut rows: Vec<_> = (0..20)
            .map(|n| resource(&format!("R{n}"), Group::Shared, ResourceState::Done, Some(n), Some(n + 10)))
            .collect();
        rows.push(resource("Long", Group::Prod, ResourceState::Done, Some(0), Some(100)));
        let drawn = timeline(&progress(rows, 100), Timestamp(100_000));

        assert!(drawn.lanes <= LANES);
        assert!(drawn.bars.iter().any(|b| b.name == "Long" && b.width > 99.0));
        for (i, a) in drawn.bars.iter().enumerate() {
            for b in &drawn.bars[i + 1..] {
                let apart = a.left + a.width <= b.left + 0.001 || b.left + b.width <= a.left + 0.001;
                assert!(a.lane != b.lane || apart, "{a:?} covers {b:?}");
            }
        }
    }

    #[test]
    fn a_running_bar_grows_with_the_clock_until_the_end() {
        let rows = vec![resource("Nat", Group::Shared, ResourceState::Creating, Some(10), None)];
        let mut running = progress(rows, 20);
        assert_eq!(timeline(&running, Timestamp(30_000)).bars[0].seconds, 20);
        running.outcome = Some(ipc::progress::Outcome::Cancelled);
        assert_eq!(timeline(&running, Timestamp(90_000)).bars[0].seconds, 10);
    }

    #[test]
    fn ticks_are_round_times() {
        let labels = |s| ticks(s).into_iter().map(|(_, label)| label).collect::<Vec<_>>();
        assert_eq!(labels(20.0), ["5 s", "10 s", "15 s"]);
        assert_eq!(labels(252.0), ["1 min", "2 min", "3 min", "4 min"]);
    }

    #[test]
    fn the_longest_are_named_first() {
        let rows = vec![
            resource("Fast", Group::Shared, ResourceState::Done, Some(0), Some(2)),
            resource("Slow", Group::Shared, ResourceState::Done, Some(0), Some(90)),
            resource("Waiting", Group::Shared, ResourceState::Waiting, None, None),
        ];
        assert_eq!(
            longest(&progress(rows, 90), Timestamp(90_000), 3),
            [("Slow".into(), 90), ("Fast".into(), 2)]
        );
    }
}
