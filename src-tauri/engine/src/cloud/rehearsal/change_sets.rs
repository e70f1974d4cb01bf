//! Change sets: made, thrown away, executed, with the refusals that CloudFormation has for each.

use ipc::Timestamp;
use ipc::bridge::Fault;

use super::change::{self, Plan};
use super::faults::{denied, missing, refused};
use super::graph;
use super::names::{arn, guid};
use super::schedule::{self, Operation};
use super::view::{STACK, StackView};
use super::world::{Effect, Resource, StoredChangeSet, StoredEvent, StoredStack, World};
use crate::Result;
use crate::cloud::{ChangeSet, ChangeSetRequest, StackEvent};

const CREATE: &str = "create the change set";
const EXECUTE: &str = "execute the change set";

pub fn create(world: &mut World, request: &ChangeSetRequest, now: Timestamp) -> Result<ChangeSet> {
    if world.fault == Some(Fault::PermissionDenied) {
        return Err(denied(
            CREATE,
            "cloudformation:CreateChangeSet",
            &arn("cloudformation", &format!("stack/{}/*", request.stack)),
        ));
    }
    let existing = world.stack(&request.stack).map(|s| StackView::at(s, now));
    let created_stack = match (&existing, request.create) {
        (None, false) => return Err(missing(CREATE, &request.stack)),
        (None, true) => true,
        (Some(view), true) if view.is_empty() => false,
        (Some(_), true) => {
            return Err(refused(
                CREATE,
                format!(
                    "Stack [{}] already exists and cannot be created again with the changeSet [{}]",
                    request.stack, request.name
                ),
            ));
        }
        (Some(view), false) => {
            accepts_update(CREATE, view)?;
            false
        }
    };
    let same_name = world.change_sets.iter().find(|c| c.name == request.name && c.stack == request.stack);
    if let Some(known) = same_name.cloned() {
        return if known.token == request.token {
            Ok(described(&known, &computed(world, &known, now)?))
        } else {
            Err(refused(CREATE, format!("ChangeSet [{}] already exists", known.id)))
        };
    }
    let serial = world.next_serial();
    let asked = StoredChangeSet {
        id: arn(
            "cloudformation",
            &format!("changeSet/{}/{}", request.name, guid(&format!("change set {serial}"))),
        ),
        name: request.name.clone(),
        stack: request.stack.clone(),
        created_stack,
        template: request.template.clone(),
        parameters: request.parameters.clone(),
        tags: request.tags.clone(),
        token: request.token.clone(),
        executed: None,
    };
    if world.stack(&request.stack).is_none() {
        world.stacks.push(empty_stack(&request.stack, serial, now));
    }
    let plan = computed(world, &asked, now)?;
    let answer = described(&asked, &plan);
    // One without changes fails on AWS and leaves nothing.
    if changes_something(&plan) {
        world.change_sets.push(asked);
    }
    Ok(answer)
}

/// Deleting one that is gone is no error.
pub fn delete(world: &mut World, change_set: &ChangeSet, now: Timestamp) {
    world.change_sets.retain(|c| c.id != change_set.id);
    let wanted = world.change_sets.iter().any(|c| c.stack == change_set.stack);
    if change_set.created_stack && !wanted {
        world.stacks.retain(|s| s.name != change_set.stack || !StackView::at(s, now).is_empty());
    }
}

/// `full_deployment_ms`: real milliseconds that creating everything in the template is to take.
pub fn execute(
    world: &mut World,
    change_set: &ChangeSet,
    token: &str,
    now: Timestamp,
    full_deployment_ms: f64,
) -> Result<()> {
    let Some(asked) = world.change_sets.iter().find(|c| c.id == change_set.id).cloned() else {
        return Err(refused(EXECUTE, format!("ChangeSet [{}] does not exist", change_set.id)));
    };
    let unexecutable = |status: &str| {
        refused(
            EXECUTE,
            format!("ChangeSet [{}] cannot be executed in its current status of [{status}]", asked.id),
        )
    };
    match &asked.executed {
        Some(before) if before == token => return Ok(()),
        Some(_) => return Err(unexecutable("EXECUTE_COMPLETE")),
        None => {}
    }
    let plan = computed(world, &asked, now)?;
    if !changes_something(&plan) {
        return Err(unexecutable("FAILED"));
    }
    let Some(stored) = world.stack(&asked.stack) else {
        return Err(missing(EXECUTE, &asked.stack));
    };
    let view = StackView::at(stored, now);
    if !view.is_empty() {
        accepts_update(EXECUTE, &view)?;
    }
    let operation = Operation {
        stack_name: &stored.name,
        stack_arn: &stored.arn,
        plan: &plan,
        previous: &view.content.cloned().unwrap_or_default(),
        existing: &existing_in_order(&view),
        creates: view.is_empty(),
        token,
        fault: world.fault,
    };
    let events = schedule::events(&operation, now, full_deployment_ms);
    if let Some(stack) = world.stack_mut(&asked.stack) {
        stack.events.extend(events);
    }
    // Executing one voids the others of its stack.
    world.change_sets.retain(|c| c.stack != asked.stack || c.id == asked.id);
    for executed in world.change_sets.iter_mut().filter(|c| c.id == asked.id) {
        executed.executed = Some(token.to_owned());
    }
    Ok(())
}

fn changes_something(plan: &Plan) -> bool {
    !plan.changes.is_empty() || plan.content_differs
}

pub fn existing_in_order(view: &StackView<'_>) -> Vec<(String, Resource)> {
    let existing: Vec<(&str, &Resource)> = view.existing().collect();
    let is_there = |id: &String| existing.iter().any(|(other, _)| other == id);
    let needs = existing
        .iter()
        .map(|(id, r)| ((*id).to_owned(), r.depends_on.iter().filter(|n| is_there(n)).cloned().collect()))
        .collect();
    // A circle can't be among resources that were once made one after the other from a checked template; after
    // an operation that stopped half-way it can, and then any order will do.
    let order: Vec<String> = graph::sorted(needs)
        .map(|sorted| sorted.into_iter().map(|(id, _)| id).collect())
        .unwrap_or_else(|_| existing.iter().map(|(id, _)| (*id).to_owned()).collect());
    let find = |id: String| existing.iter().find(|(other, _)| *other == id).map(|(_, r)| (id, (*r).clone()));
    order.into_iter().filter_map(find).collect()
}

fn computed(world: &World, asked: &StoredChangeSet, now: Timestamp) -> Result<Plan> {
    let stored = world.stack(&asked.stack).ok_or_else(|| missing(CREATE, &asked.stack))?;
    change::plan(world, &StackView::at(stored, now), asked).map_err(|said| refused(CREATE, said))
}

fn described(asked: &StoredChangeSet, plan: &Plan) -> ChangeSet {
    ChangeSet {
        id: asked.id.clone(),
        name: asked.name.clone(),
        stack: asked.stack.clone(),
        created_stack: asked.created_stack,
        changes: plan.changes.iter().map(change::Change::announced).collect(),
    }
}

/// A busy or stuck stack takes no update, in CloudFormation's words.
fn accepts_update(doing: &str, view: &StackView<'_>) -> Result<()> {
    let stuck = matches!(
        view.state,
        "ROLLBACK_COMPLETE" | "ROLLBACK_FAILED" | "CREATE_FAILED" | "UPDATE_ROLLBACK_FAILED"
    );
    if stuck || view.is_busy() {
        return Err(refused(
            doing,
            format!("Stack:{} is in {} state and can not be updated", view.stored.arn, view.state),
        ));
    }
    Ok(())
}

fn empty_stack(name: &str, serial: u64, now: Timestamp) -> StoredStack {
    let stack_arn = arn("cloudformation", &format!("stack/{name}/{}", guid(&format!("stack {serial}"))));
    let event = StackEvent {
        id: guid(&format!("{stack_arn}/review")),
        at: now,
        logical_id: name.to_owned(),
        physical_id: Some(stack_arn.clone()),
        resource_type: STACK.to_owned(),
        status: "REVIEW_IN_PROGRESS".to_owned(),
        reason: Some("User Initiated".to_owned()),
        token: None,
    };
    StoredStack {
        name: name.to_owned(),
        arn: stack_arn,
        events: vec![StoredEvent { event, effect: Effect::Nothing }],
    }
}
