//! Conditions and intrinsic functions.
//!
//! A [`Scope`] knows the parameters, the conditions and those resources that already have a physical id;
//! [`Scope::resolve`] walks a value and replaces every function by what it stands for. Resources are resolved
//! in the order of their dependencies, so what a function refers to is known when it is met. Nothing here
//! panics, whatever the template holds: what CloudFormation would refuse is `Err` in its words.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::names::{ACCOUNT, REGION, attribute};
use super::references::{Name, Piece, attribute_of, function, own_names, pieces, sub_parts};
use super::template::{Said, section, unresolved};
use super::world::{Resource, scalar};

pub struct Scope<'a> {
    template: &'a Value,
    stack_name: &'a str,
    stack_arn: &'a str,
    parameters: BTreeMap<String, Value>,
    conditions: BTreeMap<String, bool>,
    /// Resources that can be referred to, by logical id.
    pub known: BTreeMap<String, Resource>,
}

const SUPPORTED: &str = "[Ref, Fn::GetAtt, Fn::Sub, Fn::Join, Fn::If, Fn::Select, Fn::Split, Fn::GetAZs, Fn::Cidr, \
                         Fn::FindInMap, Fn::Equals, Fn::And, Fn::Or, Fn::Not, Condition]";

impl<'a> Scope<'a> {
    /// Evaluates the conditions at once; no resource is known yet.
    pub fn new(
        template: &'a Value,
        (stack_name, stack_arn): (&'a str, &'a str),
        parameters: BTreeMap<String, Value>,
    ) -> Said<Self> {
        let mut scope = Self {
            template,
            stack_name,
            stack_arn,
            parameters,
            conditions: BTreeMap::new(),
            known: BTreeMap::new(),
        };
        for name in section(template, "Conditions").keys() {
            let truth = scope.condition(name, &mut BTreeSet::new())?;
            scope.conditions.insert(name.clone(), truth);
        }
        Ok(scope)
    }

    fn condition(&self, name: &str, open: &mut BTreeSet<String>) -> Said<bool> {
        if let Some(truth) = self.conditions.get(name) {
            return Ok(*truth);
        }
        if !open.insert(name.to_owned()) {
            return Err(format!("Template format error: Circular dependency in condition {name}"));
        }
        let definition = section(self.template, "Conditions").get(name).ok_or_else(|| {
            format!("Template format error: Unresolved condition dependency {name} in the Conditions block of the template")
        })?;
        let truth = self.truth(definition, open)?;
        open.remove(name);
        Ok(truth)
    }

    fn truth(&self, value: &Value, open: &mut BTreeSet<String>) -> Said<bool> {
        let malformed = || {
            "Template format error: Every Conditions member must be one of Fn::And, Fn::Equals, Fn::Not, Fn::Or or \
             Condition with valid arguments."
                .to_owned()
        };
        let (name, argument) = function(value).ok_or_else(malformed)?;
        let operands = argument.as_array().map(Vec::as_slice).unwrap_or_default();
        match (name, operands) {
            ("Condition", _) => self.condition(argument.as_str().ok_or_else(malformed)?, open),
            ("Fn::Equals", [left, right]) => {
                let (left, right) = (self.resolve(left)?, self.resolve(right)?);
                Ok(same(left.as_ref().unwrap_or(&Value::Null), right.as_ref().unwrap_or(&Value::Null)))
            }
            ("Fn::Not", [one]) => Ok(!self.truth(one, open)?),
            ("Fn::And", [_, _, ..]) => {
                operands.iter().try_fold(true, |all, one| Ok(self.truth(one, open)? && all))
            }
            ("Fn::Or", [_, _, ..]) => {
                operands.iter().try_fold(false, |any, one| Ok(self.truth(one, open)? || any))
            }
            _ => Err(malformed()),
        }
    }

    /// Whether the resource or output is made at all.
    pub fn is_active(&self, declaration: &Value) -> bool {
        let condition = declaration.get("Condition").and_then(Value::as_str);
        condition.is_none_or(|name| self.conditions.get(name).copied().unwrap_or(false))
    }

    /// Names in those branches of Fn::If that are taken.
    pub fn names_taken(&self, value: &Value, found: &mut Vec<Name>) {
        match (value, function(value)) {
            (_, Some(("Fn::If", argument))) => {
                if let Some(branch) = self.branch(argument) {
                    self.names_taken(branch, found);
                }
            }
            (_, Some((name, argument))) => {
                own_names(name, argument, found);
                self.names_taken(argument, found);
            }
            (Value::Array(items), _) => items.iter().for_each(|item| self.names_taken(item, found)),
            (Value::Object(object), _) => object.values().for_each(|item| self.names_taken(item, found)),
            _ => {}
        }
    }

    fn branch<'v>(&self, argument: &'v Value) -> Option<&'v Value> {
        let truth = *self.conditions.get(argument.get(0)?.as_str()?)?;
        argument.get(if truth { 1 } else { 2 })
    }

    /// The value without functions; `None` for `AWS::NoValue`, which its owner leaves out.
    pub fn resolve(&self, value: &Value) -> Said<Option<Value>> {
        if let Some((name, argument)) = function(value) {
            return self.call(name, argument);
        }
        match value {
            Value::Array(items) => {
                let items: Said<Vec<Option<Value>>> = items.iter().map(|item| self.resolve(item)).collect();
                Ok(Some(Value::Array(items?.into_iter().flatten().collect())))
            }
            Value::Object(object) => Ok(Some(Value::Object(self.resolve_object(object)?))),
            plain => Ok(Some(plain.clone())),
        }
    }

    pub fn resolve_object(&self, object: &Map<String, Value>) -> Said<Map<String, Value>> {
        let mut resolved = Map::new();
        for (key, value) in object {
            if let Some(value) = self.resolve(value)? {
                resolved.insert(key.clone(), value);
            }
        }
        Ok(resolved)
    }

    fn call(&self, name: &str, argument: &Value) -> Said<Option<Value>> {
        let text = |text: String| Ok(Some(Value::String(text)));
        match name {
            "Ref" => {
                let name =
                    argument.as_str().ok_or("Template format error: All Ref's must be of type string.")?;
                self.reference(name)
            }
            "Fn::GetAtt" => {
                let (resource, name) = attribute_of(argument).ok_or(
                    "Template error: every Fn::GetAtt object requires two non-empty parameters, the resource name and \
                     the resource attribute",
                )?;
                self.attribute(&resource, &name).map(Some)
            }
            "Fn::Sub" => text(self.sub(argument)?),
            "Fn::If" => match self.branch(argument) {
                Some(branch) => self.resolve(branch),
                None => Err("Template error: every Fn::If object requires a condition and two values".into()),
            },
            "Fn::Join" => {
                let wrong = "Template error: every Fn::Join object requires two parameters, (1) a string delimiter \
                             and (2) a list of strings to be joined or a function that returns a list of strings";
                let (delimiter, list) = pair(argument).ok_or(wrong)?;
                text(self.list(list, wrong)?.join(&self.text(delimiter, wrong)?))
            }
            "Fn::Split" => {
                let wrong = "Template error: every Fn::Split object requires two parameters, (1) a string delimiter \
                             and (2) a string to be split or a function that returns a string to be split.";
                let (delimiter, source) = pair(argument).ok_or(wrong)?;
                let (delimiter, source) = (self.text(delimiter, wrong)?, self.text(source, wrong)?);
                if delimiter.is_empty() {
                    return Err(wrong.into());
                }
                Ok(Some(Value::Array(
                    source.split(&delimiter).map(|s| Value::String(s.to_owned())).collect(),
                )))
            }
            "Fn::Select" => self.select(argument).map(Some),
            "Fn::GetAZs" => {
                let zone = |letter| Value::String(format!("{REGION}{letter}"));
                Ok(Some(Value::Array(('a'..='f').map(zone).collect())))
            }
            "Fn::Cidr" => {
                let wrong = "Template error: every Fn::Cidr object requires an ip block and the number of CIDRs to \
                             generate, and optionally the number of subnet bits";
                let part = |index| argument.get(index).map(|v| self.text(v, wrong)).transpose();
                let (block, count) = (part(0)?.ok_or(wrong)?, part(1)?.ok_or(wrong)?);
                let bits = part(2)?.unwrap_or_else(|| "8".into());
                super::cidr::divide(&block, &count, &bits)
                    .map(|blocks| Some(Value::Array(blocks.into_iter().map(Value::String).collect())))
            }
            "Fn::FindInMap" => {
                let wrong = "Template error: every Fn::FindInMap object requires three parameters, the map name, map \
                             key and the attribute for return value";
                let part = |index| argument.get(index).ok_or(wrong).map(|v| self.text(v, wrong));
                let (map, first, second) = (part(0)??, part(1)??, part(2)??);
                let found =
                    section(self.template, "Mappings").get(&map).and_then(|m| m.get(&first)?.get(&second));
                found.cloned().map(Some).ok_or_else(|| {
                    format!("Template error: Unable to get mapping for {map}::{first}::{second}")
                })
            }
            "Fn::Equals" | "Fn::And" | "Fn::Or" | "Fn::Not" | "Condition" => {
                let whole = Value::Object(Map::from_iter([(name.to_owned(), argument.clone())]));
                Ok(Some(Value::Bool(self.truth(&whole, &mut BTreeSet::new())?)))
            }
            other => Err(format!(
                "Template format error: Encountered unsupported function: {other} Supported functions are: {SUPPORTED}"
            )),
        }
    }

    fn reference(&self, name: &str) -> Said<Option<Value>> {
        let stack_id = self.stack_arn;
        let text = match name {
            "AWS::NoValue" => return Ok(None),
            "AWS::AccountId" => ACCOUNT,
            "AWS::Region" => REGION,
            "AWS::Partition" => "aws",
            "AWS::URLSuffix" => "amazonaws.com",
            "AWS::StackName" => self.stack_name,
            "AWS::StackId" => stack_id,
            "AWS::NotificationARNs" => return Ok(Some(Value::Array(Vec::new()))),
            _ => match (self.parameters.get(name), self.known.get(name)) {
                (Some(value), _) => return Ok(Some(value.clone())),
                (None, Some(resource)) => &resource.physical_id,
                (None, None) => return Err(unresolved(&BTreeSet::from([name.to_owned()]), "Resources")),
            },
        };
        Ok(Some(Value::String(text.to_owned())))
    }

    fn attribute(&self, logical_id: &str, name: &str) -> Said<Value> {
        let resource = self
            .known
            .get(logical_id)
            .ok_or_else(|| unresolved(&BTreeSet::from([logical_id.to_owned()]), "Resources"))?;
        attribute(resource, name).ok_or_else(|| {
            format!(
                "Template error: resource {logical_id} does not support attribute type {name} in Fn::GetAtt"
            )
        })
    }

    fn sub(&self, argument: &Value) -> Said<String> {
        let wrong = "Template error: One or more Fn::Sub intrinsic functions don't specify expected arguments. Specify \
                     a string as first argument, and an optional second argument to specify a mapping of values to \
                     replace in the string";
        let (text, own) = sub_parts(argument);
        let mut result = String::new();
        for piece in pieces(text) {
            match piece {
                Piece::Text(text) => result.push_str(text),
                Piece::Literal(name) => result.push_str(&format!("${{{name}}}")),
                Piece::Variable(name) => {
                    let value = match (own.and_then(|o| o.get(name)), name.split_once('.')) {
                        (Some(value), _) => self.resolve(value)?,
                        (None, Some((resource, attribute))) => Some(self.attribute(resource, attribute)?),
                        (None, None) => self.reference(name)?,
                    };
                    result.push_str(&value.as_ref().and_then(scalar).ok_or(wrong)?);
                }
            }
        }
        Ok(result)
    }

    fn select(&self, argument: &Value) -> Said<Value> {
        let wrong = "Template error: every Fn::Select object requires two non-empty parameters, the zero-based index \
                     and the list";
        let (index, list) = pair(argument).ok_or(wrong)?;
        let index: usize = self.text(index, wrong)?.parse().map_err(|_| wrong.to_owned())?;
        let list = self.resolve(list)?;
        let items = list.as_ref().and_then(Value::as_array).ok_or(wrong)?;
        items.get(index).cloned().ok_or_else(|| {
            format!("Template error: Fn::Select cannot select nonexistent value at index {index}")
        })
    }

    fn text(&self, value: &Value, wrong: &str) -> Said<String> {
        self.resolve(value)?.as_ref().and_then(scalar).ok_or_else(|| wrong.to_owned())
    }

    fn list(&self, value: &Value, wrong: &str) -> Said<Vec<String>> {
        let list = self.resolve(value)?;
        let items = list.as_ref().and_then(Value::as_array).ok_or(wrong)?;
        items.iter().map(|item| scalar(item).ok_or_else(|| wrong.to_owned())).collect()
    }
}

fn pair(argument: &Value) -> Option<(&Value, &Value)> {
    match argument.as_array()?.as_slice() {
        [first, second] => Some((first, second)),
        _ => None,
    }
}

/// Equality as CloudFormation sees it: `1`, `"1"` and `true`, `"true"` are the same.
pub fn same(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Array(l), Value::Array(r)) => l.len() == r.len() && l.iter().zip(r).all(|(l, r)| same(l, r)),
        (Value::Object(l), Value::Object(r)) => {
            l.len() == r.len() && l.iter().all(|(key, l)| r.get(key).is_some_and(|r| same(l, r)))
        }
        _ => match (scalar(left), scalar(right)) {
            (Some(l), Some(r)) => l == r,
            _ => left == right,
        },
    }
}
