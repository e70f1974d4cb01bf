//! Which resource of an operation fails, when, and in which words.
//!
//! Besides the faults that a rehearsal is told to show there are failures of the template's own making, which
//! AWS finds only while it works: a service before its listener rule, a name that is taken.

use std::collections::BTreeMap;

use ipc::bridge::Fault;

use super::change::{Change, Plan};
use super::durations::{CIRCUIT_BREAKER, REFUSAL};
use super::graph::Window;
use super::names::{CALLER, guid};
use super::world::Resource;
use crate::template::schema;

/// What ECS's deployment circuit breaker makes CloudFormation say; the runtime knows a crash loop by it.
pub const BREAKER: &str = "ECS Deployment Circuit Breaker was triggered";

#[derive(Clone, Debug)]
pub struct Failure {
    pub logical_id: String,
    pub reason: String,
    /// Seconds from the start of the operation.
    pub at: f64,
    /// The way back fails too.
    pub stuck: bool,
}

/// The first failure, if there is one; CloudFormation gives up on it and cancels the rest.
pub fn first(plan: &Plan, windows: &BTreeMap<&str, Window>, fault: Option<Fault>) -> Option<Failure> {
    let told = fault.and_then(|fault| told(plan, windows, fault));
    let own = plan.changes.iter().filter_map(|change| {
        let window = windows.get(change.logical_id.as_str())?;
        let reason = own_reason(plan, change, windows)?;
        let at = window.start + REFUSAL;
        Some(Failure { logical_id: change.logical_id.clone(), reason, at, stuck: false })
    });
    told.into_iter().chain(own).min_by(|a, b| a.at.total_cmp(&b.at))
}

fn told(plan: &Plan, windows: &BTreeMap<&str, Window>, fault: Fault) -> Option<Failure> {
    let made = |types: &[&str]| {
        let candidates = plan.changes.iter().filter(|c| c.after.is_some());
        let of_type = candidates.filter(|c| types.is_empty() || types.contains(&c.resource_type()));
        of_type
            .filter_map(|c| Some((c, *windows.get(c.logical_id.as_str())?)))
            .min_by(|(_, a), (_, b)| a.start.total_cmp(&b.start))
    };
    let handler = |id: &str, message: &str, code: &str| {
        let request = guid(&format!("{id}/request"));
        format!(
            "Resource handler returned message: \"{message}\" (RequestToken: {request}, HandlerErrorCode: {code})"
        )
    };
    let failure =
        |(change, window): (&Change, Window), after: f64, message: &str, code: &str, stuck: bool| Failure {
            logical_id: change.logical_id.clone(),
            reason: handler(&change.logical_id, message, code),
            at: window.start + after,
            stuck,
        };
    let breaker = format!("Error occurred during operation '{BREAKER}'.");
    match fault {
        Fault::CredentialsExpired | Fault::ImageMissing => None,
        Fault::PermissionDenied => {
            let found = made(&["AWS::IAM::Role"]).or_else(|| made(&[]))?;
            let action = action(found.0);
            let message = format!(
                "User: {CALLER} is not authorized to perform: {action} because no identity-based policy allows the \
                 {action} action (Status Code: 403)"
            );
            Some(failure(found, REFUSAL, &message, "AccessDenied", false))
        }
        Fault::CrashLoop => Some(failure(
            made(&["AWS::ECS::Service"])?,
            CIRCUIT_BREAKER,
            &breaker,
            "GeneralServiceException",
            false,
        )),
        Fault::Quota => {
            let found =
                made(&["AWS::EC2::VPC"]).or_else(|| made(&["AWS::EC2::EIP"])).or_else(|| made(&[]))?;
            let message = match found.0.resource_type() {
                "AWS::EC2::VPC" => {
                    "The maximum number of VPCs has been reached. (Service: Ec2, Status Code: 400)".into()
                }
                "AWS::EC2::EIP" => {
                    "The maximum number of addresses has been reached. (Service: Ec2, Status Code: 400)"
                        .into()
                }
                other => format!(
                    "Limit exceeded for resource of type '{other}'. Reason: the account's quota is used up."
                ),
            };
            Some(failure(found, REFUSAL, &message, "ServiceLimitExceeded", false))
        }
        Fault::UpdateRollbackFailed => {
            let service = made(&["AWS::ECS::Service"]);
            let found = service.or_else(|| made(&[]))?;
            if service.is_some() {
                Some(failure(found, CIRCUIT_BREAKER, &breaker, "GeneralServiceException", true))
            } else {
                Some(failure(found, REFUSAL, "Internal Failure", "InternalFailure", true))
            }
        }
    }
}

/// The permission that the change takes, as most services name theirs: `iam:CreateRole`.
fn action(change: &Change) -> String {
    let mut parts = change.resource_type().split("::").skip(1);
    let (service, kind) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    let verb = if change.before.is_some() && !change.replaces() { "Update" } else { "Create" };
    format!("{}:{verb}{kind}", service.to_ascii_lowercase())
}

/// Why AWS would refuse this resource at the moment when its turn comes.
fn own_reason(plan: &Plan, change: &Change, windows: &BTreeMap<&str, Window>) -> Option<String> {
    let after = change.after.as_ref()?;
    let start = windows.get(change.logical_id.as_str())?.start;
    // What is there when this one starts.
    let ready = |id: &str| windows.get(id).is_none_or(|w| w.end <= start);
    let there = |kind: &'static str| {
        plan.resources.iter().filter(move |(id, r)| r.resource_type == kind && ready(id)).map(|(_, r)| r)
    };
    if let Some(reason) = name_taken(change) {
        return Some(reason);
    }
    match after.resource_type.as_str() {
        "AWS::ECS::Service" => {
            let forwards = |r: &Resource, group: &str| {
                serde_json::to_string(&r.properties).is_ok_and(|t| t.contains(group))
            };
            let routed = |group: &str| {
                let mut routes = there("AWS::ElasticLoadBalancingV2::ListenerRule")
                    .chain(there("AWS::ElasticLoadBalancingV2::Listener"));
                routes.any(|r| forwards(r, group))
            };
            let lonely = target_groups(after).into_iter().find(|group| !routed(group))?;
            Some(format!(
                "Resource handler returned message: \"Invalid request provided: CreateService error: The target group with \
                 targetGroupArn {lonely} does not have an associated load balancer.\" (HandlerErrorCode: InvalidRequest)"
            ))
        }
        "AWS::ApiGateway::Deployment" => {
            let api = after.text("RestApiId");
            let has_method = there("AWS::ApiGateway::Method").any(|r| r.text("RestApiId") == api);
            (!has_method && change.before.is_none()).then(|| {
                "Resource handler returned message: \"The REST API doesn't contain any methods\" (HandlerErrorCode: \
                 InvalidRequest)"
                    .to_owned()
            })
        }
        "AWS::ElasticLoadBalancingV2::ListenerRule" => {
            let key = |r: &Resource| (r.text("ListenerArn"), r.text("Priority"));
            let mut others = there("AWS::ElasticLoadBalancingV2::ListenerRule");
            let taken = others.any(|r| r.physical_id != after.physical_id && key(r) == key(after));
            // Of two that start at the same moment the later one in the template loses.
            let first = plan
                .resources
                .iter()
                .find(|(_, r)| r.resource_type == after.resource_type && key(r) == key(after));
            let lost = taken || first.is_some_and(|(id, _)| *id != change.logical_id);
            lost.then(|| {
                let priority = after.text("Priority").unwrap_or_default();
                format!(
                    "Resource handler returned message: \"Priority '{priority}' is currently in use\" (HandlerErrorCode: \
                     AlreadyExists)"
                )
            })
        }
        _ => None,
    }
}

/// A replacement is created before the old one is deleted, so it can't have the same fixed name.
fn name_taken(change: &Change) -> Option<String> {
    let (before, after) = (change.before.as_ref()?, change.after.as_ref()?);
    let name = schema(&after.resource_type).name?;
    let fixed = after.text(name)?;
    // A stage's name is taken within its API only.
    let elsewhere = after.resource_type == "AWS::ApiGateway::Stage"
        && before.text("RestApiId") != after.text("RestApiId");
    let replaced = super::change::replaced(Some(before), &after.properties);
    (replaced && before.text(name) == Some(fixed.clone()) && !elsewhere).then(|| {
        format!(
            "CloudFormation cannot update a stack when a custom-named resource requires replacing. Rename {fixed} and \
             update the stack again."
        )
    })
}

/// The target groups that a service registers its tasks with.
pub fn target_groups(service: &Resource) -> Vec<String> {
    let balancers = service.properties.get("LoadBalancers").and_then(|b| b.as_array());
    let arn = |b: &serde_json::Value| b.get("TargetGroupArn").and_then(|a| a.as_str()).map(str::to_owned);
    balancers.into_iter().flatten().filter_map(arn).collect()
}
