//! A plan's changes and cost in a few words.

use ipc::plan::{Change, ChangeAction, Cost};

/// "31 added, 2 changed, 1 replaced".
pub fn counts(changes: &[Change]) -> String {
    const WORDS: [(ChangeAction, &str); 5] = [
        (ChangeAction::Add, "added"),
        (ChangeAction::Modify, "changed"),
        (ChangeAction::MaybeReplace, "changed or replaced"),
        (ChangeAction::Replace, "replaced"),
        (ChangeAction::Remove, "removed"),
    ];
    let parts: Vec<String> = WORDS
        .into_iter()
        .map(|(action, word)| (changes.iter().filter(|c| c.action == action).count(), word))
        .filter(|(count, _)| *count > 0)
        .map(|(count, word)| format!("{count} {word}"))
        .collect();
    if parts.is_empty() { "Nothing changes".into() } else { parts.join(", ") }
}

/// The word of one change.
pub fn action(action: ChangeAction) -> &'static str {
    match action {
        ChangeAction::Add => "Add",
        ChangeAction::Modify => "Change",
        ChangeAction::MaybeReplace => "Change or replace",
        ChangeAction::Replace => "Replace",
        ChangeAction::Remove => "Remove",
    }
}

/// "$86 to $110".
pub fn range((from, to): (u32, u32)) -> String {
    if from == to { format!("${from}") } else { format!("${from} to ${to}") }
}

/// What the stack costs a month after the plan, and before it where that differs.
pub fn cost(cost: &Cost) -> String {
    let after = cost.total();
    match cost.before {
        Some(before) if before == after => format!("{} a month, as before", range(after)),
        Some(before) => format!("{} a month, now {}", range(after), range(before)),
        None => format!("{} a month", range(after)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ipc::plan::{CostLine, Group};

    fn change(action: ChangeAction) -> Change {
        Change {
            logical_id: "X".into(),
            resource_type: "AWS::X::Y".into(),
            name: "X".into(),
            group: Group::Dev,
            action,
            consequence: None,
        }
    }

    #[test]
    fn changes_are_counted_by_what_happens() {
        let changes = [change(ChangeAction::Modify), change(ChangeAction::Add), change(ChangeAction::Add)];
        assert_eq!(counts(&changes), "2 added, 1 changed");
        assert_eq!(counts(&[]), "Nothing changes");
    }

    #[test]
    fn the_cost_says_what_it_is_now() {
        let mut bill = Cost { lines: vec![CostLine { what: "All".into(), from: 86, to: 110 }], before: None };
        assert_eq!(cost(&bill), "$86 to $110 a month");
        bill.before = Some((60, 60));
        assert_eq!(cost(&bill), "$86 to $110 a month, now $60");
        bill.before = Some((86, 110));
        assert_eq!(cost(&bill), "$86 to $110 a month, as before");
    }
}
