//! The rows of the history: which are shown, and what each says.

use ipc::Environment;
use ipc::status::DeployRecord;

/// The records of one environment, or of all, in which every word of `search` occurs.
pub fn shown(records: &[DeployRecord], environment: Option<Environment>, search: &str) -> Vec<DeployRecord> {
    let words: Vec<String> = search.split_whitespace().map(str::to_lowercase).collect();
    records
        .iter()
        .filter(|r| environment.is_none_or(|e| r.stage == e))
        .filter(|r| {
            let text = searchable(r);
            words.iter().all(|word| text.contains(word))
        })
        .cloned()
        .collect()
}

fn searchable(record: &DeployRecord) -> String {
    let digest = record.digest.as_ref().map_or("", |d| d.as_str());
    let profile = record.profile.as_ref().map_or("", |p| p.as_str());
    [
        record.stage.as_str(),
        &record.what(),
        digest,
        profile,
        record.deployed_by.as_deref().unwrap_or_default(),
        record.outcome.title(),
        record.cause.as_deref().unwrap_or_default(),
        record.change_set_id.as_deref().unwrap_or_default(),
        &record.deployed_at,
    ]
    .join(" ")
    .to_lowercase()
}

/// What a row says on demand, each with its name, as far as it is known.
pub fn details(record: &DeployRecord) -> Vec<(&'static str, String)> {
    let who = record.caller_arn.as_ref().or(record.deployed_by.as_ref());
    let lines = [
        ("Cause", record.cause.clone()),
        ("Who", who.cloned()),
        ("Profile", record.profile.as_ref().map(ToString::to_string)),
        ("Started", record.started_at.clone()),
        ("Ended", Some(record.deployed_at.clone())),
        ("Image", record.digest.as_ref().map(ToString::to_string)),
        ("Change set", record.change_set_id.clone()),
        ("Template", record.template_hash.clone()),
    ];
    lines.into_iter().filter_map(|(name, value)| Some((name, value?))).collect()
}

/// A name out of an ARN: `arn:aws:sts::1:assumed-role/Admin/anna@example.com` is anna@example.com.
pub fn who(deployed_by: &str) -> &str {
    if deployed_by.starts_with("arn:") {
        deployed_by.rsplit(['/', ':']).next().unwrap_or(deployed_by)
    } else {
        deployed_by
    }
}

#[cfg(test)]
mod tests {
    use ipc::status::RecordedOutcome;

    use super::*;
    use crate::board::fixtures::record;

    #[test]
    fn rows_are_found_by_environment_and_by_every_word() {
        let all = [
            record(Environment::Dev, "0.18.0", "anna@example.com", RecordedOutcome::Succeeded),
            record(Environment::Prod, "0.17.1", "bob@example.com", RecordedOutcome::Failed),
            record(Environment::Dev, "0.17.1", "bob@example.com", RecordedOutcome::NotWaited),
        ];
        assert_eq!(shown(&all, None, "").len(), 3);
        assert_eq!(shown(&all, Some(Environment::Dev), "").len(), 2);
        assert_eq!(shown(&all, None, "BOB 0.17"), [all[1].clone(), all[2].clone()]);
        assert_eq!(shown(&all, None, "failed"), [all[1].clone()]);
        assert!(shown(&all, Some(Environment::Prod), "anna").is_empty());
    }

    #[test]
    fn details_tell_what_is_known_and_skip_the_rest() {
        let mut row = record(Environment::Prod, "0.17.1", "bob", RecordedOutcome::Failed);
        row.cause = Some("No luck.".into());
        let names: Vec<&str> = details(&row).into_iter().map(|(name, _)| name).collect();
        assert_eq!(names, ["Cause", "Who", "Ended"]);
        assert_eq!(details(&row)[1].1, "bob");
        row.caller_arn = Some("arn:aws:iam::123456789012:user/bob".into());
        assert_eq!(details(&row)[1].1, "arn:aws:iam::123456789012:user/bob");
    }

    #[test]
    fn a_person_is_named_without_the_arn() {
        assert_eq!(who("arn:aws:sts::123456789012:assumed-role/Admin/anna@example.com"), "anna@example.com");
        assert_eq!(who("arn:aws:iam::123456789012:root"), "root");
        assert_eq!(who("anna"), "anna");
    }
}
