//! The way back after a failure.
//!
//! A creation is undone by deleting, in the reverse order, everything that was begun; nothing of it is kept
//! (`RetainExceptOnCreate` deletes here too, `Retain` does not). An update is undone by giving every modified
//! resource its old properties, then deleting what was new. A way back that fails stops where it is.

use std::collections::BTreeMap;

use super::change::Change;
use super::durations::{Work, seconds};
use super::failure::Failure;
use super::graph::{self, Window};
use super::schedule::{Timeline, in_order, made};
use super::template::listed;
use super::world::{Content, Effect, Resource};

/// Seconds that CloudFormation takes to notice and turn around.
const TURN: f64 = 2.0;

pub fn roll_back(timeline: &mut Timeline<'_>, windows: &BTreeMap<&str, Window>, failure: &Failure) {
    let plan = timeline.operation.plan;
    let begun: Vec<&Change> = made(plan)
        .filter(|c| windows.get(c.logical_id.as_str()).is_some_and(|w| w.start < failure.at))
        .collect();
    let failed =
        |c: &&&Change| c.logical_id == failure.logical_id || windows[c.logical_id.as_str()].end > failure.at;
    let of_kind = |is_new: bool| {
        let names = begun.iter().filter(failed).filter(|c| c.before.is_none() == is_new);
        names.map(|c| c.logical_id.as_str()).collect::<Vec<_>>()
    };
    let mut reason = String::new();
    for (verb, names) in [("create", of_kind(true)), ("update", of_kind(false))] {
        if !names.is_empty() {
            reason.push_str(&format!("The following resource(s) failed to {verb}: {}. ", listed(names)));
        }
    }
    let turn = failure.at + TURN;
    if timeline.operation.creates {
        undo_creation(timeline, &begun, turn, &format!("{reason}Rollback requested by user."));
    } else {
        undo_update(timeline, &begun, turn, &reason, failure);
    }
}

fn undo_creation(timeline: &mut Timeline<'_>, begun: &[&Change], turn: f64, reason: &str) {
    let plan = timeline.operation.plan;
    let content = Content { outputs: BTreeMap::new(), ..plan.content.clone() };
    timeline.stack(turn, "ROLLBACK_IN_PROGRESS", Some(reason), Effect::Content(Box::new(content)));
    let gone: Vec<(&str, &Resource)> =
        begun.iter().filter_map(|c| Some((c.logical_id.as_str(), c.after.as_ref()?))).collect();
    // They stay listed, as deleted: the stack itself is still there.
    let end = timeline.delete(&gone, &plan.resources, turn + 1.0, retained, |_| false);
    timeline.stack(end + 1.0, "ROLLBACK_COMPLETE", None, Effect::Nothing);
}

/// `RetainExceptOnCreate` says it: what this operation made goes.
fn retained(_: &str, resource: &Resource) -> bool {
    resource.deletion_policy.as_deref() == Some("Retain")
}

fn undo_update(timeline: &mut Timeline<'_>, begun: &[&Change], turn: f64, reason: &str, failure: &Failure) {
    let operation = timeline.operation;
    timeline.stack(turn, "UPDATE_ROLLBACK_IN_PROGRESS", Some(reason), Effect::Nothing);
    let modified = |id: &str| begun.iter().find(|c| c.logical_id == id && c.before.is_some());
    let back = |id: &str| modified(id).map_or(0.0, |c| back_seconds(c));
    let windows = graph::windows(in_order(operation.existing), turn + 1.0, back);
    let stuck_at =
        failure.stuck.then(|| windows.get(failure.logical_id.as_str()).map_or(turn + 1.0, |w| w.end));
    for (id, before) in operation.existing {
        let Some(change) = modified(id) else { continue };
        let window = windows[id.as_str()];
        if stuck_at.is_some_and(|at| window.start >= at) {
            continue;
        }
        let now = change.after.as_ref().filter(|_| change.replaces()).unwrap_or(before);
        let kind = before.resource_type.as_str();
        let becomes = Effect::Becomes(Box::new(before.clone()));
        timeline.resource(window.start, (id, kind, &now.physical_id), "UPDATE_IN_PROGRESS", None, becomes);
        let old = (id.as_str(), kind, before.physical_id.as_str());
        if failure.stuck && *id == failure.logical_id {
            timeline.resource(window.end, old, "UPDATE_FAILED", Some(&failure.reason), Effect::Nothing);
        } else {
            timeline.resource(window.end, old, "UPDATE_COMPLETE", None, Effect::Nothing);
        }
    }
    if let Some(at) = stuck_at {
        let reason = format!("The following resource(s) failed to update: [{}]. ", failure.logical_id);
        timeline.stack(at + TURN, "UPDATE_ROLLBACK_FAILED", Some(&reason), Effect::Nothing);
        return;
    }
    let done = graph::end(&windows, turn + 1.0) + 1.0;
    let content = Effect::Content(Box::new(operation.previous.clone()));
    timeline.stack(done, "UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS", None, content);
    let new: Vec<(&str, &Resource)> = begun
        .iter()
        .filter(|c| c.before.is_none() || c.replaces())
        .filter_map(|c| Some((c.logical_id.as_str(), c.after.as_ref()?)))
        .collect();
    let end =
        timeline.delete(&new, &operation.plan.resources, done + 1.0, retained, |id| modified(id).is_none());
    timeline.stack(end + 1.0, "UPDATE_ROLLBACK_COMPLETE", None, Effect::Nothing);
}

/// Going back to a resource that still exists takes no new one.
fn back_seconds(change: &Change) -> f64 {
    if change.replaces() { 2.0 } else { seconds(change.resource_type(), Work::Update) }
}
