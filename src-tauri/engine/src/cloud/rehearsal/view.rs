//! A stack at a moment: the fold of its events up to then.

use std::collections::BTreeMap;

use ipc::Timestamp;

use super::world::{Content, Effect, Resource, StoredEvent, StoredStack, World};
use crate::cloud::{Stack, StackResource};

pub struct StackView<'a> {
    pub stored: &'a StoredStack,
    pub state: &'a str,
    pub state_reason: Option<&'a str>,
    pub content: Option<&'a Content>,
    /// In the order in which they came, by logical id.
    pub resources: Vec<(&'a str, ResourceView<'a>)>,
    created_at: Option<Timestamp>,
    updated_at: Option<Timestamp>,
}

pub struct ResourceView<'a> {
    pub resource_type: &'a str,
    pub physical_id: Option<&'a str>,
    pub status: &'a str,
    /// None before its creation began for good, and after its deletion.
    pub resource: Option<&'a Resource>,
}

/// The stack's own type, which its own events carry.
pub const STACK: &str = "AWS::CloudFormation::Stack";

impl<'a> StackView<'a> {
    pub fn at(stored: &'a StoredStack, now: Timestamp) -> Self {
        let past = stored.events.iter().take_while(|e| e.event.at <= now).count();
        Self::after(stored, past)
    }

    /// As it was in the moment in which a resource came to be.
    pub fn when_made(stored: &'a StoredStack, physical_id: &str) -> Self {
        let makes = |effect: &Effect| matches!(effect, Effect::Becomes(r) if r.physical_id == physical_id);
        let made = stored.events.iter().position(|e| makes(&e.effect));
        Self::after(stored, made.map_or(0, |index| index + 1))
    }

    /// After that many events.
    pub fn after(stored: &'a StoredStack, events: usize) -> Self {
        let mut view = Self {
            stored,
            state: "",
            state_reason: None,
            content: None,
            resources: Vec::new(),
            created_at: None,
            updated_at: None,
        };
        for entry in &stored.events[..events] {
            if entry.event.resource_type == STACK {
                view.stack_event(entry);
            } else {
                view.resource_event(entry);
            }
        }
        view
    }

    fn stack_event(&mut self, entry: &'a StoredEvent) {
        let event = &entry.event;
        self.created_at.get_or_insert(event.at);
        if event.status == "UPDATE_IN_PROGRESS" {
            self.updated_at = Some(event.at);
        }
        self.state = &event.status;
        self.state_reason = event.reason.as_deref();
        if let Effect::Content(content) = &entry.effect {
            self.content = Some(content);
        }
    }

    fn resource_event(&mut self, entry: &'a StoredEvent) {
        let event = &entry.event;
        let known = self.resources.iter().position(|(id, _)| *id == event.logical_id);
        let index = known.unwrap_or_else(|| {
            let view = ResourceView {
                resource_type: &event.resource_type,
                physical_id: None,
                status: "",
                resource: None,
            };
            self.resources.push((&event.logical_id, view));
            self.resources.len() - 1
        });
        let view = &mut self.resources[index].1;
        // What a replacement leaves behind is deleted under the same logical id; that says nothing of the new one.
        let of_predecessor = event.status.starts_with("DELETE_")
            && view.physical_id.is_some()
            && event.physical_id.as_deref() != view.physical_id;
        if of_predecessor {
            return;
        }
        view.status = &event.status;
        view.physical_id = event.physical_id.as_deref().or(view.physical_id);
        match &entry.effect {
            Effect::Becomes(resource) => {
                view.resource = Some(resource);
                view.physical_id = Some(&resource.physical_id);
            }
            Effect::Leaves => drop(self.resources.remove(index)),
            Effect::Nothing | Effect::Content(_) if event.status == "DELETE_COMPLETE" => view.resource = None,
            Effect::Nothing | Effect::Content(_) => {}
        }
    }

    pub fn is_busy(&self) -> bool {
        self.state.ends_with("_IN_PROGRESS") && !self.is_empty()
    }

    /// It is gone, and only its events are left.
    pub fn is_deleted(&self) -> bool {
        self.state == "DELETE_COMPLETE"
    }

    pub fn is_empty(&self) -> bool {
        self.state == "REVIEW_IN_PROGRESS"
    }

    /// What exists now, by logical id.
    pub fn existing(&self) -> impl Iterator<Item = (&'a str, &'a Resource)> + '_ {
        self.resources.iter().filter_map(|(id, view)| Some((*id, view.resource?)))
    }

    pub fn stack(&self) -> Stack {
        let content = self.content;
        let field =
            |f: fn(&Content) -> &BTreeMap<String, String>| content.map(f).cloned().unwrap_or_default();
        Stack {
            name: self.stored.name.clone(),
            arn: self.stored.arn.clone(),
            state: self.state.to_owned(),
            state_reason: self.state_reason.map(str::to_owned),
            parameters: field(|c| &c.parameters),
            outputs: field(|c| &c.outputs),
            tags: field(|c| &c.tags),
            created_at: self.created_at,
            updated_at: self.updated_at,
            protected: false,
        }
    }

    pub fn stack_resources(&self) -> Vec<StackResource> {
        let one = |(id, view): &(&str, ResourceView<'_>)| StackResource {
            logical_id: (*id).to_owned(),
            physical_id: view.physical_id.map(str::to_owned),
            resource_type: view.resource_type.to_owned(),
            status: view.status.to_owned(),
        };
        self.resources.iter().map(one).collect()
    }
}

/// Every stack at that moment.
pub fn stacks(world: &World, now: Timestamp) -> Vec<StackView<'_>> {
    world.stacks.iter().map(|stored| StackView::at(stored, now)).collect()
}
