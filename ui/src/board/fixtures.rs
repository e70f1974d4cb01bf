//! Small values for the tests of this folder.

use ipc::plan::Group;
use ipc::progress::{Progress, ResourceProgress, ResourceState};
use ipc::status::{
    DeployRecord, Deployed, EnvironmentStatus, Health, HealthState, Operation, RecordedOutcome, StackSummary,
    Status,
};
use ipc::{Digest, Environment, Timestamp};

/// Times are in seconds from the deployment's start.
pub fn resource(
    id: &str,
    group: Group,
    state: ResourceState,
    from: Option<i64>,
    to: Option<i64>,
) -> ResourceProgress {
    ResourceProgress {
        logical_id: id.into(),
        resource_type: "AWS::X::Y".into(),
        name: id.into(),
        group,
        state,
        reason: None,
        physical_id: None,
        started_at: from.map(|s| Timestamp(s * 1000)),
        ended_at: to.map(|s| Timestamp(s * 1000)),
        usual: (60, 120),
        rollout: None,
    }
}

pub fn progress(resources: Vec<ResourceProgress>, at: i64) -> Progress {
    Progress {
        run: "run".into(),
        environments: vec![Environment::Prod],
        steps: vec![],
        resources,
        headline: String::new(),
        started_at: Timestamp(0),
        sequence: 0,
        at: Timestamp(at * 1000),
        outcome: None,
        events: 0,
    }
}

/// `image` stands for a digest.
pub fn deployed(tag: &str, image: u8, state: HealthState) -> Deployed {
    Deployed {
        endpoint: "https://api.example/dev".into(),
        image_tag: tag.parse().unwrap(),
        digest: Some(digest(image)),
        profile: None,
        deployed_at: Some(Timestamp(i64::from(image))),
        health: Health { state, detail: String::new(), latency_ms: Some(100), version: None },
        tasks: None,
        secret: None,
        agreement: None,
        tested: None,
        previous: None,
        targets: None,
    }
}

fn digest(image: u8) -> Digest {
    format!("sha256:{}", format!("{image:02x}").repeat(32)).parse().unwrap()
}

pub fn status(dev: Option<Deployed>, prod: Option<Deployed>) -> Status {
    Status {
        stack: Some(StackSummary {
            name: "BenchlingWebhookStack".into(),
            account: "123456789012".into(),
            region: "us-east-1".into(),
            state: "UPDATE_COMPLETE".into(),
            busy: false,
        }),
        environments: vec![
            EnvironmentStatus { environment: Environment::Dev, deployed: dev },
            EnvironmentStatus { environment: Environment::Prod, deployed: prod },
        ],
        checked_at: Timestamp(0),
    }
}

pub fn record(stage: Environment, tag: &str, by: &str, outcome: RecordedOutcome) -> DeployRecord {
    DeployRecord {
        stage,
        endpoint: "https://api.example/dev".into(),
        image_tag: tag.parse().unwrap(),
        digest: None,
        deployed_at: "2026-11-23T14:02:00Z".into(),
        stack_name: "BenchlingWebhookStack".into(),
        region: None,
        account: None,
        profile: None,
        deployed_by: Some(by.into()),
        caller_arn: None,
        operation: Operation::Deploy,
        started_at: None,
        seconds: Some(252),
        template_hash: None,
        change_set_id: None,
        outcome,
        cause: None,
    }
}
