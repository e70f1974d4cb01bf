//! All events of an operation, computed when it starts.
//!
//! Forward: every changed resource starts when what it needs is done; what is replaced or removed is deleted
//! afterwards, in the clean-up, in the reverse order. When one fails, the others under way are cancelled, the
//! rest never starts, and the way back is taken by [`super::rollback`]. Times are first counted in AWS's
//! seconds and then scaled to the pace.

use std::collections::BTreeMap;

use ipc::Timestamp;
use ipc::bridge::Fault;

use super::change::{Change, Plan};
use super::durations::{UNTIL_INITIATED, Work, seconds};
use super::failure;
use super::graph::{self, Window};
use super::names::{guid, hex};
use super::rollback;
use super::view::STACK;
use super::world::{Content, Effect, Resource, StoredEvent};
use crate::cloud::StackEvent;

/// Seconds between the stack's first event and its first resource's, and before its last.
const STACK_PAUSE: f64 = 2.0;

/// What an operation is about.
pub struct Operation<'a> {
    pub stack_name: &'a str,
    pub stack_arn: &'a str,
    pub plan: &'a Plan,
    /// What the stack was; it becomes that again when an update fails.
    pub previous: &'a Content,
    /// What existed before, in order of dependency.
    pub existing: &'a [(String, Resource)],
    pub creates: bool,
    pub token: &'a str,
    pub fault: Option<Fault>,
}

/// How fast time passes: real milliseconds that a full deployment of the template is to take.
pub fn events(operation: &Operation<'_>, start: Timestamp, full_deployment_ms: f64) -> Vec<StoredEvent> {
    let mut timeline = Timeline::new(operation);
    let windows = forward_windows(operation);
    let content = Content { outputs: operation.previous.outputs.clone(), ..operation.plan.content.clone() };
    timeline.stack(
        0.0,
        timeline.verb("IN_PROGRESS"),
        Some("User Initiated"),
        Effect::Content(Box::new(content)),
    );
    match failure::first(operation.plan, &windows, operation.fault) {
        None => timeline.succeed(&windows),
        Some(failure) => {
            for change in made(operation.plan) {
                timeline.forward(change, windows[change.logical_id.as_str()], Some(&failure));
            }
            rollback::roll_back(&mut timeline, &windows, &failure);
        }
    }
    let scale = full_deployment_ms / full_seconds(operation.plan);
    timeline.finish(start, scale)
}

/// Changes that make or modify something, in order of dependency.
pub fn made(plan: &Plan) -> impl Iterator<Item = &Change> {
    plan.changes.iter().filter(|c| c.after.is_some())
}

fn forward_windows<'a>(operation: &Operation<'a>) -> BTreeMap<&'a str, Window> {
    let plan = operation.plan;
    let work = |id: &str| {
        let change = made(plan).find(|c| c.logical_id == id);
        change.map_or(0.0, |c| match (&c.before, c.replaces()) {
            (Some(_), false) if c.details == ["Tags"] => 4.0,
            (Some(_), false) => seconds(c.resource_type(), Work::Update),
            _ => seconds(c.resource_type(), Work::Create),
        })
    };
    graph::windows(in_order(&plan.resources), STACK_PAUSE, work)
}

pub fn in_order(resources: &[(String, Resource)]) -> impl Iterator<Item = (&str, &[String])> {
    resources.iter().map(|(id, r)| (id.as_str(), r.depends_on.as_slice()))
}

/// AWS's seconds for creating everything that the template makes.
fn full_seconds(plan: &Plan) -> f64 {
    let types: BTreeMap<&str, &str> =
        plan.resources.iter().map(|(id, r)| (id.as_str(), r.resource_type.as_str())).collect();
    let work = |id: &str| types.get(id).map_or(0.0, |kind| seconds(kind, Work::Create));
    graph::end(&graph::windows(in_order(&plan.resources), STACK_PAUSE, work), 0.0) + STACK_PAUSE
}

pub struct Timeline<'a> {
    pub operation: &'a Operation<'a>,
    /// AWS's seconds from the start, and what happens then.
    events: Vec<(f64, StoredEvent)>,
}

impl<'a> Timeline<'a> {
    pub fn new(operation: &'a Operation<'a>) -> Self {
        Self { operation, events: Vec::new() }
    }

    /// The events so far, beginning now, at the pace at which creating all of the stack takes that long.
    pub fn paced(self, start: Timestamp, full_deployment_ms: f64) -> Vec<StoredEvent> {
        let scale = full_deployment_ms / full_seconds(self.operation.plan);
        self.finish(start, scale)
    }
    /// `CREATE_<tail>` or `UPDATE_<tail>`
    pub fn verb(&self, tail: &str) -> String {
        format!("{}_{tail}", if self.operation.creates { "CREATE" } else { "UPDATE" })
    }

    pub fn stack(&mut self, at: f64, status: impl Into<String>, reason: Option<&str>, effect: Effect) {
        let operation = self.operation;
        self.push(at, operation.stack_name, operation.stack_arn, STACK, status.into(), reason, effect);
    }

    /// An event of a resource; `physical_id` is empty where it has none yet.
    pub fn resource(
        &mut self,
        at: f64,
        (logical_id, resource_type, physical_id): (&str, &str, &str),
        status: &str,
        reason: Option<&str>,
        effect: Effect,
    ) {
        self.push(at, logical_id, physical_id, resource_type, status.to_owned(), reason, effect);
    }

    #[expect(
        clippy::too_many_arguments,
        reason = "the fields of an event, at the one place that fills them in"
    )]
    fn push(
        &mut self,
        at: f64,
        logical_id: &str,
        physical_id: &str,
        resource_type: &str,
        status: String,
        reason: Option<&str>,
        effect: Effect,
    ) {
        let seed =
            format!("{}/{}/{}/{status}", self.operation.stack_arn, self.operation.token, self.events.len());
        let id = if resource_type == STACK {
            guid(&seed)
        } else {
            format!("{logical_id}-{status}-{}", hex(&seed, 12))
        };
        let event = StackEvent {
            id,
            at: Timestamp(0),
            logical_id: logical_id.to_owned(),
            physical_id: Some(physical_id).filter(|id| !id.is_empty()).map(str::to_owned),
            resource_type: resource_type.to_owned(),
            status,
            reason: reason.map(str::to_owned),
            token: Some(self.operation.token.to_owned()),
        };
        self.events.push((at, StoredEvent { event, effect }));
    }

    /// One resource on the way forward. With a failure ahead, only as far as that lets it come.
    fn forward(&mut self, change: &Change, window: Window, failure: Option<&failure::Failure>) {
        let Some(after) = &change.after else { return };
        let ends = failure.map_or(f64::INFINITY, |f| f.at);
        if window.start >= ends {
            return;
        }
        let kind = after.resource_type.as_str();
        let id = change.logical_id.as_str();
        let old = change.before.as_ref().map_or("", |b| &b.physical_id);
        let verb = if change.before.is_some() { "UPDATE" } else { "CREATE" };
        let replaces =
            "Requested update requires the creation of a new physical resource; hence creating one.";
        let becomes = || Effect::Becomes(Box::new(after.clone()));
        let status = format!("{verb}_IN_PROGRESS");
        let mut current = old;
        if change.before.is_some() && !change.replaces() {
            self.resource(window.start, (id, kind, old), &status, None, becomes());
        } else {
            let reason = change.before.is_some().then_some(replaces);
            self.resource(window.start, (id, kind, old), &status, reason, Effect::Nothing);
            let initiated = window.start + UNTIL_INITIATED.min((window.end - window.start) / 2.0);
            // What is refused at once was never there.
            let is_refused =
                failure.is_some_and(|f| f.logical_id == id && !f.reason.contains(failure::BREAKER));
            if initiated < ends && !is_refused {
                current = &after.physical_id;
                self.resource(
                    initiated,
                    (id, kind, current),
                    &status,
                    Some("Resource creation Initiated"),
                    becomes(),
                );
            }
        }
        match failure {
            Some(failure) if failure.logical_id == id => {
                self.resource(
                    ends,
                    (id, kind, current),
                    &format!("{verb}_FAILED"),
                    Some(&failure.reason),
                    Effect::Nothing,
                );
            }
            Some(_) if window.end > ends => {
                let reason = if verb == "CREATE" {
                    "Resource creation cancelled"
                } else {
                    "Resource update cancelled"
                };
                let at = ends + 0.5;
                self.resource(
                    at,
                    (id, kind, current),
                    &format!("{verb}_FAILED"),
                    Some(reason),
                    Effect::Nothing,
                );
            }
            _ => self.resource(
                window.end,
                (id, kind, current),
                &format!("{verb}_COMPLETE"),
                None,
                Effect::Nothing,
            ),
        }
    }

    fn succeed(&mut self, windows: &BTreeMap<&str, Window>) {
        let plan = self.operation.plan;
        for change in made(plan) {
            self.forward(change, windows[change.logical_id.as_str()], None);
        }
        let done = graph::end(windows, STACK_PAUSE) + STACK_PAUSE;
        let content = Effect::Content(Box::new(plan.content.clone()));
        if self.operation.creates {
            self.stack(done, "CREATE_COMPLETE", None, content);
            return;
        }
        self.stack(done, "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS", None, content);
        let goes = |c: &&Change| c.after.is_none() || c.replaces();
        let gone: Vec<(&str, &Resource)> = plan
            .changes
            .iter()
            .filter(goes)
            .filter_map(|c| Some((c.logical_id.as_str(), c.before.as_ref()?)))
            .collect();
        let replaced = |id: &str| plan.changes.iter().any(|c| c.logical_id == id && c.after.is_some());
        let retained = |id: &str, resource: &Resource| {
            let policy =
                if replaced(id) { &resource.update_replace_policy } else { &resource.deletion_policy };
            policy.as_deref().is_some_and(|p| p.starts_with("Retain"))
        };
        let end = self.delete(&gone, self.operation.existing, done + 1.0, retained, |id| !replaced(id));
        self.stack(end + STACK_PAUSE, "UPDATE_COMPLETE", None, Effect::Nothing);
    }

    /// Deletes in the reverse order of need and gives the second at which the last one is gone. `retained` ones
    /// are skipped; those that `leave` no longer belong to the stack afterwards.
    pub fn delete(
        &mut self,
        gone: &[(&str, &Resource)],
        order: &[(String, Resource)],
        from: f64,
        retained: impl Fn(&str, &Resource) -> bool,
        leave: impl Fn(&str) -> bool,
    ) -> f64 {
        let items: Vec<(&str, &[String])> = in_order(order).collect();
        let kind =
            |id: &str| gone.iter().find(|(other, _)| *other == id).map(|(_, r)| r.resource_type.as_str());
        let work = |id: &str| kind(id).map_or(0.0, |kind| seconds(kind, Work::Delete));
        let windows = graph::windows_backwards(&items, from, work);
        for (id, resource) in gone {
            let window = windows.get(id).copied().unwrap_or(Window { start: from, end: from });
            let name = (*id, resource.resource_type.as_str(), resource.physical_id.as_str());
            let effect = if leave(id) { Effect::Leaves } else { Effect::Nothing };
            if retained(id, resource) {
                self.resource(window.start, name, "DELETE_SKIPPED", None, effect);
            } else {
                self.resource(window.start, name, "DELETE_IN_PROGRESS", None, Effect::Nothing);
                self.resource(window.end, name, "DELETE_COMPLETE", None, effect);
            }
        }
        graph::end(&windows, from)
    }

    fn finish(self, start: Timestamp, scale: f64) -> Vec<StoredEvent> {
        let mut events = self.events;
        events.sort_by(|(a, _), (b, _)| a.total_cmp(b));
        let at = |seconds: f64| {
            // Milliseconds of at most some hours: exact in an f64 and far from the end of an i64.
            let millis = (seconds * scale) as i64;
            Timestamp(start.0 + millis)
        };
        events
            .into_iter()
            .map(|(seconds, mut stored)| {
                stored.event.at = at(seconds);
                stored
            })
            .collect()
    }
}
