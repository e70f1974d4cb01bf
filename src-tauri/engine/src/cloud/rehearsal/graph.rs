//! What needs what, and the order that follows.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::evaluate::Scope;
use super::references::Name;
use super::template::{Said, depends_on, listed, section, unresolved};

/// The resources that are made under these conditions, each with what it needs, in an order in which
/// everything comes after what it needs (and otherwise as written).
pub fn order(scope: &Scope<'_>, template: &Value) -> Said<Vec<(String, Vec<String>)>> {
    let declared = section(template, "Resources");
    let active: BTreeSet<&str> =
        declared.iter().filter(|(_, d)| scope.is_active(d)).map(|(id, _)| id.as_str()).collect();
    let mut waiting: Vec<(String, Vec<String>)> = Vec::new();
    let mut missing = BTreeSet::new();
    for (id, declaration) in declared.iter().filter(|(id, _)| active.contains(id.as_str())) {
        // A DependsOn to a resource that a condition leaves out is ignored; a reference to it is an error.
        let mut needs: BTreeSet<String> =
            depends_on(declaration).into_iter().filter(|need| active.contains(need.as_str())).collect();
        let mut found = Vec::new();
        scope.names_taken(declaration.get("Properties").unwrap_or(&Value::Null), &mut found);
        for name in found {
            if let Name::Value(name) | Name::Resource(name) = name
                && declared.contains_key(&name)
            {
                let known = active.contains(name.as_str());
                if known { &mut needs } else { &mut missing }.insert(name);
            }
        }
        waiting.push((id.clone(), needs.into_iter().collect()));
    }
    if !missing.is_empty() {
        return Err(unresolved(&missing, "Resources"));
    }
    sorted(waiting)
}

/// Everything after what it needs.
pub fn sorted(mut waiting: Vec<(String, Vec<String>)>) -> Said<Vec<(String, Vec<String>)>> {
    let mut done: BTreeSet<String> = BTreeSet::new();
    let mut order = Vec::with_capacity(waiting.len());
    while !waiting.is_empty() {
        let (ready, rest): (Vec<_>, Vec<_>) =
            waiting.into_iter().partition(|(_, needs)| needs.iter().all(|need| done.contains(need)));
        if ready.is_empty() {
            let names: BTreeSet<String> = rest.into_iter().map(|(id, _)| id).collect();
            return Err(format!("Circular dependency between resources: {}", listed(names)));
        }
        done.extend(ready.iter().map(|(id, _)| id.clone()));
        order.extend(ready);
        waiting = rest;
    }
    Ok(order)
}

/// When something is worked on, in seconds.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Window {
    pub start: f64,
    pub end: f64,
}

/// Starts each item as soon as everything that it needs has ended, as parallel as that allows. `items` come in
/// order, as [`order`] gives them; `seconds` is how long one takes.
pub fn windows<'a>(
    items: impl IntoIterator<Item = (&'a str, &'a [String])>,
    from: f64,
    seconds: impl Fn(&str) -> f64,
) -> BTreeMap<&'a str, Window> {
    let mut windows: BTreeMap<&str, Window> = BTreeMap::new();
    for (id, needs) in items {
        let start =
            needs.iter().filter_map(|need| windows.get(need.as_str())).fold(from, |s, w| s.max(w.end));
        windows.insert(id, Window { start, end: start + seconds(id) });
    }
    windows
}

/// The other way round: each item starts when everything that needs it has ended, as deletion does.
pub fn windows_backwards<'a>(
    items: &[(&'a str, &'a [String])],
    from: f64,
    seconds: impl Fn(&str) -> f64,
) -> BTreeMap<&'a str, Window> {
    let mut windows: BTreeMap<&str, Window> = BTreeMap::new();
    for (id, _) in items.iter().rev() {
        let needed_by = items.iter().filter(|(_, needs)| needs.iter().any(|need| need == id));
        let start = needed_by.filter_map(|(other, _)| windows.get(other)).fold(from, |s, w| s.max(w.end));
        windows.insert(id, Window { start, end: start + seconds(id) });
    }
    windows
}

/// When the last one ends, at least `from`.
pub fn end(windows: &BTreeMap<&str, Window>, from: f64) -> f64 {
    windows.values().fold(from, |end, w| end.max(w.end))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn needs(pairs: &[(&str, &[&str])]) -> Vec<(String, Vec<String>)> {
        pairs.iter().map(|(id, needs)| ((*id).into(), needs.iter().map(|n| (*n).into()).collect())).collect()
    }

    #[test]
    fn what_is_needed_comes_first_and_a_circle_is_refused() {
        let order = sorted(needs(&[("C", &["B"]), ("A", &[]), ("B", &["A"])])).unwrap();
        assert_eq!(order.iter().map(|(id, _)| id.as_str()).collect::<Vec<_>>(), ["A", "B", "C"]);
        let circle = sorted(needs(&[("A", &["B"]), ("B", &["A"]), ("C", &[])])).unwrap_err();
        assert_eq!(circle, "Circular dependency between resources: [A, B]");
    }

    #[test]
    fn work_is_as_parallel_as_the_needs_allow() {
        let order = needs(&[("A", &[]), ("B", &[]), ("C", &["A", "B"])]);
        let items: Vec<(&str, &[String])> = order.iter().map(|(id, n)| (id.as_str(), n.as_slice())).collect();
        let seconds = |id: &str| if id == "B" { 10.0 } else { 4.0 };
        let forward = windows(items.iter().copied(), 0.0, seconds);
        assert_eq!(forward["C"], Window { start: 10.0, end: 14.0 });
        let backward = windows_backwards(&items, 0.0, seconds);
        assert_eq!(backward["A"], Window { start: 4.0, end: 8.0 });
    }
}
