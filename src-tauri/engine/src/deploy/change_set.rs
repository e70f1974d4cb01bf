//! What is sent to CloudFormation: the constant template, and parameters that say only what is meant.
//!
//! A deployment names the parameters of its own environments. The other environment's keep their present
//! values, and so do the shared ones, so that deploying dev can't change prod.

use std::collections::BTreeMap;

use ipc::plan::{Change, DeployRequest, Group, Plan, SecretAction, SecretChange};
use ipc::{Code, Environment, Problem};
use serde_json::Value;

use crate::cloud::{ChangeSetRequest, Parameter, SecretState, Stack};
use crate::deployed::own;
use crate::preflight::{Facts, TargetFacts};
use crate::secret::Secret;
use crate::template::{self, EnvironmentSettings, STACK_NAME, Size};
use crate::{Engine, Result};

pub struct PlannedSecret {
    pub environment: Environment,
    pub change: SecretChange,
    pub value: Secret,
}

/// Compares what the containers would be given with what Secrets Manager has.
pub async fn secrets(engine: &Engine, facts: &Facts, restart: bool) -> Result<Vec<PlannedSecret>> {
    let mut planned = Vec::new();
    for target in &facts.targets {
        let name = target.profile.secret_name();
        let value = engine.container_secret(&target.profile).await?;
        let action = match engine.cloud()?.secret_state(&name, &value).await? {
            SecretState::Missing => SecretAction::Create,
            SecretState::ScheduledForDeletion => SecretAction::Restore,
            SecretState::Same if restart => SecretAction::NewVersion,
            SecretState::Same => SecretAction::Unchanged,
            SecretState::Different => SecretAction::NewVersion,
        };
        planned.push(PlannedSecret {
            environment: target.environment,
            change: SecretChange { name, action },
            value,
        });
    }
    Ok(planned)
}

/// The change set to ask for. `run` names it, and is its token.
pub fn wanted(facts: &Facts, secrets: &[PlannedSecret], run: &str) -> ChangeSetRequest {
    let mut parameters = BTreeMap::new();
    if let (Some(stack), false) = (&facts.stack, facts.takes_over) {
        let mut known = template::shared_parameter_names();
        known.extend(Environment::ALL.into_iter().flat_map(template::parameter_names));
        let kept = known.into_iter().filter(|name| stack.parameters.contains_key(name));
        parameters.extend(kept.map(|name| (name, Parameter::Previous)));
    } else {
        // The account's log setting can be the stack's own.
        let holds_role = facts.deployed.as_ref().is_some_and(template::holds_log_role);
        let shared = template::shared_parameters(&facts.network, holds_role || facts.log_role.is_none());
        parameters.extend(shared.into_iter().map(|(name, value)| (name, Parameter::Value(value))));
    }
    let running = facts.stack.as_ref().map(|stack| stack.parameters.clone()).unwrap_or_default();
    for target in &facts.targets {
        let values = template::parameters(&settings(target), &running);
        parameters.extend(values.into_iter().map(|(name, value)| (name, Parameter::Value(value))));
        // A running container has read its secret already: only a new task definition makes it read again.
        let written = secrets
            .iter()
            .any(|s| s.environment == target.environment && s.change.action != SecretAction::Unchanged);
        if written {
            parameters.insert(own(target.environment, "SecretRevision"), Parameter::Value(run.to_owned()));
        }
    }
    ChangeSetRequest {
        stack: STACK_NAME.into(),
        name: format!("installer-{run}"),
        create: facts.stack.is_none(),
        template: template::compact(&template(facts)),
        parameters,
        tags: template::stack_tags(),
        token: run.to_owned(),
    }
}

fn settings(target: &TargetFacts) -> EnvironmentSettings {
    let profile = &target.profile;
    EnvironmentSettings {
        environment: target.environment,
        profile: profile.profile.clone(),
        repository: profile.repository(),
        digest: target.image.digest.clone(),
        image_tag: target.image.tag.clone(),
        contract: target.contract,
        secret_name: profile.secret_name(),
        quilt: target.services.clone(),
        bucket: profile.benchling_pkg_bucket.clone(),
        log_level: profile.log_level,
        verification: profile.enable_webhook_verification,
        allow_list: target.allow_list.clone(),
        size: Size::of(profile, target.environment),
    }
}

/// What the stack is to have.
pub fn template(facts: &Facts) -> Value {
    facts.deployed.as_ref().map_or_else(template::template, template::template_over)
}

/// Whether the stack has this template and these values already. Asked of the stack itself, since not every
/// implementation of CloudFormation refuses a change set that changes nothing.
pub fn is_deployed(facts: &Facts, wanted: &ChangeSetRequest) -> bool {
    let Some(stack) = &facts.stack else { return false };
    let same_parameters = wanted.parameters.iter().all(|(name, parameter)| match parameter {
        Parameter::Previous => true,
        Parameter::Value(value) => stack.parameters.get(name) == Some(value),
    });
    same_parameters && facts.deployed.as_ref() == Some(&template(facts))
}

/// Refuses a plan that would change a resource of an environment that was not asked for, unless that was agreed to.
///
/// It happens where another version of this program deployed the other environment: its resources are then written
/// another way.
pub fn leaves_others_alone(plan: &Plan, request: &DeployRequest, stack: Option<&Stack>) -> Result<()> {
    let touched: Vec<&Change> = others(plan, request).collect();
    let [first, ..] = touched.as_slice() else { return Ok(()) };
    if request.update_both {
        return Ok(());
    }
    let other = if first.group == Group::Dev { "dev" } else { "prod" };
    let mut names: Vec<&str> = touched.iter().map(|change| change.name.as_str()).collect();
    names.dedup();
    let deployed = stack.and_then(|stack| stack.outputs.get("StackVersion"));
    let why = match deployed {
        Some(version) if version != template::VERSION => {
            format!(
                " {other} was deployed by version {version} of the stack, and this program has {}.",
                template::VERSION
            )
        }
        _ => String::new(),
    };
    Err(Problem::new(
        Code::OtherEnvironmentTouched,
        format!("This would also change {other}: {}.{why}", names.join(", ")),
        format!(
            "Nothing was changed. Update both environments together if {other} is to follow; its settings and its image \
             stay."
        ),
    ))
}

/// The changes to an environment that was not asked for.
pub fn others<'a>(plan: &'a Plan, request: &DeployRequest) -> impl Iterator<Item = &'a Change> {
    let asked: Vec<Group> = request.targets.iter().map(|target| target.environment.into()).collect();
    plan.changes.iter().filter(move |change| change.group != Group::Shared && !asked.contains(&change.group))
}
