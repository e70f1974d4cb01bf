//! A template with given parameters: what does not exist is dropped, `Fn::If` is followed, and what is left can be
//! read without knowing the conditions. References stay references.
//!
//! Enough of CloudFormation's language for our own template, and strict about the rest.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

pub type Parameters = BTreeMap<String, String>;

/// What exists with certain parameters.
#[derive(Clone, Debug, PartialEq)]
pub struct Rendered {
    pub resources: Map<String, Value>,
    pub outputs: Map<String, Value>,
    /// Every declared parameter's value.
    pub parameters: Parameters,
}

impl Rendered {
    /// Parameters that are not given take their defaults. Fails with what it can't read.
    pub fn of(template: &Value, given: &Parameters) -> Result<Self, String> {
        let mut parameters = Parameters::new();
        for (name, declared) in section(template, "Parameters") {
            let value = match (given.get(name), &declared["Default"]) {
                (Some(value), _) => value.clone(),
                (None, Value::String(default)) => default.clone(),
                (None, default) => default.to_string(),
            };
            parameters.insert(name.clone(), value);
        }
        let reader = Reader { conditions: section(template, "Conditions"), parameters: &parameters };
        let existing = |name: &str| {
            let mut all = Map::new();
            for (id, body) in section(template, name) {
                if body.get("Condition").map_or(Ok(true), |condition| reader.holds_named(condition))? {
                    all.insert(id.clone(), reader.resolve(body)?.unwrap_or_default());
                }
            }
            Ok::<_, String>(all)
        };
        Ok(Self {
            resources: existing("Resources")?,
            outputs: existing("Outputs")?,
            parameters: parameters.clone(),
        })
    }
}

/// A section of a template; empty where there is none.
pub fn section<'a>(template: &'a Value, name: &str) -> &'a Map<String, Value> {
    static NONE: std::sync::LazyLock<Map<String, Value>> = std::sync::LazyLock::new(Map::new);
    template.get(name).and_then(Value::as_object).unwrap_or(&NONE)
}

struct Reader<'a> {
    conditions: &'a Map<String, Value>,
    parameters: &'a Parameters,
}

impl Reader<'_> {
    fn holds_named(&self, name: &Value) -> Result<bool, String> {
        let condition = name.as_str().and_then(|name| self.conditions.get(name));
        self.holds(condition.ok_or_else(|| format!("there is no condition {name}"))?)
    }

    fn holds(&self, condition: &Value) -> Result<bool, String> {
        let unreadable = || format!("{condition} can't be read as a condition");
        let (function, arguments) =
            condition.as_object().and_then(|object| object.iter().next()).ok_or_else(unreadable)?;
        match (function.as_str(), arguments.as_array().map(Vec::as_slice).unwrap_or_default()) {
            ("Condition", _) => self.holds_named(arguments),
            ("Fn::Not", [one]) => Ok(!self.holds(one)?),
            ("Fn::And", all) => all.iter().try_fold(true, |so_far, one| Ok(so_far && self.holds(one)?)),
            ("Fn::Equals", [one, other]) => {
                let value = target(one).and_then(|name| self.parameters.get(name));
                Ok(value.map(String::as_str).ok_or_else(unreadable)?
                    == other.as_str().ok_or_else(unreadable)?)
            }
            _ => Err(unreadable()),
        }
    }

    /// `None` is `AWS::NoValue`.
    fn resolve(&self, value: &Value) -> Result<Option<Value>, String> {
        match value {
            Value::Array(items) => {
                let items: Result<Vec<_>, _> = items.iter().map(|item| self.resolve(item)).collect();
                Ok(Some(items?.into_iter().flatten().collect()))
            }
            Value::Object(object) => {
                if target(value) == Some("AWS::NoValue") {
                    return Ok(None);
                }
                if let Some(branches) = object.get("Fn::If") {
                    return self.resolve(&branches[if self.holds_named(&branches[0])? { 1 } else { 2 }]);
                }
                let mut resolved = Map::new();
                for (key, value) in object {
                    if let Some(value) = self.resolve(value)? {
                        resolved.insert(key.clone(), value);
                    }
                }
                Ok(Some(resolved.into()))
            }
            other => Ok(Some(other.clone())),
        }
    }
}

/// What `Ref` or `Fn::GetAtt` points at.
pub fn target(value: &Value) -> Option<&str> {
    let object = value.as_object().filter(|object| object.len() == 1)?;
    object.get("Ref").or_else(|| object.get("Fn::GetAtt")?.get(0))?.as_str()
}

/// Everything that a value mentions by `Ref`, `Fn::GetAtt`, `Fn::Sub` or `DependsOn`.
pub fn mentions(value: &Value) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    collect(value, &mut found);
    found
}

fn collect(value: &Value, found: &mut BTreeSet<String>) {
    if let Some(id) = target(value) {
        found.insert(id.to_owned());
        return;
    }
    match value {
        Value::Array(items) => items.iter().for_each(|item| collect(item, found)),
        Value::Object(object) => {
            for (key, value) in object {
                match (key.as_str(), value) {
                    ("Fn::Sub", Value::String(text)) => {
                        let names = text.split("${").skip(1).filter_map(|rest| rest.split('}').next());
                        found.extend(names.filter_map(|name| name.split('.').next()).map(str::to_owned));
                    }
                    ("DependsOn", Value::String(id)) => {
                        found.insert(id.clone());
                    }
                    ("DependsOn", Value::Array(ids)) => {
                        found.extend(ids.iter().filter_map(Value::as_str).map(str::to_owned));
                    }
                    (_, value) => collect(value, found),
                }
            }
        }
        _ => {}
    }
}
