//! The plan in words, computed from the change set that would be executed.

use std::net::IpAddr;

use ipc::aws::Caller;
use ipc::plan::{
    Change, ChangeAction, Cost, DeployRequest, Group, ParameterChange, Plan, PlanKind, PlannedTarget,
    SecretAction, SecretChange,
};

use super::change_set::PlannedSecret;
use crate::cloud::{
    ChangeSet, ChangeSetRequest, Parameter, Replacement, ResourceAction, ResourceChange, Stack, StackResource,
};
use crate::preflight::{Facts, TargetFacts};
use crate::takeover;
use crate::template::{self, Network, Size};
use ipc::Environment;

pub fn plan(
    facts: &Facts,
    wanted: &ChangeSetRequest,
    change_set: Option<&ChangeSet>,
    secrets: &[PlannedSecret],
    run: &str,
) -> Plan {
    let kind = match (change_set, &facts.stack) {
        (None, _) => PlanKind::NothingToChange,
        (Some(_), None) => PlanKind::Create,
        (Some(_), Some(_)) => PlanKind::Update,
    };
    let changes = change_set.map(|set| changes(set, facts.takes_over)).unwrap_or_default();
    let targets: Vec<PlannedTarget> = facts
        .targets
        .iter()
        .map(|target| PlannedTarget {
            environment: target.environment,
            profile: target.profile.profile.clone(),
            image_tag: target.image.tag.clone(),
            digest: target.image.digest.clone(),
            version: target.image.version.clone(),
            running: running_tag(facts.stack.as_ref(), target.environment),
        })
        .collect();
    let secrets: Vec<SecretChange> = secrets.iter().map(|secret| secret.change.clone()).collect();
    let mut plan = Plan {
        id: run.to_owned(),
        kind,
        stack: wanted.stack.clone(),
        account: facts.caller.account.clone(),
        region: facts.caller.region.clone(),
        summary: Vec::new(),
        warnings: warnings(facts, &changes),
        targets,
        removes: Vec::new(),
        stuck: Vec::new(),
        changes,
        parameters: parameters(facts.stack.as_ref(), wanted),
        secrets,
        cost: costs(facts),
        stored: stored(facts),
        undo: undo(kind),
    };
    plan.summary = summary(&plan, facts);
    plan
}

/// A plan that says nothing yet.
pub fn blank(run: &str, kind: PlanKind, stack: &Stack, caller: &Caller) -> Plan {
    Plan {
        id: run.to_owned(),
        kind,
        stack: stack.name.clone(),
        account: caller.account.clone(),
        region: caller.region.clone(),
        summary: Vec::new(),
        warnings: Vec::new(),
        targets: Vec::new(),
        removes: Vec::new(),
        stuck: Vec::new(),
        changes: Vec::new(),
        parameters: Vec::new(),
        secrets: Vec::new(),
        cost: Cost::default(),
        stored: Vec::new(),
        undo: Vec::new(),
    }
}

/// By the part of the stack, then by what happens.
pub fn changes(set: &ChangeSet, takes_over: bool) -> Vec<Change> {
    let mut changes: Vec<Change> = set.changes.iter().filter_map(|one| change(one, takes_over)).collect();
    changes.sort_by_key(|change| (change.group, change.action));
    changes
}

/// A resource that goes with its stack.
pub fn removal(resource: &StackResource) -> Change {
    Change {
        logical_id: resource.logical_id.clone(),
        resource_type: resource.resource_type.clone(),
        name: template::plain_name(&resource.logical_id, &resource.resource_type),
        group: template::group_of(&resource.logical_id),
        action: ChangeAction::Remove,
        cause: None,
        consequence: None,
    }
}

/// An entry that modifies without saying what is no evidence of a change, and is left out.
///
/// What a takeover removes has its successor by then, so its going has no consequence.
fn change(change: &ResourceChange, takes_over: bool) -> Option<Change> {
    let action = match (change.action, change.replacement) {
        (ResourceAction::Add, _) => ChangeAction::Add,
        (ResourceAction::Remove, _) => ChangeAction::Remove,
        (ResourceAction::Modify, _) if change.details.is_empty() => return None,
        (ResourceAction::Modify, Replacement::Yes) => ChangeAction::Replace,
        (ResourceAction::Modify, Replacement::Conditional) => ChangeAction::MaybeReplace,
        (ResourceAction::Modify, Replacement::No) => ChangeAction::Modify,
    };
    Some(Change {
        logical_id: change.logical_id.clone(),
        resource_type: change.resource_type.clone(),
        name: template::plain_name(&change.logical_id, &change.resource_type),
        group: template::group_of(&change.logical_id),
        action,
        cause: cause(action, &change.recreated_by),
        consequence: consequence(&change.resource_type, action)
            .filter(|_| !(takes_over && action == ChangeAction::Remove))
            .map(str::to_owned),
    })
}

/// Why another resource takes its place, by the properties that CloudFormation names.
fn cause(action: ChangeAction, properties: &[String]) -> Option<String> {
    let [others @ .., last] = properties else { return None };
    let names = if others.is_empty() { last.clone() } else { format!("{} and {last}", others.join(", ")) };
    match action {
        ChangeAction::Replace => {
            Some(format!("Its {names} can't be changed in place, so a new one takes its place."))
        }
        ChangeAction::MaybeReplace => {
            Some(format!("Its {names} may turn out to be another; then a new one takes its place."))
        }
        ChangeAction::Add | ChangeAction::Modify | ChangeAction::Remove => None,
    }
}

/// Only for what carries traffic or holds data; a new task definition or role is routine.
fn consequence(resource_type: &str, action: ChangeAction) -> Option<&'static str> {
    if matches!(action, ChangeAction::Add | ChangeAction::Modify) {
        return None;
    }
    match resource_type {
        "AWS::ApiGateway::RestApi" => {
            Some("The webhook URL changes, and Benchling must be given the new one.")
        }
        "AWS::ApiGateway::Stage" => Some("The environment's URL stops answering."),
        "AWS::ElasticLoadBalancingV2::LoadBalancer" | "AWS::ApiGatewayV2::VpcLink" => {
            Some("Both environments stop answering until the new one is in place.")
        }
        "AWS::ECS::Service" => Some("The environment stops answering until new tasks run."),
        "AWS::Logs::LogGroup" => Some("Its log lines are deleted with it."),
        "AWS::SQS::Queue" => Some("Messages that wait in it are lost."),
        "AWS::EC2::VPC" | "AWS::EC2::Subnet" | "AWS::EC2::NatGateway" => {
            Some("Both environments lose their network until the new one is in place.")
        }
        _ => None,
    }
}

fn summary(plan: &Plan, facts: &Facts) -> Vec<String> {
    let place = format!("{} in {} of account {}", plan.stack, plan.region, plan.account);
    let taken_over = facts.stack.as_ref().zip(facts.deployed.as_ref()).filter(|_| facts.takes_over);
    let mut lines = match plan.kind {
        PlanKind::NothingToChange => {
            return vec![format!("{place} already is what you ask for. There is nothing to change.")];
        }
        PlanKind::Create => vec![
            format!("We create one CloudFormation stack, {place}."),
            match &facts.network {
                Network::New { .. } => {
                    "Shared by dev and prod: a private network with one NAT gateway, an internal load balancer, an ECS \
                     cluster and one REST API."
                        .into()
                }
                existing => format!(
                    "Shared by dev and prod, in {existing}: an internal load balancer, an ECS cluster and one REST API."
                ),
            },
        ],
        PlanKind::Remove | PlanKind::Repair => Vec::new(),
        PlanKind::Update => match taken_over {
            Some((stack, deployed)) => takeover::summary(stack, deployed, &place, facts),
            None => vec![format!("We update the stack {place}: {}.", counts(&plan.changes))],
        },
    };
    for (target, asked) in plan.targets.iter().zip(&facts.targets) {
        let version = match &target.version {
            Some(version) if version != target.image_tag.as_str() => format!(" (version {version})"),
            _ => String::new(),
        };
        let running = match &target.running {
            Some(running) if *running != target.image_tag => format!(" in place of {running}"),
            _ => String::new(),
        };
        let size = Size::of(&asked.profile, target.environment).in_words();
        let callers = match asked.allow_list.count() {
            0 => String::new(),
            1 => " Only one address or block may call it.".into(),
            count => format!(" Only {count} addresses or blocks may call it."),
        };
        lines.push(format!(
            "{} runs image {}{version}{running} in {size}, with the settings of the profile \"{}\".{callers}",
            target.environment.title(),
            target.image_tag,
            target.profile
        ));
    }
    for secret in &plan.secrets {
        match secret.action {
            SecretAction::Create => {
                lines.push(format!("We store the secret {} in Secrets Manager.", secret.name))
            }
            SecretAction::NewVersion => {
                lines.push(format!(
                    "We write a new version of the secret {} in Secrets Manager.",
                    secret.name
                ));
            }
            SecretAction::Restore => lines.push(format!(
                "The secret {} is scheduled for deletion. We restore it and write a new version.",
                secret.name
            )),
            SecretAction::Unchanged => {}
        }
    }
    lines
}

/// What was done, where it was no deployment.
pub fn done(plan: &Plan) -> String {
    match (plan.kind, plan.changes.is_empty()) {
        (PlanKind::Remove, _) => "Removed what was to be removed. What was to stay is still there.".into(),
        (_, true) => format!("{} is ready for a deployment again.", plan.stack),
        (_, false) => format!("The change of {} has come to its end.", plan.stack),
    }
}

/// What becomes of the environment that was not asked for, where it is touched at all.
pub fn others_follow(touched: usize, request: &DeployRequest) -> Option<String> {
    let asked = request.targets.first()?.environment;
    let things = if touched == 1 {
        "1 of its resources changes".into()
    } else {
        format!("{touched} of its resources change")
    };
    (touched > 0).then(|| {
        format!(
            "{} follows to this version: {things}. Its settings and its image stay.",
            asked.other().title()
        )
    })
}

/// "12 added, 3 changed in place, 1 replaced".
fn counts(changes: &[Change]) -> String {
    let count =
        |wanted: &[ChangeAction]| changes.iter().filter(|change| wanted.contains(&change.action)).count();
    let parts: Vec<String> = [
        (count(&[ChangeAction::Add]), "added"),
        (count(&[ChangeAction::Modify]), "changed in place"),
        (count(&[ChangeAction::MaybeReplace]), "changed or replaced"),
        (count(&[ChangeAction::Replace]), "replaced"),
        (count(&[ChangeAction::Remove]), "removed"),
    ]
    .into_iter()
    .filter(|(count, _)| *count > 0)
    .map(|(count, what)| format!("{count} {what}"))
    .collect();
    match parts.as_slice() {
        [] => "CloudFormation does not say which resources change".into(),
        parts => parts.join(", "),
    }
}

fn warnings(facts: &Facts, changes: &[Change]) -> Vec<String> {
    let mut lines = Vec::new();
    for change in changes {
        if let Some(consequence) = &change.consequence {
            let verb = match change.action {
                ChangeAction::Remove => "removed",
                ChangeAction::MaybeReplace => "perhaps replaced",
                _ => "replaced",
            };
            let perhaps = if change.action == ChangeAction::MaybeReplace { "If so: " } else { "" };
            let cause = change.cause.as_ref().map(|cause| format!(" {cause}")).unwrap_or_default();
            let place = match change.group {
                Group::Shared => String::new(),
                Group::Dev => "Dev: ".into(),
                Group::Prod => "Prod: ".into(),
            };
            lines.push(format!("{place}{} is {verb}.{cause} {perhaps}{consequence}", change.name));
        }
    }
    lines.extend(
        facts.deployed.as_ref().filter(|_| facts.takes_over).and_then(|d| takeover::warning(d, facts)),
    );
    lines.extend(facts.targets.iter().filter_map(|target| outside_the_list(target, facts.own_address)));
    for target in &facts.targets {
        if !target.profile.enable_webhook_verification {
            lines.push(format!(
                "{}: verification of webhooks is off, so anybody who knows the address can post to it.",
                target.environment.title()
            ));
        }
    }
    if let [one, other] = facts.targets.as_slice()
        && one.profile.benchling_app_definition_id == other.profile.benchling_app_definition_id
    {
        lines.push(
            "Dev and prod use the same Benchling app, which can send its webhooks to one of them only."
                .into(),
        );
    }
    lines
}

/// An access list also keeps out whoever wants to see whether the environment answers.
fn outside_the_list(target: &TargetFacts, own: Option<IpAddr>) -> Option<String> {
    let environment = target.environment.title();
    match own {
        _ if target.allow_list.is_open() => None,
        Some(own) if target.allow_list.admits(own) => None,
        Some(own) => Some(format!(
            "{environment}: the access list does not have this machine's address, {own}, so from here nobody can see \
             whether it answers."
        )),
        None => Some(format!(
            "{environment}: this machine's own address could not be found out. If the access list does not have it, \
             nobody can see from here whether it answers."
        )),
    }
}

fn parameters(stack: Option<&Stack>, wanted: &ChangeSetRequest) -> Vec<ParameterChange> {
    wanted
        .parameters
        .iter()
        .filter_map(|(name, parameter)| {
            let Parameter::Value(after) = parameter else { return None };
            let before = stack.and_then(|stack| stack.parameters.get(name)).cloned();
            (before.as_ref() != Some(after)).then(|| ParameterChange {
                name: name.clone(),
                before,
                after: after.clone(),
            })
        })
        .collect()
}

fn running_tag(stack: Option<&Stack>, environment: Environment) -> Option<ipc::ImageTag> {
    let stack = stack?;
    stack.has(environment).then(|| stack.parameter(environment, "ImageTag")?.parse().ok())?
}

/// What the stack will cost, and what it costs now.
fn costs(facts: &Facts) -> Cost {
    let enabled = |environment: Environment| facts.stack.as_ref().is_some_and(|stack| stack.has(environment));
    let runs = |environment: Environment| {
        let stack = facts.stack.as_ref().filter(|_| enabled(environment))?;
        Some((environment, stack.size(environment).unwrap_or_else(|| Size::usual(environment))))
    };
    let asked = |environment: Environment| {
        let target = facts.targets.iter().find(|target| target.environment == environment)?;
        Some((environment, Size::of(&target.profile, environment)))
    };
    let before: Vec<(Environment, Size)> = Environment::ALL.into_iter().filter_map(runs).collect();
    let after: Vec<(Environment, Size)> =
        Environment::ALL.into_iter().filter_map(|one| asked(one).or_else(|| runs(one))).collect();
    let cost = |environments: Vec<_>| template::monthly(&facts.caller.region, &facts.network, &environments);
    let now = facts.stack.as_ref().map(|_| cost(before).total());
    Cost { before: now, ..cost(after) }
}

/// What follows where somebody changes their mind.
fn undo(kind: PlanKind) -> Vec<String> {
    let lines: &[&str] = match kind {
        PlanKind::Create => &[
            "Stop it while it runs, or let it fail: CloudFormation takes back whatever was made until then.",
            "Afterwards you can remove an environment, or everything, at any time. Secrets stay restorable for thirty \
             days and logs stay, unless you say otherwise. Packages in Quilt are never touched.",
            "The network can't be exchanged later: that would take removing everything and deploying anew.",
        ],
        PlanKind::Update => &[
            "Stop it while it runs, or let it fail: CloudFormation puts everything back as it was.",
            "Afterwards you can roll an environment back to what it ran before.",
        ],
        PlanKind::Remove | PlanKind::Repair | PlanKind::NothingToChange => &[],
    };
    lines.iter().map(|line| (*line).to_owned()).collect()
}

fn stored(facts: &Facts) -> Vec<String> {
    let mut lines: Vec<String> = facts
        .targets
        .iter()
        .map(|target| {
            format!(
                "Secrets Manager, {}: what the container reads, with the client secret.",
                target.profile.secret_name()
            )
        })
        .collect();
    lines.push("This machine's keyring: the client secret.".into());
    lines
        .push("This machine's configuration folder: the profile and the history, without the secret.".into());
    lines
}
