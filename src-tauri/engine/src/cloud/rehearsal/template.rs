//! Reading a template: its sections, its parameters, and whether everything it names exists.
//!
//! Every refusal is CloudFormation's own sentence, as `Err(String)`.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::references::{Name, names};
use super::world::scalar;
use crate::cloud::Parameter;

/// A refusal, in CloudFormation's words.
pub type Said<T> = std::result::Result<T, String>;

/// CloudFormation's limit for a template in the request itself.
pub const LONGEST: usize = 51_200;

/// Reads a template and checks it as far as that goes without parameters.
pub fn parse(text: &str) -> Said<Value> {
    if text.len() > LONGEST {
        return Err(format!(
            "1 validation error detected: Value at 'templateBody' failed to satisfy constraint: Member must have \
             length less than or equal to {LONGEST}"
        ));
    }
    let template = crate::template::read(text)
        .map_err(|error| format!("Template format error: YAML not well-formed. ({error})"))?;
    let resources = section(&template, "Resources");
    if resources.is_empty() {
        return Err("Template format error: At least one Resources member must be defined.".into());
    }
    for (id, resource) in resources {
        if !id.chars().all(|c| c.is_ascii_alphanumeric()) {
            return Err(format!("Template format error: Resource name {id} is non alphanumeric."));
        }
        if resource.get("Type").and_then(Value::as_str).is_none() {
            return Err(format!(
                "Template format error: [/Resources/{id}] Every Resources object must contain a Type member."
            ));
        }
    }
    check_names(&template)?;
    Ok(template)
}

/// A section that is an object; a missing one is empty.
pub fn section<'a>(template: &'a Value, name: &str) -> &'a Map<String, Value> {
    static EMPTY: std::sync::LazyLock<Map<String, Value>> = std::sync::LazyLock::new(Map::new);
    template.get(name).and_then(Value::as_object).unwrap_or(&EMPTY)
}

/// Everything that Ref, GetAtt, Sub, DependsOn, Condition and If name must be in the template, in whichever
/// branch it stands.
fn check_names(template: &Value) -> Said<()> {
    for part in ["Resources", "Outputs", "Conditions"] {
        let content = Value::Object(section(template, part).clone());
        let mut missing = BTreeSet::new();
        let mut missing_conditions = BTreeSet::new();
        let mut found = Vec::new();
        names(&content, &mut found);
        for name in found {
            match name {
                Name::Value(name) | Name::Resource(name)
                    if !is_pseudo(&name)
                        && !section(template, "Resources").contains_key(&name)
                        && !section(template, "Parameters").contains_key(&name) =>
                {
                    missing.insert(name);
                }
                Name::Condition(name) if !section(template, "Conditions").contains_key(&name) => {
                    missing_conditions.insert(name);
                }
                _ => {}
            }
        }
        for resource in section(template, part).values() {
            let depends = depends_on(resource);
            missing.extend(depends.into_iter().filter(|id| !section(template, "Resources").contains_key(id)));
            let condition =
                resource.get("Condition").and_then(Value::as_str).filter(|_| part != "Conditions");
            missing_conditions.extend(
                condition.filter(|c| !section(template, "Conditions").contains_key(*c)).map(str::to_owned),
            );
        }
        if !missing.is_empty() {
            return Err(unresolved(&missing, part));
        }
        if !missing_conditions.is_empty() {
            return Err(format!(
                "Template format error: Unresolved condition dependency {} in the {part} block of the template",
                listed(&missing_conditions)
            ));
        }
    }
    Ok(())
}

pub fn unresolved(missing: &BTreeSet<String>, part: &str) -> String {
    format!(
        "Template format error: Unresolved resource dependencies {} in the {part} block of the template",
        listed(missing)
    )
}

/// `[A, B]`
pub fn listed<T: AsRef<str>>(names: impl IntoIterator<Item = T>) -> String {
    let names: Vec<String> = names.into_iter().map(|n| n.as_ref().to_owned()).collect();
    format!("[{}]", names.join(", "))
}

pub fn is_pseudo(name: &str) -> bool {
    name.starts_with("AWS::")
}

pub fn depends_on(resource: &Value) -> Vec<String> {
    match resource.get("DependsOn") {
        Some(Value::String(one)) => vec![one.clone()],
        Some(Value::Array(many)) => many.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        _ => Vec::new(),
    }
}

/// Every declared parameter's value: the one given, the stack's previous one, or the default.
pub fn parameters(
    template: &Value,
    given: &BTreeMap<String, Parameter>,
    previous: &BTreeMap<String, String>,
) -> Said<BTreeMap<String, String>> {
    let declared = section(template, "Parameters");
    let unknown: Vec<&String> = given.keys().filter(|name| !declared.contains_key(*name)).collect();
    if !unknown.is_empty() {
        return Err(format!("Parameters: {} do not exist in the template", listed(unknown)));
    }
    let mut values = BTreeMap::new();
    let mut missing = Vec::new();
    for (name, declaration) in declared {
        let value = match given.get(name) {
            Some(Parameter::Value(value)) => Some(value.clone()),
            Some(Parameter::Previous) => Some(previous.get(name).cloned().ok_or_else(|| {
                format!(
                    "Invalid input for parameter key {name}. Cannot specify usePreviousValue as true for a \
                     parameter key not in the previous template"
                )
            })?),
            None => declaration.get("Default").and_then(scalar),
        };
        match value {
            Some(value) => {
                check_value(name, declaration, &value)?;
                values.insert(name.clone(), value);
            }
            None => missing.push(name),
        }
    }
    if missing.is_empty() {
        Ok(values)
    } else {
        Err(format!("Parameters: {} must have values", listed(missing)))
    }
}

fn check_value(name: &str, declaration: &Value, value: &str) -> Said<()> {
    let allowed = declaration.get("AllowedValues").and_then(Value::as_array);
    let constraint = |rule: String| match declaration.get("ConstraintDescription").and_then(Value::as_str) {
        Some(why) => format!("Parameter {name} failed to satisfy constraint: {why}"),
        None => rule,
    };
    if allowed.is_some_and(|a| !a.iter().filter_map(scalar).any(|a| a == value)) {
        return Err(constraint(format!("Parameter '{name}' must be one of AllowedValues")));
    }
    let bound = |key: &str| declaration.get(key).and_then(scalar).and_then(|b| b.parse::<f64>().ok());
    let is_number = declaration.get("Type").and_then(Value::as_str) == Some("Number");
    match value.trim().parse::<f64>() {
        Err(_) if is_number => return Err(format!("Parameter '{name}' must be a number.")),
        Ok(n) if is_number => {
            if bound("MinValue").is_some_and(|least| n < least) {
                return Err(constraint(format!(
                    "Parameter '{name}' must be a number not less than {}",
                    bound("MinValue").unwrap_or_default()
                )));
            }
            if bound("MaxValue").is_some_and(|most| n > most) {
                return Err(constraint(format!(
                    "Parameter '{name}' must be a number not greater than {}",
                    bound("MaxValue").unwrap_or_default()
                )));
            }
        }
        _ => {}
    }
    let length = value.chars().count();
    let length = f64::from(u32::try_from(length).unwrap_or(u32::MAX));
    if bound("MinLength").is_some_and(|least| length < least) {
        return Err(constraint(format!(
            "Parameter '{name}' must contain at least {} characters",
            bound("MinLength").unwrap_or_default()
        )));
    }
    if bound("MaxLength").is_some_and(|most| length > most) {
        return Err(constraint(format!(
            "Parameter '{name}' must contain at most {} characters",
            bound("MaxLength").unwrap_or_default()
        )));
    }
    Ok(())
}

/// What `Ref` gives for a parameter: a list for the list types, the text otherwise.
pub fn typed(template: &Value, values: &BTreeMap<String, String>) -> BTreeMap<String, Value> {
    let is_list = |name: &str| {
        let declared =
            section(template, "Parameters").get(name).and_then(|d| d.get("Type")).and_then(Value::as_str);
        declared.is_some_and(|t| t == "CommaDelimitedList" || t.starts_with("List<"))
    };
    let value = |name: &String, text: &String| {
        if is_list(name) {
            Value::Array(text.split(',').map(|item| Value::String(item.trim().to_owned())).collect())
        } else {
            Value::String(text.clone())
        }
    };
    values.iter().map(|(name, text)| (name.clone(), value(name, text))).collect()
}
