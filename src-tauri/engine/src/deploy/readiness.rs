//! The last wait: until the environments answer. It is bounded, and what was seen is told when it ends early.
//!
//! A service can be steady and its deployment failed all the same: ECS's circuit breaker puts the containers from
//! before back. So the roll-out that serves must be the one that the stack asked for.

use std::time::Duration;

use ipc::plan::{Group, Plan};
use ipc::status::HealthState;
use ipc::{Code, Environment, Problem};

use super::cause;
use super::evidence::Evidence;
use super::rollout::SERVICE;
use crate::cloud::{Rollout, Service, ServiceDeployment, Stack};
use crate::deployed::own;
use crate::progress::Board;
use crate::template::{self, CLUSTER_NAME};
use crate::{Engine, status};

const POLL: Duration = Duration::from_secs(3);

pub enum Unready {
    /// What was seen last, when the time was up.
    Silent(String),
    PutBack(Problem),
}

pub async fn wait(engine: &Engine, stack: &Stack, plan: &Plan, board: &Board) -> Result<(), Unready> {
    let deadline = engine.clock.now().0 + i64::try_from(engine.readiness.as_millis()).unwrap_or(i64::MAX);
    for target in &plan.targets {
        let environment = target.environment;
        board.headline(format!(
            "Waiting until {environment} answers. New containers usually need 1 to 3 min."
        ));
        loop {
            let seen = match status::environment(engine, stack, environment).await {
                Ok(Some(deployed)) => match deployed.health.state {
                    HealthState::Healthy | HealthState::Degraded | HealthState::Refused => break,
                    _ => deployed.health.detail,
                },
                Ok(None) => format!("The stack has no {environment}."),
                Err(problem) => problem.message,
            };
            if let Some(problem) = put_back(engine, stack, plan).await {
                return Err(Unready::PutBack(problem));
            }
            board.step(ipc::progress::Step::Readiness, ipc::progress::StepState::Running, Some(seen.clone()));
            if engine.clock.now().0 >= deadline {
                return Err(Unready::Silent(format!("{}: {seen}", environment.title())));
            }
            engine.clock.sleep(POLL.min(engine.readiness)).await;
        }
    }
    Ok(())
}

/// The failure that CloudFormation took for a success, if there is one among the services that were changed.
pub async fn put_back(engine: &Engine, stack: &Stack, plan: &Plan) -> Option<Problem> {
    for target in &plan.targets {
        let environment = target.environment;
        let is_changed = plan
            .changes
            .iter()
            .any(|change| change.resource_type == SERVICE && change.group == Group::from(environment));
        if !is_changed {
            continue;
        }
        let cloud = engine.cloud().ok()?;
        let service = cloud.service(CLUSTER_NAME, &template::service_name(environment)).await.ok()??;
        if primary(&service).is_none_or(|primary| primary.rollout == Rollout::InProgress) {
            continue;
        }
        let resources = cloud.resources(&stack.name).await.ok()?;
        let id = own(environment, "TaskDefinition");
        let declared = resources.into_iter().find(|resource| resource.logical_id == id);
        if !is_put_back(&service, declared.and_then(|resource| resource.physical_id).as_deref()) {
            continue;
        }
        let evidence =
            Evidence::gather(engine, &stack.name, environment, stack.updated_at.or(stack.created_at)).await;
        return Some(problem(environment, &evidence));
    }
    None
}

/// The roll-out failed, or another task definition than the declared one has taken its place.
fn is_put_back(service: &Service, declared: Option<&str>) -> bool {
    primary(service).is_some_and(|primary| {
        let is_other = |declared| last(declared) != last(&primary.task_definition);
        primary.rollout == Rollout::Failed || declared.is_some_and(is_other)
    })
}

fn primary(service: &Service) -> Option<&ServiceDeployment> {
    service.deployments.iter().find(|deployment| deployment.primary)
}

/// Some name a task definition by its ARN, some by family and revision.
fn last(name: &str) -> &str {
    name.rsplit('/').next().unwrap_or(name)
}

fn problem(environment: Environment, evidence: &Evidence) -> Problem {
    let known = cause::of_service("Circuit Breaker", evidence);
    let (why, mend) = known.map_or_else(Default::default, |known| (known.sentence, known.next));
    let problem = Problem::new(
        Code::DeploymentFailed,
        format!(
            "{} does not run what was deployed: {why} ECS put the containers from before back.",
            environment.title()
        ),
        format!("{mend} Then deploy again, with another image tag where the image was the cause."),
    );
    evidence.lines().into_iter().fold(problem, Problem::because_text)
}

#[cfg(test)]
mod tests {
    use super::*;

    const OLD: &str = "arn:aws:ecs:us-east-1:123456789012:task-definition/benchling-webhook-prod:7";
    const NEW: &str = "arn:aws:ecs:us-east-1:123456789012:task-definition/benchling-webhook-prod:8";

    fn serving(task_definition: &str, rollout: Rollout) -> Service {
        Service {
            arn: String::new(),
            desired: 2,
            running: 2,
            pending: 0,
            target_groups: vec![],
            deployments: vec![ServiceDeployment {
                id: "ecs-svc/1".into(),
                primary: true,
                rollout,
                rollout_reason: None,
                task_definition: task_definition.into(),
                desired: 2,
                running: 2,
                failed: 0,
            }],
            messages: vec![],
        }
    }

    #[test]
    fn a_steady_service_with_the_containers_from_before_has_failed() {
        assert!(is_put_back(&serving(OLD, Rollout::Completed), Some(NEW)));
        assert!(is_put_back(&serving(NEW, Rollout::Failed), Some(NEW)));
        assert!(!is_put_back(&serving(NEW, Rollout::Completed), Some(NEW)));
        assert!(!is_put_back(&serving("benchling-webhook-prod:8", Rollout::Unknown), Some(NEW)));
        assert!(!is_put_back(&serving(OLD, Rollout::Completed), None), "what is declared is not known");
    }

    #[test]
    fn it_is_told_with_what_the_container_said() {
        let evidence = Evidence {
            exit_code: Some(1),
            log: vec!["RuntimeError: no queue".into()],
            ..Evidence::default()
        };
        let problem = problem(Environment::Prod, &evidence);
        insta::assert_snapshot!(format!("{}\n{}", problem.message, problem.next), @r#"
        Prod does not run what was deployed: its container stops soon after its start, with exit code 1. Its last line was: "RuntimeError: no queue". ECS put the containers from before back.
        Mend what the container's log says, which is among the details. Then deploy again, with another image tag where the image was the cause.
        "#);
        assert_eq!(problem.causes, ["A task stopped: exit code 1", "Log: RuntimeError: no queue"]);
    }
}
