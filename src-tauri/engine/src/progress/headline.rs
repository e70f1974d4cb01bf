//! The one sentence that matters now.

use ipc::Environment;
use ipc::plan::Group;
use ipc::progress::{Outcome, ResourceProgress, ResourceState};

/// What is being waited for: of all that runs, the one that usually takes longest.
pub fn headline_of(rows: &[ResourceProgress]) -> Option<String> {
    if rows.iter().any(|row| row.state == ResourceState::RollingBack) {
        return Some("Something failed. CloudFormation is putting everything back as it was.".into());
    }
    let running = rows.iter().filter(|row| {
        matches!(row.state, ResourceState::Creating | ResourceState::Updating | ResourceState::Removing)
    });
    let longest = running.max_by_key(|row| row.usual.1)?;
    let verb = match longest.state {
        ResourceState::Updating => "Changing",
        ResourceState::Removing => "Removing",
        _ => "Creating",
    };
    let place = match longest.group {
        Group::Shared => String::new(),
        Group::Dev => " of dev".into(),
        Group::Prod => " of prod".into(),
    };
    let name = in_sentence(&longest.name);
    Some(format!("{verb} the {name}{place}. This usually takes {}.", span(longest.usual)))
}

/// A name as it stands inside a sentence: "Load balancer" loses its capital, "NAT gateway" keeps its own.
fn in_sentence(name: &str) -> String {
    let mut chars = name.chars();
    match (chars.next(), chars.clone().next()) {
        (Some(first), Some(second)) if !second.is_uppercase() => first.to_lowercase().chain(chars).collect(),
        _ => name.to_owned(),
    }
}

/// A span of seconds in words: "20 to 40 s", "2 to 4 min".
fn span((from, to): (u32, u32)) -> String {
    if to <= 90 {
        if from == to { format!("about {to} s") } else { format!("{from} to {to} s") }
    } else {
        let minutes = |seconds: u32| seconds.div_ceil(60).max(1);
        let (from, to) = (minutes(from), minutes(to));
        if from == to { format!("about {to} min") } else { format!("{from} to {to} min") }
    }
}

pub fn outcome_headline(outcome: &Outcome, environments: &[Environment]) -> String {
    let names: Vec<&str> = environments.iter().map(|e| e.as_str()).collect();
    let (names, be) = (names.join(" and "), if environments.len() > 1 { "are" } else { "is" });
    match outcome {
        Outcome::Succeeded { .. } => {
            let verb = if environments.len() > 1 { "answer" } else { "answers" };
            let (first, rest) = names.split_at(names.len().min(1));
            format!("{}{rest} {be} deployed and {verb}.", first.to_uppercase())
        }
        Outcome::NotAnsweringYet { .. } => format!("Deployed: {names} {be} in place, but not answering yet."),
        Outcome::NotWaited { .. } => {
            format!("Deployed: {names} {be} in place. We did not wait for an answer.")
        }
        Outcome::NothingToChange { .. } => {
            "Nothing to change: what is deployed is what you asked for.".into()
        }
        Outcome::Done { what } => what.clone(),
        Outcome::Failed { problem } => problem.message.clone(),
        Outcome::Cancelled => "Cancelled. Nothing was changed.".into(),
    }
}
