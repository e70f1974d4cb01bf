//! Reads the template with given parameters: drops what does not exist, follows `Fn::If`, and tells what each
//! resource mentions. Enough of CloudFormation's language for this template, and strict about the rest.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use engine::template;
use serde_json::{Map, Value};

static TEMPLATE: LazyLock<Value> = LazyLock::new(template::template);

pub type Parameters = BTreeMap<String, String>;

/// The resources that exist with these parameters, their properties without conditions.
pub struct Stack {
    pub resources: BTreeMap<String, Value>,
    pub outputs: BTreeMap<String, Value>,
    pub parameters: Parameters,
}

impl Stack {
    /// Parameters that are not given take their defaults.
    pub fn with(given: &[(&str, &str)]) -> Self {
        let template = &*TEMPLATE;
        let mut parameters: Parameters = template["Parameters"]
            .as_object()
            .unwrap()
            .iter()
            .map(|(name, declared)| (name.clone(), declared["Default"].to_string().replace('"', "")))
            .collect();
        for (name, value) in given {
            let known = parameters.insert((*name).to_owned(), (*value).to_owned());
            assert!(known.is_some(), "no parameter {name}");
        }
        let reader = Reader { conditions: &template["Conditions"], parameters: &parameters };
        let existing = |section: &str| {
            template[section]
                .as_object()
                .unwrap()
                .iter()
                .filter(|(_, body)| body.get("Condition").is_none_or(|c| reader.holds_named(c)))
                .map(|(id, body)| (id.clone(), reader.resolve(body).unwrap()))
                .collect()
        };
        Self {
            resources: existing("Resources"),
            outputs: existing("Outputs"),
            parameters: parameters.clone(),
        }
    }

    pub fn get(&self, id: &str) -> &Value {
        self.resources.get(id).unwrap_or_else(|| panic!("{id} does not exist"))
    }

    pub fn properties(&self, id: &str) -> &Value {
        &self.get(id)["Properties"]
    }

    pub fn of_type(&self, kind: &str) -> Vec<&str> {
        let of_type = self.resources.iter().filter(|(_, body)| body["Type"] == kind);
        of_type.map(|(id, _)| id.as_str()).collect()
    }
}

struct Reader<'a> {
    conditions: &'a Value,
    parameters: &'a Parameters,
}

impl Reader<'_> {
    fn holds_named(&self, name: &Value) -> bool {
        let condition = &self.conditions[name.as_str().unwrap()];
        assert!(!condition.is_null(), "no condition {name}");
        self.holds(condition)
    }

    fn holds(&self, condition: &Value) -> bool {
        let (function, arguments) = condition.as_object().unwrap().iter().next().unwrap();
        match function.as_str() {
            "Condition" => self.holds_named(arguments),
            "Fn::Not" => !self.holds(&arguments[0]),
            "Fn::And" => arguments.as_array().unwrap().iter().all(|argument| self.holds(argument)),
            "Fn::Equals" => self.parameters[target(&arguments[0]).unwrap()] == arguments[1].as_str().unwrap(),
            other => panic!("{other} in a condition"),
        }
    }

    /// `None` is `AWS::NoValue`.
    fn resolve(&self, value: &Value) -> Option<Value> {
        match value {
            Value::Array(items) => Some(items.iter().filter_map(|item| self.resolve(item)).collect()),
            Value::Object(object) => {
                if target(value) == Some("AWS::NoValue") {
                    return None;
                }
                if let Some(branches) = object.get("Fn::If") {
                    let taken = if self.holds_named(&branches[0]) { 1 } else { 2 };
                    return self.resolve(&branches[taken]);
                }
                let entries =
                    object.iter().filter_map(|(key, value)| Some((key.clone(), self.resolve(value)?)));
                Some(entries.collect::<Map<_, _>>().into())
            }
            other => Some(other.clone()),
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
                        found.extend(names.map(|name| name.split('.').next().unwrap().to_owned()));
                    }
                    ("DependsOn", Value::String(id)) => {
                        found.insert(id.clone());
                    }
                    ("DependsOn", Value::Array(ids)) => {
                        found.extend(ids.iter().map(|id| id.as_str().unwrap().to_owned()));
                    }
                    _ => collect(value, found),
                }
            }
        }
        _ => {}
    }
}

/// Every combination that changes what exists.
pub fn every_combination() -> Vec<Vec<(&'static str, &'static str)>> {
    let switches: [(&str, &[&str]); 9] = [
        ("ProdEnabled", &["true", "false"]),
        ("DevEnabled", &["true", "false"]),
        ("VpcId", &["", "vpc-1"]),
        ("ZoneIdA", &["", "use1-az1"]),
        ("SetApiGatewayLogRole", &["true", "false"]),
        ("ProdSidecars", &["true", "false"]),
        ("DevSidecars", &["true", "false"]),
        ("DevAllowList", &["", "10.0.0.0/8"]),
        ("DevSnapshot", &["A", "B"]),
    ];
    switches.iter().fold(vec![vec![]], |all, (name, values)| {
        all.iter()
            .flat_map(|chosen| {
                values.iter().map(move |value| {
                    let mut next = chosen.clone();
                    next.push((*name, *value));
                    next
                })
            })
            .collect()
    })
}
