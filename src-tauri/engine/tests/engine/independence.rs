//! Deploying one environment leaves the other alone, also when another version of this program deployed it.

use engine::cloud::{ChangeSetRequest, Cloud, Parameter};
use engine::template::{self, STACK_NAME};
use ipc::plan::{Group, SecretAction};
use ipc::progress::Outcome;
use ipc::{Code, Environment};
use serde_json::Value;

use super::world::{World, plan, problem, prod, request};

/// Prod as another version of the template has it: its log is kept for a year, and there is one alarm less.
async fn with_another_version() -> World {
    let world = World::new().await;
    assert!(matches!(world.deploy(&prod()).await, Outcome::Succeeded { .. }));
    let stack = world.rehearsal.stack(STACK_NAME).await.unwrap().unwrap();
    let mut other: Value = template::template();
    other["Resources"]["ProdLogGroup"]["Properties"]["RetentionInDays"] = 365.into();
    other["Resources"].as_object_mut().unwrap().shift_remove("ProdCpuAlarm");
    other["Outputs"]["StackVersion"]["Value"] = "0.9.0".into();
    let change_set = world
        .rehearsal
        .create_change_set(&ChangeSetRequest {
            stack: STACK_NAME.into(),
            name: "other".into(),
            create: false,
            template: template::compact(&other),
            parameters: stack.parameters.into_keys().map(|name| (name, Parameter::Previous)).collect(),
            tags: template::stack_tags(),
            token: "other".into(),
        })
        .await
        .unwrap();
    world.rehearsal.execute_change_set(&change_set, "other").await.unwrap();
    world
}

#[tokio::test]
async fn a_deployment_that_would_change_the_other_environment_is_refused_and_says_why() {
    let world = with_another_version().await;
    let outcome = world.deploy(&request(Environment::Dev, "0.18.0")).await;
    let problem = problem(&outcome);
    assert_eq!(problem.code, Code::OtherEnvironmentTouched);
    for words in ["change prod", "Alarm: high CPU", "Webhook's log", "by version 0.9.0 of the stack"] {
        assert!(problem.message.contains(words), "{words}: {problem:?}");
    }
    let stack = world.rehearsal.stack(STACK_NAME).await.unwrap().unwrap();
    assert!(!stack.has(Environment::Dev) && stack.outputs["StackVersion"] == "0.9.0");
}

#[tokio::test]
async fn both_are_updated_when_that_is_agreed_to_and_the_others_settings_stay() {
    let world = with_another_version().await;
    let before = world.rehearsal.stack(STACK_NAME).await.unwrap().unwrap();
    let mut both = request(Environment::Dev, "0.18.0");
    both.update_both = true;
    let planned = plan(&world, &both).await.unwrap();
    let told = "Prod follows to this version: 2 of its resources change. Its settings and its image stay.";
    assert!(planned.summary.contains(&told.to_owned()), "{:?}", planned.summary);
    assert_eq!(planned.changes.iter().filter(|change| change.group == Group::Prod).count(), 2);
    assert!(planned.secrets.iter().all(|s| s.action == SecretAction::Create && s.name.contains("/dev/")));

    assert!(matches!(world.deploy(&both).await, Outcome::Succeeded { .. }));
    let after = world.rehearsal.stack(STACK_NAME).await.unwrap().unwrap();
    for name in template::parameter_names(Environment::Prod) {
        assert_eq!(after.parameters[&name], before.parameters[&name], "{name}");
    }
    assert_eq!(after.outputs["StackVersion"], template::VERSION);
}
