//! What is collected for somebody who helps, and what is never in it.

use engine::diagnostics::{self, Entry, Host};
use engine::files;
use engine::secret::{Secret, SecretStore};
use ipc::bridge::Fault;
use ipc::{Code, Environment, Problem};

use super::world::{World, prod, request};

const CANARY: &str = "canary-7f3a";

fn text<'a>(entries: &'a [Entry], name: &str) -> &'a str {
    let found = entries.iter().find(|entry| entry.name == name);
    let names: Vec<&str> = entries.iter().map(|entry| entry.name.as_str()).collect();
    &found.unwrap_or_else(|| panic!("{name} is not among {names:?}")).text
}

#[tokio::test]
async fn what_helps_is_there() {
    let world = World::new().await;
    world.deploy(&prod()).await;
    world.rehearsal.fail_with(Some(Fault::CrashLoop)).unwrap();
    world.deploy(&request(Environment::Prod, "0.18.0")).await;
    let host = Host {
        version: "1.2.3".into(),
        system: "linux".into(),
        variables: vec![
            ("AWS_REGION".into(), "eu-west-1".into()),
            ("AWS_PROFILE".into(), "work".into()),
            ("BENCHLING_WEBHOOK_WAIT_TIMEOUT".into(), "17".into()),
            ("HOME".into(), "/home/anna".into()),
        ],
        trouble: None,
    };
    let entries = diagnostics::collect(&world.engine, &host).await;
    assert!(text(&entries, "about.txt").contains("1.2.3"));
    assert_eq!(
        text(&entries, "settings.txt"),
        "AWS_PROFILE is set\nAWS_REGION=eu-west-1\nBENCHLING_WEBHOOK_WAIT_TIMEOUT is set"
    );
    assert!(text(&entries, "profiles/default.json").contains("\"imageTag\": \"0.17.1\""));
    assert!(text(&entries, "deploy.json").contains("deployment_failed"));
    assert!(text(&entries, "stack.json").contains("UPDATE_ROLLBACK_COMPLETE"));
    let events = text(&entries, "events.txt");
    assert!(events.contains("UPDATE_IN_PROGRESS") && events.contains("_FAILED"), "{events}");
    assert!(
        !events.contains("CREATE_COMPLETE  BenchlingWebhookStack"),
        "of the last operation alone: {events}"
    );
    assert_eq!(entries.iter().filter(|entry| entry.name.starts_with("journal/")).count(), 2);
    for entry in &entries {
        assert!(!entry.text.contains("123456789012"), "{}: {}", entry.name, entry.text);
        assert!(!entry.text.contains("acme"), "{}: {}", entry.name, entry.text);
    }
}

#[tokio::test]
async fn without_aws_it_says_so_and_has_the_rest() {
    let world = World::new().await;
    let trouble = Problem::new(Code::CredentialsExpired, "Your session has expired.", "Sign in.");
    let host = Host { trouble: Some(trouble), ..Host::default() };
    let entries = diagnostics::collect(&world.engine, &host).await;
    assert_eq!(text(&entries, "stack.txt"), "Your session has expired. (credentials_expired)");
    assert!(entries.iter().any(|entry| entry.name == "profiles/dev.json"));
}

/// The secret stands wherever older tools, a person or a bug could have left it.
#[tokio::test]
async fn the_client_secret_is_in_no_entry() {
    let world = World::new().await;
    let paths = &world.engine.paths;
    let name = ipc::ProfileName::usual_for(Environment::Prod);
    world.engine.session.save(&name, &Secret::new(CANARY)).unwrap();
    world.deploy(&prod()).await;
    for (file, content) in [
        ("older.json", format!(r#"{{"benchlingClientSecret":"{CANARY}-1","note":"{CANARY}-1"}}"#)),
        (
            "nested/config.json",
            format!(r#"{{"benchling":{{"clientSecret":"{CANARY}-2"}},"x":["{CANARY}-2"]}}"#),
        ),
        ("nested/deployments.json", format!(r#"{{"history":[{{"secret":{{"value":"{CANARY}-3"}}}}]}}"#)),
        ("profiles/old/default.json", format!(r#"{{"benchlingClientSecret":"{CANARY}-4"}}"#)),
        ("broken.json", format!(r#"{{"benchlingClientSecret":"{CANARY}-5""#)),
        ("wrong.json", format!(r#"{{"benchlingTenant":"{CANARY}-6 x"}}"#)),
    ] {
        files::write(&paths.base().join(file), content).unwrap();
    }
    // Copied to where no key tells what it is.
    let mut record: serde_json::Value =
        serde_json::from_str(&files::read(&paths.deploy_record()).unwrap().unwrap()).unwrap();
    record["note"] = format!("{CANARY} {CANARY}-1 {CANARY}-2 {CANARY}-4 {CANARY}-env").into();
    record["clientSecret"] = serde_json::json!({ "value": [CANARY] });
    files::write(&paths.deploy_record(), record.to_string()).unwrap();
    files::append_line(&paths.journal().join("torn.jsonl"), &format!(r#"{{"secret":"{CANARY}"#)).unwrap();

    let variables = ["BENCHLING_CLIENT_SECRET", "BENCHLING_WEBHOOK_CLIENT_SECRET", "AWS_SECRET_ACCESS_KEY"];
    let host = Host {
        variables: variables.map(|name| (name.to_owned(), format!("{CANARY}-env"))).into(),
        trouble: Some(Problem::new(Code::Internal, format!("Refused: {CANARY}-env"), "Try again.")),
        ..Host::default()
    };
    let connected = diagnostics::collect(&world.engine, &Host::default()).await;
    let entries = diagnostics::collect(&world.engine, &host).await;
    assert!(entries.len() > 10, "{entries:#?}");
    for Entry { name, text, .. } in entries.iter().chain(&connected) {
        assert!(!text.contains("canary") && !name.contains("canary"), "{name}: {text}");
    }
}
