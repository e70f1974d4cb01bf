//! ECS, load balancing and logs: what runs, whether it is healthy, and what it said.

use std::time::Duration;

use aws_sdk_ecs::types;
use ipc::{Digest, Timestamp};

use super::Aws;
use super::problem::has_code;
use crate::Result;
use crate::cloud::{LogLine, LogQuery, Rollout, Service, ServiceDeployment, TargetHealth, Task};

/// What ECS accepts in one call.
const TASKS_A_CALL: usize = 100;
/// What a person reads of a service's messages.
const MESSAGES: usize = 20;
/// How far back the newest lines are looked for.
const LOGS_REACH_BACK: Duration = Duration::from_secs(30 * 24 * 3600);
/// A quiet group answers with many empty pages.
const LOG_PAGES: usize = 20;

impl Aws {
    pub(super) async fn service(&self, cluster: &str, service: &str) -> Result<Option<Service>> {
        let answer = match self.ecs.describe_services().cluster(cluster).services(service).send().await {
            Ok(answer) => answer,
            Err(error) if has_code(&error, &["ClusterNotFound"]) => return Ok(None),
            Err(error) => {
                return Err(self.origin.problem(&format!("describe the service {service}"), &error));
            }
        };
        // A deleted service is still described for a while, as INACTIVE.
        let found = answer.services().iter().find(|service| service.status() != Some("INACTIVE"));
        Ok(found.map(self::service))
    }

    pub(super) async fn tasks(&self, cluster: &str, service: &str) -> Result<Vec<Task>> {
        let doing = format!("list the tasks of {service}");
        let mut arns = Vec::new();
        for status in [types::DesiredStatus::Running, types::DesiredStatus::Stopped] {
            let request = self.ecs.list_tasks().cluster(cluster).service_name(service).desired_status(status);
            let mut pages = request.into_paginator().send();
            while let Some(page) = pages.next().await {
                match page {
                    Ok(page) => arns.extend_from_slice(page.task_arns()),
                    Err(error) if has_code(&error, &["ClusterNotFound", "ServiceNotFound"]) => {
                        return Ok(Vec::new());
                    }
                    Err(error) => return Err(self.origin.problem(&doing, &error)),
                }
            }
        }
        let mut tasks = Vec::new();
        for arns in arns.chunks(TASKS_A_CALL) {
            let request = self.ecs.describe_tasks().cluster(cluster).set_tasks(Some(arns.to_vec()));
            let answer = request.send().await.map_err(|error| self.origin.problem(&doing, &error))?;
            tasks.extend(answer.tasks().iter().map(task));
        }
        tasks.sort_by_key(|task| !task.running);
        Ok(tasks)
    }

    pub(super) async fn target_health(&self, target_group_arn: &str) -> Result<Vec<TargetHealth>> {
        let request = self.elb.describe_target_health().target_group_arn(target_group_arn);
        let answer = request
            .send()
            .await
            .map_err(|error| self.origin.problem("tell the health of the targets", &error))?;
        let targets = answer.target_health_descriptions().iter();
        Ok(targets
            .map(|described| {
                let health = described.target_health();
                TargetHealth {
                    id: described.target().and_then(|target| target.id()).unwrap_or_default().to_owned(),
                    state: health.and_then(|h| h.state()).map_or_else(String::new, ToString::to_string),
                    reason: health
                        .and_then(|h| h.description().or(h.reason().map(|reason| reason.as_str())))
                        .map(str::to_owned),
                }
            })
            .collect())
    }

    /// `FilterLogEvents` from the end. The streams' own "last event" times lag by up to an hour, so going by
    /// them would miss the very container that has just crashed.
    pub(super) async fn log_lines(&self, group: &str, query: &LogQuery) -> Result<Vec<LogLine>> {
        let wanted = usize::try_from(query.limit).unwrap_or(usize::MAX);
        let reach = i64::try_from(LOGS_REACH_BACK.as_millis()).unwrap_or(i64::MAX);
        let since = query.since.map_or(self.clock.now().0.saturating_sub(reach), |since| since.0);
        // In quotes it is taken as it is written, not as a pattern.
        let pattern = query.with.as_ref().map(|with| format!("\"{}\"", with.replace('"', "\\\"")));
        let request = self
            .logs
            .filter_log_events()
            .log_group_name(group)
            .start_from_head(false)
            .start_time(since)
            .set_filter_pattern(pattern);
        let mut lines = Vec::new();
        let mut token = None;
        for _ in 0..LOG_PAGES {
            let page = match request.clone().set_next_token(token).send().await {
                Ok(page) => page,
                Err(error) if has_code(&error, &["ResourceNotFound"]) => return Ok(Vec::new()),
                Err(error) => {
                    return Err(self.origin.problem(&format!("read the log group {group}"), &error));
                }
            };
            lines.extend(page.events().iter().map(|event| LogLine {
                at: Timestamp(event.timestamp().unwrap_or_default()),
                stream: event.log_stream_name().unwrap_or_default().to_owned(),
                text: event.message().unwrap_or_default().trim_end().to_owned(),
            }));
            token = page.next_token.filter(|_| lines.len() < wanted);
            if token.is_none() {
                break;
            }
        }
        // Newest first or not, whatever answered: the newest are the last ones now.
        lines.sort_by_key(|line| line.at);
        lines.drain(..lines.len().saturating_sub(wanted));
        Ok(lines)
    }
}

impl Aws {
    pub(super) async fn delete_log_group(&self, group: &str) -> Result<()> {
        match self.logs.delete_log_group().log_group_name(group).send().await {
            Ok(_) => Ok(()),
            Err(error) if has_code(&error, &["ResourceNotFound"]) => Ok(()),
            Err(error) => Err(self.origin.problem(&format!("delete the log group {group}"), &error)),
        }
    }
}

fn count(number: i32) -> u32 {
    u32::try_from(number).unwrap_or(0)
}

fn service(service: &types::Service) -> Service {
    Service {
        arn: service.service_arn().unwrap_or_default().to_owned(),
        desired: count(service.desired_count()),
        running: count(service.running_count()),
        pending: count(service.pending_count()),
        target_groups: service
            .load_balancers()
            .iter()
            .filter_map(|balancer| balancer.target_group_arn().map(str::to_owned))
            .collect(),
        deployments: service.deployments().iter().map(deployment).collect(),
        messages: service
            .events()
            .iter()
            .filter_map(|event| event.message().map(str::to_owned))
            .take(MESSAGES)
            .collect(),
    }
}

fn deployment(deployment: &types::Deployment) -> ServiceDeployment {
    ServiceDeployment {
        id: deployment.id().unwrap_or_default().to_owned(),
        primary: deployment.status() == Some("PRIMARY"),
        rollout: match deployment.rollout_state() {
            Some(types::DeploymentRolloutState::InProgress) => Rollout::InProgress,
            Some(types::DeploymentRolloutState::Completed) => Rollout::Completed,
            Some(types::DeploymentRolloutState::Failed) => Rollout::Failed,
            _ => Rollout::Unknown,
        },
        rollout_reason: deployment.rollout_state_reason().map(str::to_owned),
        task_definition: deployment.task_definition().unwrap_or_default().to_owned(),
        desired: count(deployment.desired_count()),
        running: count(deployment.running_count()),
        failed: count(deployment.failed_tasks()),
    }
}

fn task(task: &types::Task) -> Task {
    let containers = task.containers();
    // Of several containers the one that failed tells why the task stopped.
    let exit_codes = || containers.iter().filter_map(types::Container::exit_code);
    // All containers of a task of ours are of one image.
    let digest = containers.iter().find_map(|container| container.image_digest()?.parse::<Digest>().ok());
    let reasons = || containers.iter().filter_map(types::Container::reason);
    Task {
        arn: task.task_arn().unwrap_or_default().to_owned(),
        task_definition: task.task_definition_arn().unwrap_or_default().to_owned(),
        running: task.last_status() == Some("RUNNING"),
        stopped_reason: stopped_reason(task.stopped_reason(), reasons().next()),
        exit_code: exit_codes().find(|code| *code != 0).or_else(|| exit_codes().next()),
        started_at: task.started_at().map(super::timestamp),
        image_digest: digest,
    }
}

/// The task says that a container failed to start, the container says why.
fn stopped_reason(task: Option<&str>, container: Option<&str>) -> Option<String> {
    match (task, container) {
        (Some(task), Some(container)) if !task.contains(container) => Some(format!("{task} ({container})")),
        (Some(reason), _) | (None, Some(reason)) => Some(reason.to_owned()),
        (None, None) => None,
    }
}
