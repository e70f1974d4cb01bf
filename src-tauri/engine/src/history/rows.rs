//! What a run, or the stack itself, comes to as rows of the record.

use ipc::plan::Plan;
use ipc::progress::{Endpoint, Outcome};
use ipc::status::{DeployRecord, Operation, RecordedOutcome};
use ipc::{Environment, Timestamp};
use serde::{Deserialize, Serialize};

use crate::clock;
use crate::cloud::Stack;

/// What the rows of a run say beyond its plan. The journal holds it, so that a run taken up later says it too.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    pub operation: Operation,
    pub caller_arn: Option<String>,
    pub template_hash: Option<String>,
    pub change_set_id: Option<String>,
    /// What ran in the environments that go.
    #[serde(default)]
    pub removed: Vec<DeployRecord>,
}

/// Who deployed, from where, when it began and when it ended.
pub struct Facts<'a> {
    pub deployed_by: &'a str,
    pub origin: &'a Origin,
    pub began: Timestamp,
    pub ended: Timestamp,
}

/// The rows that a run leaves in the history, one for each environment.
pub fn rows(plan: &Plan, outcome: &Outcome, facts: &Facts<'_>) -> Vec<DeployRecord> {
    let (recorded, cause) = match outcome {
        Outcome::Succeeded { .. } | Outcome::Done { .. } => (RecordedOutcome::Succeeded, None),
        Outcome::NotAnsweringYet { seen, .. } => (RecordedOutcome::NotAnsweringYet, Some(seen.clone())),
        Outcome::NotWaited { .. } => (RecordedOutcome::NotWaited, None),
        Outcome::Failed { problem } => {
            (RecordedOutcome::Failed, Some(format!("{} ({})", problem.message, problem.code)))
        }
        Outcome::Cancelled => {
            let cause = "The program ended before the stack was changed.";
            (RecordedOutcome::Cancelled, Some(cause.to_owned()))
        }
        Outcome::NothingToChange { .. } => return Vec::new(),
    };
    // A run that was cut off ends when somebody looks again, which says nothing about how long it took.
    let seconds = (recorded != RecordedOutcome::Cancelled).then(|| facts.ended.seconds_since(facts.began));
    plan.targets
        .iter()
        .map(|target| DeployRecord {
            stage: target.environment,
            endpoint: endpoint(outcome, target.environment).map(|e| e.url.clone()).unwrap_or_default(),
            image_tag: target.image_tag.clone(),
            digest: Some(target.digest.clone()),
            deployed_at: clock::rfc3339(facts.ended),
            stack_name: plan.stack.clone(),
            region: Some(plan.region.clone()),
            account: Some(plan.account.clone()),
            profile: Some(target.profile.clone()),
            deployed_by: Some(facts.deployed_by.to_owned()),
            caller_arn: facts.origin.caller_arn.clone(),
            operation: facts.origin.operation,
            started_at: Some(clock::rfc3339(facts.began)),
            seconds,
            template_hash: facts.origin.template_hash.clone(),
            change_set_id: facts.origin.change_set_id.clone(),
            outcome: recorded,
            cause: cause.clone(),
        })
        .chain(facts.origin.removed.iter().map(|row| DeployRecord {
            deployed_at: clock::rfc3339(facts.ended),
            deployed_by: Some(facts.deployed_by.to_owned()),
            caller_arn: facts.origin.caller_arn.clone(),
            operation: facts.origin.operation,
            started_at: Some(clock::rfc3339(facts.began)),
            seconds,
            change_set_id: facts.origin.change_set_id.clone(),
            outcome: recorded,
            cause: cause.clone(),
            ..row.clone()
        }))
        .collect()
}

fn endpoint(outcome: &Outcome, environment: Environment) -> Option<&Endpoint> {
    outcome.endpoints().iter().find(|endpoint| endpoint.environment == environment)
}

/// An environment as the stack shows it; `None` where the stack doesn't have it. Who deployed it, and how it went,
/// the stack doesn't say.
pub fn of_stack(stack: &Stack, environment: Environment) -> Option<DeployRecord> {
    let arn: Option<ipc::StackArn> = stack.arn.parse().ok();
    Some(DeployRecord {
        stage: environment,
        endpoint: stack.endpoint(environment)?.to_owned(),
        image_tag: stack.image_tag(environment),
        digest: stack.declared_digest(environment),
        deployed_at: clock::rfc3339(stack.updated_at.or(stack.created_at)?),
        stack_name: stack.name.clone(),
        region: arn.as_ref().map(|arn| arn.region().to_owned()),
        account: arn.as_ref().map(|arn| arn.account().to_owned()),
        profile: stack.profile(environment),
        deployed_by: None,
        caller_arn: None,
        operation: Operation::Deploy,
        started_at: None,
        seconds: None,
        template_hash: None,
        change_set_id: None,
        outcome: RecordedOutcome::Succeeded,
        cause: None,
    })
}
