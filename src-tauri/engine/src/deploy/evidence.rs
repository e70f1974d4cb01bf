//! What a failing service leaves behind, gathered while it fails: the way back deletes it.
//!
//! ECS's words come without their time, so only those count that were said since the service was last steady.
//! Whatever can't be had is left out; evidence never fails.

use ipc::{Environment, Timestamp};

use crate::Engine;
use crate::cloud::{LogQuery, Rollout, Service, Task};
use crate::deployed::own;
use crate::template::{self, CLUSTER_NAME};

/// What a person reads of a log.
const LINES: usize = 10;
/// Among how many of the group's newest lines the failed tasks' own are looked for: healthy ones write there too.
const AMONG: u32 = 200;

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Evidence {
    /// Why a task stopped, in ECS's words.
    pub stopped: Option<String>,
    pub exit_code: Option<i32>,
    /// What ECS says of the service and its roll-out.
    pub said: Vec<String>,
    /// The container's last lines.
    pub log: Vec<String>,
}

impl Evidence {
    /// `since` is when the service began to change.
    pub async fn gather(
        engine: &Engine,
        stack: &str,
        environment: Environment,
        since: Option<Timestamp>,
    ) -> Self {
        let Ok(cloud) = engine.cloud() else { return Self::default() };
        let name = template::service_name(environment);
        let group = async {
            let resources = cloud.resources(stack).await.ok()?;
            let id = own(environment, "LogGroup");
            resources.into_iter().find(|resource| resource.logical_id == id)?.physical_id
        };
        let (service, tasks, group) =
            futures::join!(cloud.service(CLUSTER_NAME, &name), cloud.tasks(CLUSTER_NAME, &name), group);
        let service = service.ok().flatten();
        let failed = failed_tasks(service.as_ref(), tasks.unwrap_or_default());
        let mut log = Vec::new();
        if let Some(group) = group {
            let query = LogQuery { since, ..LogQuery::newest(AMONG) };
            let lines = cloud.log_lines(&group, &query).await.unwrap_or_default();
            let of_failed = |stream: &str| failed.iter().any(|task| stream.ends_with(id_of(task)));
            // Where no stopped task is known any more, whoever wrote last may tell.
            let lines = lines.into_iter().filter(|line| failed.is_empty() || of_failed(&line.stream));
            log = lines.map(|line| engine.session.mask(&line.text)).collect();
            log.drain(..log.len().saturating_sub(LINES));
        }
        let telling = failed.iter().find(|task| task.exit_code.is_some()).or(failed.first());
        Self {
            stopped: telling.and_then(|task| task.stopped_reason.clone()),
            exit_code: telling.and_then(|task| task.exit_code),
            said: service.as_ref().map(said).unwrap_or_default(),
            log,
        }
    }

    /// What is known later, and what only was known before. A log is worth as much as the task that wrote it.
    pub fn and(self, later: Self) -> Self {
        let either = |first: Vec<String>, second: Vec<String>| if first.is_empty() { second } else { first };
        let knows_task = later.stopped.is_some();
        Self {
            exit_code: if knows_task { later.exit_code } else { self.exit_code },
            stopped: later.stopped.or(self.stopped),
            said: either(later.said, self.said),
            log: if knows_task { either(later.log, self.log) } else { either(self.log, later.log) },
        }
    }

    /// As lines for "details": AWS's words, then the container's.
    pub fn lines(&self) -> Vec<String> {
        let mut lines = Vec::new();
        let code = self.exit_code.map(|code| format!("exit code {code}"));
        match (&self.stopped, code) {
            (Some(reason), Some(code)) => lines.push(format!("A task stopped: {reason}, {code}")),
            (Some(reason), None) => lines.push(format!("A task stopped: {reason}")),
            (None, Some(code)) => lines.push(format!("A task stopped: {code}")),
            (None, None) => {}
        }
        lines.extend(self.said.iter().take(3).map(|said| format!("ECS: {said}")));
        lines.extend(self.log.iter().map(|line| format!("Log: {line}")));
        lines
    }
}

/// Since the service was last steady.
fn said(service: &Service) -> Vec<String> {
    let reasons = service
        .deployments
        .iter()
        .filter(|deployment| deployment.rollout != Rollout::Completed)
        .filter_map(|deployment| deployment.rollout_reason.clone());
    let lately = service.messages.iter().take_while(|message| !message.contains("steady state")).cloned();
    reasons.chain(lately).collect()
}

/// Tasks of the deployment that fails, as far as ECS tells which one that is.
fn failed_tasks(service: Option<&Service>, tasks: Vec<Task>) -> Vec<Task> {
    let failing: Vec<&str> = service
        .into_iter()
        .flat_map(|service| &service.deployments)
        .filter(|deployment| deployment.rollout == Rollout::Failed || deployment.failed > 0)
        .map(|deployment| deployment.task_definition.as_str())
        .collect();
    let by_scaling = |task: &Task| {
        task.stopped_reason.as_deref().is_some_and(|reason| reason.starts_with("Scaling activity"))
    };
    let stopped = tasks.into_iter().filter(|task| !task.running && !by_scaling(task));
    stopped.filter(|task| failing.is_empty() || failing.contains(&task.task_definition.as_str())).collect()
}

fn id_of(task: &Task) -> &str {
    task.arn.rsplit('/').next().unwrap_or(&task.arn)
}
