//! What a template would change in a stack: the evaluated resources against those that exist.
//!
//! Resources are evaluated in the order of their dependencies, twice where that matters: once with the ids
//! that will be, and once with the present id in place of every id that a replacement will change. A property
//! that differs only in the first reading differs because something it refers to is replaced; there
//! CloudFormation says "Conditional", since it can't know the new id before it has it.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::evaluate::{Scope, same};
use super::graph;
use super::names::Birth;
use super::template::{Said, listed, parameters, parse, section, typed};
use super::view::StackView;
use super::world::{Content, Resource, StoredChangeSet, World, scalar};
use crate::cloud::{Replacement, ResourceAction, ResourceChange};
use crate::template::schema;

/// One resource that changes.
#[derive(Clone, Debug)]
pub struct Change {
    pub logical_id: String,
    pub before: Option<Resource>,
    pub after: Option<Resource>,
    /// What CloudFormation announces.
    pub replacement: Replacement,
    pub details: Vec<String>,
}

impl Change {
    pub fn resource_type(&self) -> &str {
        self.after.as_ref().or(self.before.as_ref()).map_or("", |r| &r.resource_type)
    }

    /// What really happens, announced or not: the physical resource becomes another one.
    pub fn replaces(&self) -> bool {
        self.after.as_ref().is_some_and(|after| replaced(self.before.as_ref(), &after.properties))
    }

    /// Of what changes, that which no resource takes after its creation.
    fn create_only(&self) -> Vec<String> {
        let create_only = schema(self.resource_type()).create_only;
        self.details.iter().filter(|name| create_only.contains(&name.as_str())).cloned().collect()
    }

    pub fn announced(&self) -> ResourceChange {
        ResourceChange {
            logical_id: self.logical_id.clone(),
            physical_id: self.before.as_ref().map(|r| r.physical_id.clone()),
            resource_type: self.resource_type().to_owned(),
            action: match (&self.before, &self.after) {
                (None, _) => ResourceAction::Add,
                (Some(_), Some(_)) => ResourceAction::Modify,
                (Some(_), None) => ResourceAction::Remove,
            },
            replacement: self.replacement,
            details: self.details.clone(),
            recreated_by: if self.replacement == Replacement::No { Vec::new() } else { self.create_only() },
        }
    }
}

#[derive(Clone, Debug)]
pub struct Plan {
    /// What the stack will be, with its outputs.
    pub content: Content,
    /// Every resource that the stack will have, in order of dependency.
    pub resources: Vec<(String, Resource)>,
    /// In that order, removals last.
    pub changes: Vec<Change>,
    /// Parameters, outputs or tags differ.
    pub content_differs: bool,
}

pub fn plan(world: &World, stack: &StackView<'_>, asked: &StoredChangeSet) -> Said<Plan> {
    let template = parse(&asked.template)?;
    let previous = stack.content.cloned().unwrap_or_default();
    let values = parameters(&template, &asked.parameters, &previous.parameters)?;
    let names = (stack.stored.name.as_str(), stack.stored.arn.as_str());
    // The scope of the ids that will be, and the one of those that are.
    let mut future = Scope::new(&template, names, typed(&template, &values))?;
    let mut present = Scope::new(&template, names, typed(&template, &values))?;

    let existing: BTreeMap<&str, &Resource> = stack.existing().collect();
    let mut used = world.used_ids();
    let mut resources = Vec::new();
    let mut changes = Vec::new();
    let mut retyped = Vec::new();
    for (id, needs) in graph::order(&future, &template)? {
        let declaration = &section(&template, "Resources")[&id];
        let resource_type = declaration.get("Type").and_then(Value::as_str).unwrap_or_default();
        let before = existing.get(id.as_str()).copied();
        if before.is_some_and(|b| b.resource_type != resource_type) {
            retyped.push(id);
            continue;
        }
        let evaluate = |scope: &Scope<'_>| match declaration.get("Properties") {
            Some(Value::Object(properties)) => scope.resolve_object(properties),
            None => Ok(Map::new()),
            Some(_) => Err(format!("Template format error: [/Resources/{id}/Properties] must be an object.")),
        };
        let properties = evaluate(&future)?;
        let (details, replacement) = match before {
            Some(before) => differences(before, &properties, &evaluate(&present)?),
            None => (Vec::new(), Replacement::No),
        };
        let kept = before.filter(|before| !replaced(Some(before), &properties));
        let seed = format!("{}/{id}/{}", stack.stored.arn, asked.id);
        let birth = Birth {
            stack: names.0,
            logical_id: &id,
            resource_type,
            properties: &properties,
            seed: &seed,
            used: &used,
        };
        let physical_id = kept.map_or_else(|| birth.physical_id(), |k| k.physical_id.clone());
        let policy = |name: &str| declaration.get(name).and_then(scalar);
        let after = Resource {
            resource_type: resource_type.to_owned(),
            physical_id,
            properties,
            depends_on: needs,
            deletion_policy: policy("DeletionPolicy"),
            update_replace_policy: policy("UpdateReplacePolicy"),
        };
        used.insert(after.physical_id.clone());
        future.known.insert(id.clone(), after.clone());
        present.known.insert(id.clone(), before.unwrap_or(&after).clone());
        resources.push((id.clone(), after.clone()));
        let tagged = previous.tags != asked.tags && schema(resource_type).taggable;
        let details =
            if details.is_empty() && tagged && before.is_some() { vec!["Tags".into()] } else { details };
        if before.is_none() || !details.is_empty() {
            changes.push(Change {
                logical_id: id,
                before: before.cloned(),
                after: Some(after),
                replacement,
                details,
            });
        }
    }
    if !retyped.is_empty() {
        return Err(format!(
            "Update of resource type is not permitted. The new template modifies resource type of the following \
             resources: {}",
            listed(retyped)
        ));
    }
    let stays = |id: &str| resources.iter().any(|(kept, _)| kept == id);
    for (id, resource) in existing.iter().filter(|(id, _)| !stays(id)) {
        changes.push(Change {
            logical_id: (*id).to_owned(),
            before: Some((*resource).clone()),
            after: None,
            replacement: Replacement::No,
            details: Vec::new(),
        });
    }
    let outputs = outputs(&future, &template)?;
    let content = Content { template, parameters: values, tags: asked.tags.clone(), outputs };
    let content_differs = content.outputs != previous.outputs || content.tags != previous.tags;
    Ok(Plan { content, resources, changes, content_differs })
}

fn outputs(scope: &Scope<'_>, template: &Value) -> Said<BTreeMap<String, String>> {
    let mut outputs = BTreeMap::new();
    for (name, declaration) in section(template, "Outputs").iter().filter(|(_, d)| scope.is_active(d)) {
        let value = scope.resolve(declaration.get("Value").unwrap_or(&Value::Null))?;
        let text = value.as_ref().and_then(scalar).ok_or_else(|| {
            format!("Template format error: The Value field of every Outputs member must evaluate to a String. ({name})")
        })?;
        outputs.insert(name.clone(), text);
    }
    Ok(outputs)
}

/// The properties that differ, and what their change means for the resource.
fn differences(
    before: &Resource,
    future: &Map<String, Value>,
    present: &Map<String, Value>,
) -> (Vec<String>, Replacement) {
    let changed = changed(&before.properties, future);
    let create_only = schema(&before.resource_type).create_only;
    let mut replacement = Replacement::No;
    for name in changed.iter().filter(|name| create_only.contains(&name.as_str())) {
        let for_sure = !equal(before.properties.get(name), present.get(name));
        let this = if for_sure { Replacement::Yes } else { Replacement::Conditional };
        if replacement != Replacement::Yes {
            replacement = this;
        }
    }
    (changed, replacement)
}

pub fn replaced(before: Option<&Resource>, properties: &Map<String, Value>) -> bool {
    before.is_some_and(|before| {
        let create_only = schema(&before.resource_type).create_only;
        changed(&before.properties, properties).iter().any(|name| create_only.contains(&name.as_str()))
    })
}

fn changed(before: &Map<String, Value>, after: &Map<String, Value>) -> Vec<String> {
    let added = after.keys().filter(|name| !before.contains_key(*name));
    let names = before.keys().chain(added);
    names.filter(|name| !equal(before.get(*name), after.get(*name))).cloned().collect()
}

fn equal(left: Option<&Value>, right: Option<&Value>) -> bool {
    match (left, right) {
        (Some(left), Some(right)) => same(left, right),
        (None, None) => true,
        _ => false,
    }
}
