//! What is asked instead of guessed: the version of an image, the network of a new stack, who may call.

use engine::cloud::Cloud;
use engine::template::STACK_NAME;
use engine::{preflight, profiles};
use ipc::check::CheckOutcome;
use ipc::plan::NetworkChoice;
use ipc::progress::Outcome;
use ipc::{Code, Environment, ProfileName};

use super::world::{World, plan, problem, prod, request};

/// A tag that the rehearsed registry has without a word about its version.
const NAMELESS: &str = "custom";

#[tokio::test]
async fn an_image_that_does_not_say_its_version_is_asked_about() {
    let world = World::new().await;
    let mut nameless = request(Environment::Dev, NAMELESS);
    let refused = world.deploy(&nameless).await;
    assert_eq!(problem(&refused).code, Code::ImageVersionUnknown);
    assert_eq!(world.rehearsal.stack(STACK_NAME).await.unwrap(), None);

    nameless.targets[0].image_version = Some("something".parse().unwrap());
    assert_eq!(problem(&world.deploy(&nameless).await).code, Code::ImageVersionUnknown);

    nameless.targets[0].image_version = Some("0.18.0".parse().unwrap());
    assert!(matches!(world.deploy(&nameless).await, Outcome::Succeeded { .. }));
    let stack = world.rehearsal.stack(STACK_NAME).await.unwrap().unwrap();
    assert_eq!(
        (stack.parameters["DevSidecars"].as_str(), stack.parameters["DevPort"].as_str()),
        ("true", "8080")
    );
}

#[tokio::test]
async fn dev_may_run_the_newest_image_while_prod_runs_an_old_one() {
    let world = World::new().await;
    assert!(matches!(world.deploy(&request(Environment::Prod, "0.6.2")).await, Outcome::Succeeded { .. }));
    assert!(matches!(world.deploy(&request(Environment::Dev, "0.18.0")).await, Outcome::Succeeded { .. }));
    let stack = world.rehearsal.stack(STACK_NAME).await.unwrap().unwrap();
    let of = |environment: Environment| {
        (stack.contract(environment).unwrap().port, stack.contract(environment).unwrap().sidecars)
    };
    assert_eq!((of(Environment::Prod), of(Environment::Dev)), ((5000, false), (8080, true)));
    let queues = world.rehearsal.resources(STACK_NAME).await.unwrap();
    let queues = queues.iter().filter(|resource| resource.resource_type == "AWS::SQS::Queue");
    assert!(queues.clone().count() == 4 && queues.clone().all(|queue| queue.logical_id.starts_with("Dev")));
}

#[tokio::test]
async fn a_new_stack_goes_where_it_is_told_to() {
    let world = World::new().await;
    let mut beside_quilt = prod();
    beside_quilt.network = NetworkChoice::Quilt;
    let planned = plan(&world, &beside_quilt).await.unwrap();
    let told = "in vpc-0rehearsal with 2 private subnets";
    assert!(planned.summary.iter().any(|line| line.contains(told)), "{:?}", planned.summary);
    assert!(!planned.changes.iter().any(|change| change.resource_type.starts_with("AWS::EC2::NatGateway")));
    assert!(matches!(world.deploy(&beside_quilt).await, Outcome::Succeeded { .. }));
    let stack = world.rehearsal.stack(STACK_NAME).await.unwrap().unwrap();
    assert_eq!(stack.parameters["PrivateSubnetIds"], "subnet-0privatea,subnet-0privateb");

    // And stays there, whatever is chosen later.
    let mut elsewhere = prod();
    elsewhere.network = NetworkChoice::Existing { vpc: "vpc-other".into(), subnets: vec![] };
    let (report, facts) = preflight::preflight(&world.engine, &elsewhere).await;
    let network = report.checks.iter().find(|check| check.title == "Network").unwrap();
    assert!(matches!(&network.outcome, CheckOutcome::Attention { .. }), "{network:?}");
    assert!(facts.is_some());
}

#[tokio::test]
async fn a_vpc_that_does_not_suit_is_refused_before_anything_is_made() {
    let world = World::new().await;
    let mut unknown = prod();
    unknown.network = NetworkChoice::Existing { vpc: "vpc-unknown".into(), subnets: vec![] };
    assert_eq!(problem(&world.deploy(&unknown).await).code, Code::NetworkUnsuitable);
    unknown.network = NetworkChoice::Existing {
        vpc: "vpc-0rehearsal".into(),
        subnets: vec!["subnet-0privatea".into(), "subnet-0publicb".into()],
    };
    assert_eq!(problem(&world.deploy(&unknown).await).code, Code::NetworkUnsuitable);
    assert_eq!(world.rehearsal.stack(STACK_NAME).await.unwrap(), None);
}

#[tokio::test]
async fn an_access_list_without_this_machine_is_warned_about() {
    let world = World::new().await;
    let name = ProfileName::usual_for(Environment::Prod);
    let mut profile = profiles::load(&world.engine.paths, &name).unwrap();
    // The rehearsal's requests come from 198.51.100.7.
    for (list, warned) in [("203.0.113.0/24", true), ("203.0.113.0/24,198.51.100.0/24", false), ("", false)] {
        profile.webhook_allow_list = list.into();
        profiles::save(&world.engine.paths, &profile).unwrap();
        let warnings = plan(&world, &prod()).await.unwrap().warnings;
        let told =
            warnings.iter().any(|line| line.contains("does not have this machine's address, 198.51.100.7"));
        assert_eq!(told, warned, "{list}: {warnings:?}");
    }
}
