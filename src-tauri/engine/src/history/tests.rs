use ipc::status::RecordedOutcome;

use super::*;

pub(super) fn row(stage: Environment, tag: &str, outcome: RecordedOutcome) -> DeployRecord {
    DeployRecord {
        stage,
        endpoint: format!("https://abc.execute-api.us-east-1.amazonaws.com/{stage}"),
        image_tag: tag.parse().unwrap(),
        digest: None,
        deployed_at: "2026-01-02T03:04:05.000Z".into(),
        stack_name: "BenchlingWebhookStack".into(),
        region: None,
        account: None,
        profile: None,
        deployed_by: None,
        caller_arn: None,
        operation: Operation::Deploy,
        started_at: None,
        seconds: None,
        template_hash: None,
        change_set_id: None,
        outcome,
        cause: None,
    }
}

fn dev(number: usize) -> DeployRecord {
    row(Environment::Dev, &format!("0.0.{number}"), RecordedOutcome::Succeeded)
}

fn tags(rows: &[DeployRecord]) -> Vec<String> {
    rows.iter().map(|row| row.image_tag.to_string()).collect()
}

pub(super) fn folder() -> (tempfile::TempDir, Paths) {
    let folder = tempfile::tempdir().unwrap();
    let paths = Paths::at(folder.path());
    (folder, paths)
}

#[test]
fn the_record_keeps_foreign_keys_and_puts_the_newest_first() {
    let (_folder, paths) = folder();
    let old = r#"{"dev":{"extra":1,"endpoint":"old","rebuilt":true},"note":"mine"}"#;
    files::write(&paths.deploy_record(), old).unwrap();
    record(&paths, &[row(Environment::Dev, "0.17.1", RecordedOutcome::Succeeded)]).unwrap();
    record(&paths, &[row(Environment::Dev, "0.18.0", RecordedOutcome::Failed)]).unwrap();
    record(&paths, &[row(Environment::Dev, "0.19.0", RecordedOutcome::Cancelled)]).unwrap();
    assert_eq!(tags(&history(&paths).unwrap()), ["0.19.0", "0.18.0", "0.17.1"]);
    let map = read(&paths).unwrap();
    assert_eq!((map["note"].as_str(), map["dev"]["extra"].as_i64()), (Some("mine"), Some(1)));
    assert_eq!(map["dev"]["imageTag"], "0.17.1", "what did not come about does not become the current one");
    assert_eq!(map["dev"].get("rebuilt"), None, "this one was seen, not rebuilt");
    assert_eq!(map.keys().collect::<Vec<_>>(), ["dev", "note", "history"]);
    assert_eq!(current(&paths, Environment::Prod).unwrap(), None);
}

#[test]
fn what_was_removed_has_no_entry_and_a_row() {
    let (_folder, paths) = folder();
    record(&paths, &[dev(1)]).unwrap();
    record(&paths, &[DeployRecord { operation: Operation::Remove, ..dev(1) }]).unwrap();
    assert_eq!(current(&paths, Environment::Dev).unwrap(), None);
    assert_eq!(history(&paths).unwrap()[0].what(), "Removed 0.0.1");
}

#[test]
fn what_older_and_newer_versions_write_is_read() {
    let (_folder, paths) = folder();
    let old = r#"{"endpoint":"https://x/prod","imageTag":"0.6.3","deployedAt":"2025-11-04T12:00:00.000Z","stackName":"BenchlingWebhookStack","stage":"prod"}"#;
    let new = old.replace('}', r#","operation":"levitate","outcome":"floating","altitude":3}"#);
    files::write(&paths.deploy_record(), format!(r#"{{"prod":{old},"history":[{new}]}}"#)).unwrap();
    assert_eq!(current(&paths, Environment::Prod).unwrap().unwrap().image_tag.as_str(), "0.6.3");
    let rows = history(&paths).unwrap();
    assert_eq!((rows[0].operation, rows[0].outcome), (Operation::Unknown, RecordedOutcome::Unknown));
    record(&paths, &[dev(1)]).unwrap();
    assert_eq!(read(&paths).unwrap()["history"][1]["altitude"], 3);
}

#[test]
fn a_broken_record_is_told_and_not_written_over() {
    let (_folder, paths) = folder();
    files::write(&paths.deploy_record(), "{").unwrap();
    assert_eq!(record(&paths, &[dev(1)]).unwrap_err().code, Code::ProfileBroken);
    assert_eq!(history(&paths).unwrap_err().code, Code::ProfileBroken);
    assert_eq!(rebuild(&paths, &stack()).unwrap_err().code, Code::ProfileBroken);
    assert_eq!(files::read(&paths.deploy_record()).unwrap().unwrap(), "{");
}

/// A file that had grown large before is cut down by the first write, and its rows are all there afterwards.
#[test]
fn rows_beyond_the_newest_move_to_the_archive_and_are_still_told() {
    let (_folder, paths) = folder();
    let rows: Vec<DeployRecord> = (0..10_000).rev().map(dev).collect();
    let text = serde_json::json!({ "history": rows }).to_string();
    files::write(&paths.deploy_record(), text).unwrap();
    for number in 10_000..10_003 {
        record(&paths, &[dev(number)]).unwrap();
    }
    assert_eq!(read(&paths).unwrap()["history"].as_array().unwrap().len(), KEPT);
    let all: Vec<String> = (0..10_003).rev().map(|number| format!("0.0.{number}")).collect();
    assert_eq!(tags(&history(&paths).unwrap()), all);
    assert_eq!(tags(&newest(&paths, None, 3).unwrap()), all[..3]);
    assert_eq!(tags(&newest(&paths, None, KEPT + 1).unwrap()), all[..=KEPT]);
    assert_eq!(newest(&paths, Some(Environment::Prod), 3).unwrap(), []);
}

/// Cut off between the archive and `deploy.json`, or in the middle of a letter of the archive.
#[test]
fn a_move_that_was_cut_off_loses_and_doubles_nothing() {
    let (_folder, paths) = folder();
    record(&paths, &(0..KEPT).map(dev).collect::<Vec<_>>()).unwrap();
    let before = files::read(&paths.deploy_record()).unwrap().unwrap();
    record(&paths, &[dev(KEPT)]).unwrap();
    files::write(&paths.deploy_record(), before).unwrap();
    let mut archive = files::bytes(&paths.history_archive()).unwrap().unwrap();
    archive.extend(b"{\"stage\":\"dev\",\"cause\":\"\xc3");
    files::write(&paths.history_archive(), archive).unwrap();
    assert_eq!(history(&paths).unwrap().len(), KEPT);

    record(&paths, &[dev(KEPT)]).unwrap();
    record(&paths, &[dev(KEPT + 1)]).unwrap();
    let all: Vec<String> = (0..KEPT + 2).rev().map(|number| format!("0.0.{number}")).collect();
    assert_eq!(tags(&history(&paths).unwrap()), all);
}

#[test]
fn two_who_write_at_once_lose_no_row() {
    let (_folder, paths) = folder();
    record(&paths, &(0..KEPT).map(dev).collect::<Vec<_>>()).unwrap();
    std::thread::scope(|scope| {
        for writer in 1..=2 {
            let paths = &paths;
            scope.spawn(move || {
                for number in 0..50 {
                    record(paths, &[dev(writer * 1000 + number)]).unwrap();
                }
            });
        }
    });
    let mut found = tags(&history(&paths).unwrap());
    let mut all: Vec<String> =
        (0..KEPT).chain(1000..1050).chain(2000..2050).map(|number| format!("0.0.{number}")).collect();
    found.sort();
    all.sort();
    assert_eq!(found, all);
}

fn stack() -> Stack {
    let outputs = [
        ("ProdEndpoint", "https://abc/prod/"),
        ("ProdImageTag", "0.17.1"),
        ("ProdImage", "r@sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"),
        ("ProdProfile", "default"),
    ];
    Stack {
        name: "BenchlingWebhookStack".into(),
        arn: "arn:aws:cloudformation:us-east-1:123456789012:stack/BenchlingWebhookStack/1".into(),
        state: "UPDATE_COMPLETE".into(),
        state_reason: None,
        parameters: [].into(),
        outputs: outputs.map(|(name, value)| (name.into(), value.into())).into(),
        tags: [].into(),
        created_at: Some(ipc::Timestamp(0)),
        updated_at: Some(ipc::Timestamp(1_780_000_000_000)),
        protected: false,
    }
}

#[test]
fn what_the_record_lacks_of_the_stack_is_rebuilt_and_nothing_else() {
    let (_folder, paths) = folder();
    files::write(&paths.deploy_record(), r#"{"dev":{"endpoint":"mine"}}"#).unwrap();
    rebuild(&paths, &stack()).unwrap();
    let map = read(&paths).unwrap();
    assert_eq!(map["dev"], serde_json::json!({ "endpoint": "mine" }));
    assert_eq!(
        (&map["prod"]["endpoint"], &map["prod"]["rebuilt"]),
        (&"https://abc/prod".into(), &true.into())
    );
    let prod = current(&paths, Environment::Prod).unwrap().unwrap();
    assert_eq!((prod.region.as_deref(), prod.account.as_deref()), (Some("us-east-1"), Some("123456789012")));
    assert_eq!(prod.digest.unwrap().short(), "sha256:aaaaaaaaaaaa");
    assert_eq!(prod.deployed_at, "2026-05-28T20:26:40.000Z");
    assert_eq!(history(&paths).unwrap(), []);

    let before = files::read(&paths.deploy_record()).unwrap();
    rebuild(&paths, &stack()).unwrap();
    assert_eq!(files::read(&paths.deploy_record()).unwrap(), before);
}
