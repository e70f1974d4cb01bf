use ipc::Problem;

use super::*;
use crate::wizard::{Environments, Network};

const ARN: &str = "arn:aws:cloudformation:us-east-1:123456789012:stack/quilt-prod/abc-def";

/// Everything typed and the secret held, as a person stands before the review.
fn filled() -> Wizard {
    let mut wizard = Wizard::default();
    for (key, text) in [
        (Key::Region, "us-east-1"),
        (Key::QuiltStackArn, ARN),
        (Key::Tenant, "https://my-company.benchling.com/signin"),
        (Key::AppDefinitionId, "appdef_1"),
        (Key::ClientId, " client "),
        (Key::PackageBucket, "s3://my-bucket"),
        (Key::ProdImageTag, "v0.18.0"),
    ] {
        wizard.put(key, text.into());
    }
    wizard.hold(Environment::Prod);
    wizard.connected = Some((wizard.aws_choice(), caller()));
    wizard
}

fn caller() -> Caller {
    Caller {
        account: "123456789012".into(),
        arn: "arn:aws:iam::123456789012:user/anna".into(),
        region: "us-east-1".into(),
        source: "environment variables".into(),
    }
}

fn refused(code: Code) -> CheckState {
    CheckState::Bad(Problem::new(code, "It was refused.", "Try another."))
}

#[test]
fn nothing_is_called_wrong_before_a_field_was_left() {
    let mut wizard = Wizard::default();
    assert_eq!(wizard.error_beneath(Key::Tenant), None);
    wizard.leave(Key::Tenant);
    assert!(wizard.error_beneath(Key::Tenant).is_some_and(|text| text.contains("benchling.com")));
    assert_eq!(wizard.error_beneath(Key::ClientSecret), None);
    wizard.leave_all(Page::Benchling);
    assert!(wizard.error_beneath(Key::ClientSecret).is_some());
}

#[test]
fn a_good_answer_is_tidied_when_it_is_left_and_a_wrong_one_stays_as_typed() {
    let mut wizard = filled();
    for key in [Key::Tenant, Key::PackageBucket, Key::ProdImageTag, Key::ClientId] {
        wizard.leave(key);
    }
    let answers = wizard.answers();
    assert_eq!((answers.tenant.as_str(), answers.package_bucket.as_str()), ("my-company", "my-bucket"));
    assert_eq!((answers.prod_image_tag.as_str(), answers.client_id.as_str()), ("0.18.0", "client"));
    wizard.put(Key::Tenant, "not a tenant".into());
    wizard.leave(Key::Tenant);
    assert_eq!(wizard.answers().tenant, "not a tenant");
}

#[test]
fn a_page_is_done_only_with_everything_on_it() {
    let mut wizard = filled();
    assert_eq!(wizard.first_incomplete(), None);
    wizard.go(Page::Review);
    wizard.put(Key::Tenant, "not a tenant".into());
    assert_eq!(wizard.mark(Page::Benchling), Mark::Attention);
    assert_eq!(wizard.mark(Page::Packages), Mark::Done);
    assert_eq!(wizard.mark(Page::Review), Mark::Current);
    assert_eq!(wizard.first_incomplete(), Some(Page::Benchling));
}

#[test]
fn another_region_is_another_connection() {
    let mut wizard = filled();
    assert!(wizard.caller().is_some());
    wizard.put(Key::Region, "eu-west-1".into());
    assert_eq!(wizard.caller(), None);
    wizard.put(Key::Region, "us-east-1".into());
    assert!(wizard.caller().is_some());
}

#[test]
fn an_answer_to_an_old_question_is_dropped() {
    let mut wizard = filled();
    let question = wizard.begin(Key::AppDefinitionId).unwrap();
    assert!(wizard.checking(Page::Benchling));
    wizard.put(Key::AppDefinitionId, "appdef_2".into());
    wizard.settle(Key::AppDefinitionId, &question, CheckState::Good("1 key found".into()));
    assert_eq!(wizard.check_beside(Key::AppDefinitionId), CheckState::Idle);
    assert!(wizard.due(Page::Benchling).contains(&Key::AppDefinitionId));
}

#[test]
fn an_answered_question_is_not_asked_twice_until_a_value_or_the_secret_changes() {
    let mut wizard = filled();
    assert_eq!(wizard.due(Page::Benchling), [Key::AppDefinitionId, Key::ClientSecret]);
    let question = wizard.begin(Key::ClientSecret).unwrap();
    wizard.settle(Key::ClientSecret, &question, CheckState::Good("Accepted".into()));
    assert_eq!(wizard.due(Page::Benchling), [Key::AppDefinitionId]);
    wizard.hold(Environment::Prod);
    assert_eq!(wizard.due(Page::Benchling), [Key::AppDefinitionId, Key::ClientSecret]);
}

#[test]
fn a_tenant_that_does_not_exist_is_told_beside_the_tenant_and_not_the_secret() {
    let mut wizard = filled();
    let question = wizard.begin(Key::ClientSecret).unwrap();
    wizard.settle(Key::ClientSecret, &question, refused(Code::BenchlingTenantNotFound));
    assert_eq!(wizard.error_beneath(Key::Tenant).as_deref(), Some("It was refused. Try another."));
    assert_eq!(wizard.error_beneath(Key::ClientSecret), None);
    assert_eq!(wizard.first_wrong(Page::Benchling), Some(Key::Tenant));

    wizard.settle(Key::ClientSecret, &question, refused(Code::BenchlingCredentialsRefused));
    assert_eq!(wizard.error_beneath(Key::Tenant), None);
    assert_eq!(wizard.first_wrong(Page::Benchling), Some(Key::ClientSecret));
}

#[test]
fn dev_asks_for_its_own_client_only_when_it_has_one() {
    let mut wizard = filled();
    wizard.draft.answers.environments = Environments::Both;
    assert_eq!(wizard.first_wrong(Page::Environments), Some(Key::DevAppDefinitionId));
    wizard.put(Key::DevAppDefinitionId, "appdef_dev".into());
    assert_eq!(wizard.first_wrong(Page::Environments), None);
    wizard.draft.answers.dev_same_client = false;
    assert_eq!(wizard.first_wrong(Page::Environments), Some(Key::DevClientId));
    wizard.put(Key::DevClientId, "other".into());
    assert_eq!(wizard.first_wrong(Page::Environments), Some(Key::DevClientSecret));
    wizard.hold(Environment::Dev);
    assert_eq!(wizard.first_wrong(Page::Environments), None);
}

#[test]
fn no_answer_is_no_wrong_answer_and_is_asked_again() {
    let mut wizard = filled();
    let question = wizard.begin(Key::ClientSecret).unwrap();
    let silence = Problem::new(Code::BenchlingUnreachable, "No answer.", "Wait.");
    wizard.settle(Key::ClientSecret, &question, CheckState::Unanswered(silence.clone()));
    assert_eq!(wizard.unanswered(Page::Benchling), Some(&silence));
    assert_eq!(wizard.error_beneath(Key::ClientSecret), None);
    assert_eq!(wizard.first_wrong(Page::Benchling), None);
    assert!(wizard.due(Page::Benchling).contains(&Key::ClientSecret));
}

#[test]
fn a_stack_elsewhere_is_wrong_and_explained_by_the_page() {
    let mut wizard = filled();
    let question = wizard.begin(Key::QuiltStackArn).unwrap();
    wizard.settle(Key::QuiltStackArn, &question, refused(Code::QuiltStackElsewhere));
    assert_eq!(wizard.error_beneath(Key::QuiltStackArn), None);
    assert_eq!(wizard.first_wrong(Page::Quilt), Some(Key::QuiltStackArn));
}

#[test]
fn a_network_is_chosen_for_a_new_stack_only() {
    let mut wizard = filled();
    wizard.draft.answers.network = Network::Existing;
    assert_eq!(wizard.first_wrong(Page::Environments), Some(Key::Vpc));
    wizard.put(Key::Vpc, "vpc-1".into());
    wizard.put(Key::Subnets, "subnet-1, nonsense".into());
    assert_eq!(wizard.first_wrong(Page::Environments), Some(Key::Subnets));
    wizard.put(Key::Subnets, "subnet-1 subnet-2".into());
    let chosen = NetworkChoice::existing("vpc-1", "subnet-1,subnet-2").unwrap();
    assert_eq!(wizard.request().network, chosen);

    let question = wizard.begin(Key::Network).unwrap();
    wizard.settle(Key::Network, &question, refused(Code::NetworkUnsuitable));
    assert_eq!(wizard.first_wrong(Page::Environments), Some(Key::Network));
    wizard.network = Some(NetworkFound { fixed: true, words: "vpc-2".into() });
    assert_eq!(wizard.first_wrong(Page::Environments), None);
    assert_eq!(wizard.request().network, NetworkChoice::New);
}

#[test]
fn size_scaling_and_access_end_in_the_profile() {
    let mut wizard = filled();
    let prod = Environment::Prod;
    for (key, text) in [
        (Key::Cpu(prod), "2048"),
        (Key::Memory(prod), "8192"),
        (Key::MaxTasks(prod), "6"),
        (Key::AllowList(prod), "203.0.113.0/24 198.51.100.7"),
    ] {
        wizard.put(key, text.into());
        wizard.leave(key);
    }
    let profile = wizard.answers().profile(prod).unwrap();
    assert_eq!(profile.task_size.unwrap().to_string(), "2048/8192");
    assert_eq!(profile.task_count.unwrap().to_string(), "2-6");
    assert_eq!(profile.webhook_allow_list, "203.0.113.0/24,198.51.100.7");
    assert_eq!(Answers::of(Some(&profile), None).prod.max_tasks, "6");
    wizard.put(Key::AllowList(prod), "203.0.113.0/33".into());
    assert_eq!(wizard.first_wrong(Page::Environments), Some(Key::AllowList(prod)));
    assert_eq!(wizard.answers().profile(prod), Err(Key::AllowList(prod)));
}

#[test]
fn the_profiles_and_the_request_are_what_was_answered() {
    let mut wizard = filled();
    wizard.draft.answers.environments = Environments::Both;
    wizard.put(Key::DevAppDefinitionId, "appdef_dev".into());
    let (prod, dev) = (
        wizard.answers().profile(Environment::Prod).unwrap(),
        wizard.answers().profile(Environment::Dev).unwrap(),
    );
    assert_eq!((prod.profile.as_str(), dev.profile.as_str()), ("default", "dev"));
    assert_eq!(prod.benchling_tenant.as_str(), "my-company");
    assert_eq!((prod.image_tag.as_str(), dev.image_tag.as_str()), ("0.18.0", "latest"));
    assert_eq!(dev.benchling_client_id, "client");
    assert_eq!(dev.benchling_app_definition_id.as_str(), "appdef_dev");
    assert_eq!(prod.benchling_pkg_bucket.as_str(), "my-bucket");
    let targets: Vec<Environment> = wizard.request().targets.iter().map(|t| t.environment).collect();
    assert_eq!(targets, [Environment::Prod, Environment::Dev]);
}

#[test]
fn what_was_saved_is_filled_in_when_dev_is_added() {
    let prod = filled().answers().profile(Environment::Prod).unwrap();
    let mut answers = Answers::of(Some(&prod), None);
    answers.environments = Environments::Dev;
    let mut wizard = Wizard::new(Draft { answers, ..Draft::default() });
    wizard.hold(Environment::Prod);
    assert_eq!(wizard.first_wrong(Page::Benchling), None);
    assert_eq!(wizard.first_wrong(Page::Environments), Some(Key::DevAppDefinitionId));
    assert_eq!(wizard.answers().region, "us-east-1");
}

#[test]
fn a_draft_never_has_the_secret_and_reads_back_what_was_typed() {
    let mut wizard = filled();
    wizard.put(Key::ClientSecret, "canary".into());
    wizard.go(Page::Packages);
    let text = serde_json::to_string(&wizard.draft).unwrap();
    assert!(!text.contains("canary"));
    assert_eq!(serde_json::from_str::<Draft>(&text).unwrap(), wizard.draft);
    // A draft that an older version left is read as far as it goes.
    assert!(
        serde_json::from_str::<Draft>(r#"{"page":"aws","reached":"aws","answers":{"tenant":"x"}}"#).is_ok()
    );
}
