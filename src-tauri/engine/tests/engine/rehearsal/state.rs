//! What is there at the start, and what is kept where.

use std::collections::BTreeMap;

use engine::cloud::rehearsal::Pace;
use engine::cloud::{Cloud, SecretState};
use engine::secret::Secret;

use super::stack::PROD;
use super::stage::Stage;

#[tokio::test]
async fn the_world_starts_with_a_quilt_stack_that_has_everything_the_webhook_needs() {
    let stage = Stage::new(Pace::instant());
    let stacks = stage.cloud.stacks().await.unwrap();
    assert_eq!(stacks.iter().map(|s| s.name.as_str()).collect::<Vec<_>>(), ["quilt-rehearsal"]);
    assert!(stacks[0].arn.parse::<ipc::StackArn>().is_ok(), "{}", stacks[0].arn);
    for output in [
        "QuiltWebHost",
        "UserAthenaDatabaseName",
        "PackagerQueueUrl",
        "PackagerQueueArn",
        "BucketWritePolicy",
    ] {
        assert!(stacks[0].outputs.contains_key(output), "{output}");
    }
    assert_eq!(stacks[0].parameters["BenchlingWebhook"], "Disabled");
    assert_eq!(stage.cloud.caller().await.unwrap().name(), "you");
}

#[tokio::test]
async fn the_secret_is_in_no_file() {
    let stage = Stage::new(Pace::instant());
    let name = "quiltdata/benchling-webhook/default/my-company";
    let value = Secret::new(r#"{"client_secret": "canary-7f3a", "tenant": "my-company"}"#);
    assert_eq!(stage.cloud.secret_state(name, &value).await, Ok(SecretState::Missing));
    let arn = stage.cloud.put_secret(name, &value, "first", &BTreeMap::new()).await.unwrap();
    let respelt = Secret::new(r#"{"tenant":"my-company","client_secret":"canary-7f3a"}"#);
    assert_eq!(stage.cloud.secret_state(name, &respelt).await, Ok(SecretState::Same));
    assert_eq!(stage.cloud.secret_state(name, &Secret::new("{}")).await, Ok(SecretState::Different));
    assert_eq!(stage.cloud.put_secret(name, &respelt, "second", &BTreeMap::new()).await.unwrap(), arn);
    for entry in std::fs::read_dir(stage.file().parent().unwrap()).unwrap() {
        let text = std::fs::read_to_string(entry.unwrap().path()).unwrap();
        assert!(!text.contains("canary-7f3a"));
    }
}

#[tokio::test]
#[cfg(unix)]
async fn only_the_user_can_read_the_state() {
    use std::os::unix::fs::PermissionsExt as _;
    let stage = Stage::new(Pace::instant());
    stage.deploy(true, &PROD).await;
    let mode = |path: &std::path::Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode(&stage.file()), mode(stage.file().parent().unwrap())), (0o600, 0o700));
}

#[tokio::test]
async fn a_broken_state_file_says_how_to_start_over() {
    let stage = Stage::new(Pace::instant());
    std::fs::write(stage.file(), "{").unwrap();
    let problem = stage.cloud.stacks().await.unwrap_err();
    assert!(problem.next.contains("Delete that file"), "{problem:?}");
}
