//! Removing an environment, or everything.
//!
//! An environment goes by an update of the template that is deployed, with its condition off: so nothing of the other
//! one can change, whichever version deployed it. The last environment takes the stack along. What holds data stays
//! unless it was asked for by name: logs and secrets, which CloudFormation would not delete either.

use std::collections::BTreeMap;

use ipc::plan::{Change, ChangeAction, Group, Plan, PlanKind, RemoveRequest};
use ipc::progress::Step;
use ipc::status::Operation;
use ipc::{Code, Environment, Problem};
use serde_json::Value;

use super::{Prepared, words};
use crate::cloud::{ChangeSetRequest, Parameter, Stack};
use crate::deployed::own;
use crate::history::{self, Origin};
use crate::journal::{Action, Leftover};
use crate::preflight::deployable;
use crate::progress::Board;
use crate::template::{self, Origin as Maker, STACK_NAME};
use crate::{Engine, Result};

/// The word that a person types to agree: the environment's name, or the stack's.
pub fn word(plan: &Plan) -> String {
    plan.removes
        .first()
        .filter(|_| plan.removes.len() == 1 && !takes_all(plan))
        .map_or_else(|| plan.stack.clone(), ToString::to_string)
}

fn takes_all(plan: &Plan) -> bool {
    plan.changes.iter().any(|change| change.group == Group::Shared && change.action == ChangeAction::Remove)
}

pub async fn prepare(engine: &Engine, request: &RemoveRequest, board: &Board) -> Result<Prepared> {
    let prepared = board
        .during(Step::Plan, "Finding out what goes and what stays.", plan(engine, request, &board.run()))
        .await?;
    board.expect(&prepared.plan.changes);
    Ok(prepared)
}

async fn plan(engine: &Engine, request: &RemoveRequest, run: &str) -> Result<Prepared> {
    let caller = engine.cloud()?.caller().await?;
    let missing = |what: String| {
        Problem::new(
            Code::StackMissing,
            format!("{what}, so there is nothing to remove."),
            "Nothing was changed.",
        )
    };
    let stack = engine.cloud()?.stack(STACK_NAME).await?.filter(|stack| !stack.is_empty());
    let stack = stack.ok_or_else(|| missing(format!("There is no stack {STACK_NAME}")))?;
    deployable(&stack)?;
    let deployed = engine.cloud()?.template(STACK_NAME).await?.unwrap_or_default();
    if template::origin(&deployed) != Maker::Ours {
        return Err(crate::takeover::of_another_tool(&stack));
    }
    if let Some(environment) = request.environment.filter(|environment| !stack.has(*environment)) {
        return Err(missing(format!("{} is not deployed", environment.title())));
    }
    let present: Vec<Environment> = Environment::ALL.into_iter().filter(|one| stack.has(*one)).collect();
    let removes: Vec<Environment> = match request.environment {
        Some(environment) => vec![environment],
        None => present.clone(),
    };
    let everything = request.environment.is_none() || present == removes;
    if everything && stack.protected {
        return Err(Problem::new(
            Code::StackStuck,
            format!("{} is protected against deletion (termination protection).", stack.name),
            "Whoever protected it meant it. Switch the protection off in the AWS console if it is to go.",
        ));
    }

    let mut plan = words::blank(run, PlanKind::Remove, &stack, &caller);
    plan.removes.clone_from(&removes);
    let action = if everything {
        plan.changes = all_of_it(engine, &stack, &deployed).await?;
        Action::Delete { keep: Vec::new() }
    } else {
        let wanted = without(&stack, &deployed, &removes, run);
        let change_set = engine.cloud()?.create_change_set(&wanted).await?;
        plan.changes = words::changes(&change_set, false);
        if let Some(other) = plan.changes.iter().find(|change| is_foreign(change, &removes)) {
            engine.cloud()?.delete_change_set(&change_set).await?;
            return Err(Problem::new(
                Code::OtherEnvironmentTouched,
                format!("This would also change {} of the other environment.", other.name),
                "Nothing was changed. Deploy both environments once with this version, then remove one.",
            ));
        }
        Action::Execute(change_set)
    };
    let leftovers = leftovers(&stack, &removes, request);
    tell(&mut plan, &stack, &removes, everything, &leftovers);
    Ok(Prepared {
        plan,
        wait: false,
        deployed_by: caller.name().to_owned(),
        origin: Origin {
            operation: Operation::Remove,
            caller_arn: Some(caller.arn),
            template_hash: None,
            change_set_id: match &action {
                Action::Execute(change_set) => Some(change_set.id.clone()),
                _ => None,
            },
            removed: removes.iter().filter_map(|one| history::of_stack(&stack, *one)).collect(),
        },
        action: Some(action),
        secrets: Vec::new(),
        leftovers,
        before: Some(stack),
    })
}

fn is_foreign(change: &Change, removes: &[Environment]) -> bool {
    change.group != Group::Shared && !removes.iter().any(|one| Group::from(*one) == change.group)
}

/// Every resource, but those that the template keeps.
async fn all_of_it(engine: &Engine, stack: &Stack, deployed: &Value) -> Result<Vec<Change>> {
    let stays = |id: &str| {
        deployed["Resources"][id]["DeletionPolicy"]
            .as_str()
            .is_some_and(|policy| policy.starts_with("Retain"))
    };
    let resources = engine.cloud()?.resources(&stack.name).await?;
    Ok(resources
        .into_iter()
        .filter(|resource| !stays(&resource.logical_id))
        .map(|resource| words::removal(&resource))
        .collect())
}

fn without(stack: &Stack, deployed: &Value, removes: &[Environment], run: &str) -> ChangeSetRequest {
    let declared = deployed["Parameters"].as_object();
    let mut parameters: BTreeMap<String, Parameter> = stack
        .parameters
        .keys()
        .filter(|name| declared.is_some_and(|declared| declared.contains_key(*name)))
        .map(|name| (name.clone(), Parameter::Previous))
        .collect();
    for environment in removes {
        parameters.insert(own(*environment, "Enabled"), Parameter::Value("false".into()));
    }
    ChangeSetRequest {
        stack: STACK_NAME.into(),
        name: format!("installer-{run}"),
        create: false,
        template: template::compact(deployed),
        parameters,
        tags: template::stack_tags(),
        token: run.to_owned(),
    }
}

fn leftovers(stack: &Stack, removes: &[Environment], request: &RemoveRequest) -> Vec<Leftover> {
    let named = |names: &[&str]| -> Vec<String> {
        let each = removes.iter().flat_map(|one| names.iter().filter_map(|name| stack.output(*one, name)));
        each.map(str::to_owned).collect()
    };
    let secrets = named(&["SecretName"]).into_iter().map(Leftover::Secret);
    let logs = named(&["LogGroup", "AccessLogGroup"]).into_iter().map(Leftover::LogGroup);
    secrets.filter(|_| request.secrets).chain(logs.filter(|_| request.logs)).collect()
}

fn tell(plan: &mut Plan, stack: &Stack, removes: &[Environment], everything: bool, leftovers: &[Leftover]) {
    let place = format!("{} in {} of account {}", plan.stack, plan.region, plan.account);
    plan.summary.push(if everything {
        format!("We delete the stack {place}, with {} resources.", plan.changes.len())
    } else {
        let names: Vec<&str> = removes.iter().map(|one| one.as_str()).collect();
        format!("We remove {} from {place}. The other environment stays as it is.", names.join(" and "))
    });
    for environment in removes {
        let Some(url) = stack.endpoint(*environment) else { continue };
        plan.warnings.push(format!(
            "{}: {url} stops answering for good. What Benchling sends there is lost.",
            environment.title()
        ));
        let secret = stack.output(*environment, "SecretName").unwrap_or_default();
        if leftovers.contains(&Leftover::Secret(secret.to_owned())) {
            plan.warnings
                .push(format!("The secret {secret} is deleted. For thirty days it can be restored."));
        } else if !secret.is_empty() {
            plan.stored.push(format!("The secret {secret} stays in Secrets Manager."));
        }
        for name in ["LogGroup", "AccessLogGroup"] {
            let Some(group) = stack.output(*environment, name) else { continue };
            if leftovers.contains(&Leftover::LogGroup(group.to_owned())) {
                plan.warnings.push(format!("The log {group} is deleted with all of its lines, for good."));
            } else {
                plan.stored.push(format!("The log {group} stays in CloudWatch."));
            }
        }
    }
    plan.stored
        .push("Profiles, the client secret in the keyring and the history stay on this machine.".into());
}
