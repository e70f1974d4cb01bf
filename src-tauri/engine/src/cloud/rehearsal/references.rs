//! What a piece of a template names: by Ref, Fn::GetAtt, Fn::Sub, Fn::If and Condition.

use serde_json::Value;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Name {
    /// By Ref or `${Name}`: a parameter, a resource or a pseudo parameter.
    Value(String),
    /// By Fn::GetAtt or `${Name.Attribute}`.
    Resource(String),
    Condition(String),
}

/// All names in `value`, in every branch of every Fn::If.
pub fn names(value: &Value, found: &mut Vec<Name>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| names(item, found)),
        Value::Object(object) => {
            if let Some((function, argument)) = function(value) {
                own_names(function, argument, found);
            }
            object.values().for_each(|item| names(item, found));
        }
        _ => {}
    }
}

/// The names that a function itself brings, without those of its arguments.
pub fn own_names(function: &str, argument: &Value, found: &mut Vec<Name>) {
    match function {
        "Ref" => found.extend(argument.as_str().map(|name| Name::Value(name.to_owned()))),
        "Fn::GetAtt" => found.extend(attribute_of(argument).map(|(name, _)| Name::Resource(name))),
        "Fn::Sub" => {
            let (text, own) = sub_parts(argument);
            let is_own = |name: &str| own.is_some_and(|o| o.get(name).is_some());
            for piece in pieces(text) {
                match piece {
                    Piece::Variable(name) if !is_own(name) => match name.split_once('.') {
                        Some((resource, _)) => found.push(Name::Resource(resource.to_owned())),
                        None => found.push(Name::Value(name.to_owned())),
                    },
                    _ => {}
                }
            }
        }
        "Fn::If" => {
            let condition = argument.get(0).and_then(Value::as_str);
            found.extend(condition.map(|name| Name::Condition(name.to_owned())));
        }
        "Condition" => found.extend(argument.as_str().map(|name| Name::Condition(name.to_owned()))),
        _ => {}
    }
}

/// `{"Fn::X": argument}`, `{"Ref": ..}` or `{"Condition": "name"}`; anything else is plain data.
pub fn function(value: &Value) -> Option<(&str, &Value)> {
    let object = value.as_object()?;
    let (name, argument) = object.iter().next().filter(|_| object.len() == 1)?;
    let is_function = match name.as_str() {
        "Ref" => true,
        // Also a policy statement's key, but there it is an object.
        "Condition" => argument.is_string(),
        name => name.starts_with("Fn::"),
    };
    is_function.then_some((name.as_str(), argument))
}

/// `["Resource", "Attribute"]` or `"Resource.Attribute"`
pub fn attribute_of(argument: &Value) -> Option<(String, String)> {
    match argument {
        Value::String(text) => text.split_once('.').map(|(r, a)| (r.to_owned(), a.to_owned())),
        Value::Array(items) => match items.as_slice() {
            [Value::String(resource), Value::String(attribute)] => {
                Some((resource.clone(), attribute.clone()))
            }
            _ => None,
        },
        _ => None,
    }
}

/// The text of an Fn::Sub and its own variables.
pub fn sub_parts(argument: &Value) -> (&str, Option<&Value>) {
    match argument {
        Value::String(text) => (text, None),
        other => (other.get(0).and_then(Value::as_str).unwrap_or_default(), other.get(1)),
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Piece<'a> {
    Text(&'a str),
    Variable(&'a str),
    /// `${!Literal}` stands for `${Literal}`.
    Literal(&'a str),
}

pub fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(start) = rest.find("${") {
        let Some(length) = rest[start..].find('}') else { break };
        found.push(Piece::Text(&rest[..start]));
        let name = rest[start + 2..start + length].trim();
        found.push(name.strip_prefix('!').map_or(Piece::Variable(name), Piece::Literal));
        rest = &rest[start + length + 1..];
    }
    found.push(Piece::Text(rest));
    found
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_text_falls_into_pieces() {
        use Piece::{Literal, Text, Variable};
        assert_eq!(
            pieces("a${B}c${!D}${E.F}"),
            [Text("a"), Variable("B"), Text("c"), Literal("D"), Text(""), Variable("E.F"), Text("")]
        );
        assert_eq!(pieces("open ${end"), [Text("open ${end")]);
    }

    #[test]
    fn names_are_found_in_every_branch() {
        let value = json!({"Fn::If": ["IsProd", {"Ref": "A"}, {"Fn::Sub": ["${B.Arn} ${C} ${D}", {"C": {"Ref": "E"}}]}]});
        let mut found = Vec::new();
        names(&value, &mut found);
        let value = |name: &str| Name::Value(name.to_owned());
        assert_eq!(found.len(), 5);
        assert!(
            found.contains(&Name::Condition("IsProd".into())) && found.contains(&Name::Resource("B".into()))
        );
        assert!([value("A"), value("D"), value("E")].iter().all(|name| found.contains(name)));
    }
}
