//! Deleting a stack, stopping an update, and going on with a way back that failed.
//!
//! Whatever was still to come of the operation under way does not come any more; the events of the new one follow
//! what has happened up to now.

use ipc::Timestamp;
use ipc::bridge::Fault;

use super::change::Plan;
use super::durations::{Work, seconds};
use super::faults::{missing, refused};
use super::schedule::{Operation, Timeline};
use super::view::{STACK, StackView};
use super::world::{Effect, Resource, StoredEvent, StoredStack, World};
use crate::Result;

/// A stack that does not exist is deleted already.
pub fn delete(world: &mut World, name: &str, keep: &[String], token: &str, now: Timestamp, pace: f64) {
    let Some(stored) = world.stack_mut(name) else { return };
    stored.events.retain(|event| event.event.at <= now);
    let view = StackView::at(stored, now);
    if view.is_empty() {
        let name = stored.name.clone();
        world.stacks.retain(|stack| stack.name != name);
        world.change_sets.retain(|set| set.stack != name);
        return;
    }
    let begun = Begun::of(&view, token);
    let operation = begun.operation(&view);
    let mut timeline = Timeline::new(&operation);
    timeline.stack(0.0, "DELETE_IN_PROGRESS", Some("User Initiated"), Effect::Nothing);
    let gone: Vec<(&str, &Resource)> = view.existing().collect();
    let retained = |id: &str, resource: &Resource| {
        keep.iter().any(|kept| kept == id)
            || resource.deletion_policy.as_deref().is_some_and(|policy| policy.starts_with("Retain"))
    };
    let end = timeline.delete(&gone, &begun.plan.resources, 1.0, retained, |_| false);
    timeline.stack(end + 1.0, "DELETE_COMPLETE", None, Effect::Nothing);
    let events = timeline.paced(now, pace);
    stored.events.extend(events);
}

/// From an update under way, or from a way back that failed, to what the stack was before. `skip` is left as it is.
pub fn put_back(
    world: &mut World,
    name: &str,
    from: &str,
    skip: &[String],
    token: &str,
    now: Timestamp,
    pace: f64,
) -> Result<()> {
    let doing = format!("put {name} back");
    let fault = world.fault;
    let stored = world.stack_mut(name).ok_or_else(|| missing(&doing, name))?;
    let state = StackView::at(stored, now).state.to_owned();
    if state != from {
        return Err(refused(&doing, format!("Stack {name} is in {state} state, and this takes {from}")));
    }
    stored.events.retain(|event| event.event.at <= now);
    let events = way_back(stored, skip, token, now, pace, fault == Some(Fault::UpdateRollbackFailed));
    stored.events.extend(events);
    Ok(())
}

fn way_back(
    stored: &StoredStack,
    skip: &[String],
    token: &str,
    now: Timestamp,
    pace: f64,
    fails: bool,
) -> Vec<StoredEvent> {
    let began = stored
        .events
        .iter()
        .rposition(|event| event.event.resource_type == STACK && event.event.status == "UPDATE_IN_PROGRESS");
    let before = StackView::after(stored, began.unwrap_or_default());
    let view = StackView::at(stored, now);
    let begun = Begun::of(&view, token);
    let operation = begun.operation(&view);
    let mut timeline = Timeline::new(&operation);
    timeline.stack(0.0, "UPDATE_ROLLBACK_IN_PROGRESS", Some("User Initiated"), Effect::Nothing);
    let mut at = 1.0;
    for (id, old) in before.existing() {
        let is_same = view.resources.iter().any(|(other, now)| {
            *other == id && now.resource == Some(old) && !now.status.ends_with("_FAILED")
        });
        if is_same || skip.iter().any(|skipped| skipped == id) {
            continue;
        }
        let named = (id, old.resource_type.as_str(), old.physical_id.as_str());
        timeline.resource(at, named, "UPDATE_IN_PROGRESS", None, Effect::Nothing);
        at += seconds(&old.resource_type, Work::Update);
        if fails && old.resource_type == "AWS::ECS::Service" {
            timeline.resource(at, named, "UPDATE_FAILED", Some("Service did not stabilise"), Effect::Nothing);
            let reason = format!("The following resource(s) failed to update: [{id}]. ");
            timeline.stack(at + 1.0, "UPDATE_ROLLBACK_FAILED", Some(&reason), Effect::Nothing);
            return timeline.paced(now, pace);
        }
        timeline.resource(at, named, "UPDATE_COMPLETE", None, Effect::Becomes(Box::new(old.clone())));
    }
    let content = Effect::Content(Box::new(before.content.cloned().unwrap_or_default()));
    timeline.stack(at + 1.0, "UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS", None, content);
    let is_new = |id: &str| !before.existing().any(|(old, _)| old == id);
    let new: Vec<(&str, &Resource)> = view.existing().filter(|(id, _)| is_new(id)).collect();
    let end = timeline.delete(&new, &begun.plan.resources, at + 2.0, |_, _| false, |_| true);
    timeline.stack(end + 1.0, "UPDATE_ROLLBACK_COMPLETE", None, Effect::Nothing);
    timeline.paced(now, pace)
}

/// The stack as it is, in the shape in which an operation is told.
struct Begun {
    plan: Plan,
    token: String,
}

impl Begun {
    fn of(view: &StackView<'_>, token: &str) -> Self {
        let plan = Plan {
            content: view.content.cloned().unwrap_or_default(),
            resources: super::change_sets::existing_in_order(view),
            changes: Vec::new(),
            content_differs: false,
        };
        Self { plan, token: token.to_owned() }
    }

    fn operation<'a>(&'a self, view: &StackView<'a>) -> Operation<'a> {
        Operation {
            stack_name: &view.stored.name,
            stack_arn: &view.stored.arn,
            plan: &self.plan,
            previous: &self.plan.content,
            existing: &self.plan.resources,
            creates: false,
            token: &self.token,
            fault: None,
        }
    }
}
