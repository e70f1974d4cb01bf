//! `_inherits`: a profile that builds on another one.
//!
//! Objects are merged at every depth, the heir's values win, and a list or a plain value replaces the other whole. A
//! profile that comes back to itself is refused, with the way that leads there.

use serde_json::{Map, Value};

pub const INHERITS: &str = "_inherits";

/// Follows `_inherits` from `map`, the profile `name`, with `read` for the others. Answers with all of it merged, without
/// the key itself, and the names in the order in which they were read; or with why that can't be.
pub fn resolve(
    name: &str,
    mut map: Map<String, Value>,
    mut read: impl FnMut(&str) -> Result<Option<Map<String, Value>>, String>,
) -> Result<(Map<String, Value>, Vec<String>), String> {
    let mut way = vec![name.to_owned()];
    loop {
        let base = match map.shift_remove(INHERITS) {
            None | Some(Value::Null) => break,
            Some(Value::String(base)) if base.trim().is_empty() => break,
            Some(Value::String(base)) => base,
            Some(_) => return Err("\"_inherits\" has to be the name of a profile.".to_owned()),
        };
        let seen = way.contains(&base);
        way.push(base);
        if seen {
            return Err(format!(
                "The profiles inherit from each other in a circle: {}.",
                way.join(", then ")
            ));
        }
        let base = &way[way.len() - 1];
        let older = read(base)?
            .ok_or_else(|| format!("It inherits from the profile \"{base}\", which is not there."))?;
        map = merge(older, map);
    }
    way.remove(0);
    Ok((map, way))
}

/// `over` wins.
pub fn merge(mut base: Map<String, Value>, over: Map<String, Value>) -> Map<String, Value> {
    // What `base` says it inherits from is followed next, unless the heir said so itself.
    for (key, value) in over {
        match (base.get_mut(&key), value) {
            (Some(Value::Object(below)), Value::Object(above)) => {
                *below = merge(std::mem::take(below), above)
            }
            (_, value) => drop(base.insert(key, value)),
        }
    }
    base
}

/// Adds what `map` lacks; what it has stays.
pub fn fill(map: &mut Map<String, Value>, from: &Map<String, Value>) {
    for (key, value) in from {
        match (map.get_mut(key), value) {
            (Some(Value::Object(here)), Value::Object(there)) => fill(here, there),
            (Some(_), _) => {}
            (None, value) => drop(map.insert(key.clone(), value.clone())),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn object(value: Value) -> Map<String, Value> {
        match value {
            Value::Object(map) => map,
            _ => Map::new(),
        }
    }

    #[test]
    fn the_heir_wins_at_every_depth_and_lists_are_replaced() {
        let all = json!({
            "default": { "quilt": { "region": "us-east-1", "list": [1, 2] }, "deep": { "a": { "b": 1, "c": 2 } } },
            "team": { "_inherits": "default", "deep": { "a": { "b": 3 } } },
        });
        let heir = object(json!({ "_inherits": "team", "quilt": { "list": [3] } }));
        let read = |name: &str| Ok(all.get(name).cloned().map(object));
        let (map, way) = resolve("dev", heir, read).unwrap();
        assert_eq!(way, ["team", "default"]);
        let expected = json!({
            "quilt": { "region": "us-east-1", "list": [3] }, "deep": { "a": { "b": 3, "c": 2 } },
        });
        assert_eq!(Value::Object(map), expected);
    }

    #[test]
    fn circles_and_gaps_are_told() {
        let all = json!({ "a": { "_inherits": "b" }, "b": { "_inherits": "a" } });
        let read = |name: &str| Ok(all.get(name).cloned().map(object));
        let circle = resolve("a", object(all["a"].clone()), read).unwrap_err();
        assert_eq!(circle, "The profiles inherit from each other in a circle: a, then b, then a.");
        let itself = resolve("c", object(json!({ "_inherits": "c" })), read).unwrap_err();
        assert!(itself.contains("circle"), "{itself}");
        let gap = resolve("c", object(json!({ "_inherits": "d" })), read).unwrap_err();
        assert!(gap.contains("\"d\""), "{gap}");
    }
}
