//! What runs at a moment: services, their deployments and tasks, and the health of their targets.
//!
//! Nothing of it is stored. A rollout begins with the event that gives a service another task definition and
//! ends with the event that closes it, past or still to come; in between its tasks are first pending, then
//! running, then healthy. A service whose closing event names the circuit breaker has a container that crashes.

use ipc::Timestamp;
use serde_json::Value;

use super::failure::{BREAKER, target_groups};
use super::images;
use super::names::{arn, hex, number};
use super::view::{StackView, stacks};
use super::world::{Effect, Resource, StoredStack, World};
use crate::cloud::{Rollout, Service, ServiceDeployment, TargetHealth, Task};

/// The share of a rollout after which its tasks run, and after which they are healthy.
const RUNNING: f64 = 0.4;
const HEALTHY: f64 = 0.8;
/// How often ECS tries a crashing container before its breaker gives up.
const TRIES: u32 = 6;
/// How long ECS still tells of a stopped task.
const TOLD_FOR_MS: i64 = 60 * 60 * 1000;

pub struct Running<'a> {
    pub service: &'a Resource,
    pub desired: u32,
    /// Oldest first; the last one is the service's, or is becoming it.
    pub rollouts: Vec<Deployment<'a>>,
    now: Timestamp,
}

/// One ECS deployment of a service.
pub struct Deployment<'a> {
    pub id: String,
    pub task_definition: String,
    /// None where it is not a resource of the same stack.
    pub definition: Option<&'a Resource>,
    pub started: Timestamp,
    pub ended: Timestamp,
    pub crashes: bool,
}

impl Deployment<'_> {
    /// From 0 to 1.
    fn progress(&self, now: Timestamp) -> f64 {
        if now >= self.ended {
            return 1.0;
        }
        // Milliseconds of at most some hours are exact in an f64.
        (now.0 - self.started.0) as f64 / (self.ended.0 - self.started.0) as f64
    }

    fn failed_tasks(&self, now: Timestamp) -> u32 {
        if !self.crashes {
            return 0;
        }
        // A share of at most six.
        (self.progress(now) * f64::from(TRIES)) as u32
    }

    pub fn task_id(&self, index: u32) -> String {
        hex(&format!("{}/task {index}", self.id), 32)
    }

    /// The web server's container: the first that is defined.
    pub fn container(&self) -> Option<&Value> {
        self.definition?.properties.get("ContainerDefinitions")?.get(0)
    }

    pub fn image(&self) -> Option<&str> {
        self.container()?.get("Image")?.as_str()
    }
}

/// Every service that exists. One that is being deleted wants no tasks any more, but still tells of those it had.
pub fn services(world: &World, now: Timestamp) -> Vec<Running<'_>> {
    let mut found = Vec::new();
    for stored in &world.stacks {
        let view = StackView::at(stored, now);
        for (id, of) in view.resources.iter().filter(|(_, r)| r.resource_type == "AWS::ECS::Service") {
            let Some(service) = of.resource else { continue };
            let goes = of.status == "DELETE_IN_PROGRESS";
            let desired = if goes { 0 } else { desired(&view, service) };
            found.push(Running { service, desired, rollouts: rollouts(stored, id, now), now });
        }
    }
    found
}

pub fn service<'a>(world: &'a World, cluster: &str, service: &str, now: Timestamp) -> Option<Running<'a>> {
    services(world, now).into_iter().find(|s| {
        let (own_cluster, own_name) = s.names();
        last(cluster) == own_cluster && last(service) == own_name
    })
}

/// A name as it is, an ARN's last part.
fn last(name: &str) -> &str {
    name.rsplit('/').next().unwrap_or(name)
}

/// Scaling raises what the template asks for to its own minimum.
fn desired(view: &StackView<'_>, service: &Resource) -> u32 {
    let id = service.physical_id.rsplit_once(":service/").map_or("", |(_, id)| id);
    let scaled = view.existing().find(|(_, r)| {
        r.resource_type == "AWS::ApplicationAutoScaling::ScalableTarget"
            && r.text("ResourceId").is_some_and(|resource| resource.strip_prefix("service/") == Some(id))
    });
    let count = |resource: &Resource, property: &str| resource.text(property).and_then(|n| n.parse().ok());
    let least = scaled.and_then(|(_, target)| count(target, "MinCapacity")).unwrap_or(0);
    count(service, "DesiredCount").unwrap_or(1).max(least)
}

fn rollouts<'a>(stored: &'a StoredStack, logical_id: &str, now: Timestamp) -> Vec<Deployment<'a>> {
    let events: Vec<_> = stored.events.iter().filter(|e| e.event.logical_id == logical_id).collect();
    let mut found: Vec<Deployment<'a>> = Vec::new();
    for (index, entry) in events.iter().enumerate().take_while(|(_, e)| e.event.at <= now) {
        let Effect::Becomes(resource) = &entry.effect else { continue };
        let task_definition = resource.text("TaskDefinition").unwrap_or_default();
        if found.last().is_some_and(|before| before.task_definition == task_definition && !before.crashes) {
            continue;
        }
        let closing = events[index..]
            .iter()
            .find(|e| e.event.status.ends_with("_COMPLETE") || e.event.status.ends_with("_FAILED"));
        let reason = closing.and_then(|e| e.event.reason.as_deref()).unwrap_or_default();
        found.push(Deployment {
            id: format!("ecs-svc/{}{:09}", number(&entry.event.id), number(&task_definition) % 1_000_000_000),
            definition: definition(stored, &task_definition),
            task_definition,
            started: entry.event.at,
            ended: closing.map_or(entry.event.at, |e| e.event.at),
            crashes: reason.contains(BREAKER),
        });
    }
    found
}

/// A task definition that the stack has or had.
fn definition<'a>(stored: &'a StoredStack, arn: &str) -> Option<&'a Resource> {
    stored.events.iter().find_map(|e| match &e.effect {
        Effect::Becomes(r) if r.physical_id == arn => Some(r.as_ref()),
        _ => None,
    })
}

impl<'a> Running<'a> {
    fn names(&self) -> (&str, &str) {
        let mut parts = self.service.physical_id.rsplit('/');
        let name = parts.next().unwrap_or_default();
        (parts.next().unwrap_or_default(), name)
    }

    fn primary(&self) -> Option<&Deployment<'a>> {
        self.rollouts.last()
    }

    /// What ran before the primary deployment and still does until that one is healthy.
    fn previous(&self) -> Option<&Deployment<'a>> {
        self.rollouts.iter().rev().skip(1).find(|d| !d.crashes)
    }

    /// The deployments that have running tasks now.
    pub fn serving(&self) -> Vec<&Deployment<'a>> {
        let Some(primary) = self.primary() else { return Vec::new() };
        let progress = primary.progress(self.now);
        let mut serving = Vec::new();
        if primary.crashes || progress < 1.0 {
            serving.extend(self.previous());
        }
        if !primary.crashes && progress >= RUNNING {
            serving.push(primary);
        }
        serving
    }

    /// Of those, the ones that the load balancer sends requests to, oldest first.
    pub fn healthy(&self) -> Vec<&Deployment<'a>> {
        let is_healthy = |d: &&Deployment<'_>| d.progress(self.now) >= HEALTHY;
        self.serving().into_iter().filter(is_healthy).collect()
    }

    pub fn describe(&self) -> Service {
        let serving = self.serving();
        let runs = |d: &Deployment<'_>| if serving.iter().any(|s| s.id == d.id) { self.desired } else { 0 };
        let (_, name) = self.names();
        let mut deployments = Vec::new();
        let mut messages = Vec::new();
        let mut pending = 0;
        if let Some(primary) = self.primary() {
            let done = primary.progress(self.now) >= 1.0;
            let id = &primary.id;
            let (rollout, reason) = match (done, primary.crashes) {
                (false, _) => (Rollout::InProgress, format!("ECS deployment {id} in progress.")),
                (true, false) => (Rollout::Completed, format!("ECS deployment {id} completed.")),
                (true, true) => {
                    (Rollout::Failed, "ECS deployment circuit breaker: tasks failed to start.".to_owned())
                }
            };
            pending = if done { 0 } else { self.desired - runs(primary) };
            deployments.push(self.deployment(primary, true, rollout, reason, runs(primary)));
            let message = match rollout {
                Rollout::Completed => format!("(service {name}) has reached a steady state."),
                Rollout::Failed => {
                    format!("(service {name}) (deployment {id}) deployment failed: tasks failed to start.")
                }
                _ => format!("(service {name}) has started {} tasks.", self.desired),
            };
            messages.push(message);
            for previous in serving.iter().filter(|d| d.id != *id) {
                let reason = format!("ECS deployment {} completed.", previous.id);
                deployments.push(self.deployment(previous, false, Rollout::Completed, reason, self.desired));
            }
        }
        Service {
            arn: self.service.physical_id.clone(),
            desired: self.desired,
            running: serving.len().try_into().unwrap_or(u32::MAX).saturating_mul(self.desired),
            pending,
            target_groups: target_groups(self.service),
            deployments,
            messages,
        }
    }

    fn deployment(
        &self,
        of: &Deployment<'_>,
        primary: bool,
        rollout: Rollout,
        reason: String,
        running: u32,
    ) -> ServiceDeployment {
        ServiceDeployment {
            id: of.id.clone(),
            primary,
            rollout,
            rollout_reason: Some(reason),
            task_definition: of.task_definition.clone(),
            desired: self.desired,
            running,
            failed: of.failed_tasks(self.now),
        }
    }

    /// Running ones first, then those stopped within the hour.
    pub fn tasks(&self) -> Vec<Task> {
        let (cluster, _) = self.names();
        let task = |d: &Deployment<'_>, index: u32, stopped: Option<(String, i32)>| Task {
            arn: arn("ecs", &format!("task/{cluster}/{}", d.task_id(index))),
            task_definition: d.task_definition.clone(),
            running: stopped.is_none(),
            exit_code: stopped.as_ref().map(|(_, code)| *code),
            stopped_reason: stopped.map(|(reason, _)| reason),
            started_at: Some(d.started),
            image_digest: d.image().and_then(images::digest_of),
        };
        let serving = self.serving();
        let mut tasks = Vec::new();
        for deployment in serving.iter().rev() {
            tasks.extend((0..self.desired).map(|index| task(deployment, index, None)));
        }
        for (index, deployment) in self.rollouts.iter().enumerate().rev() {
            let stopped_at = match self.rollouts.get(index + 1) {
                Some(next) if !deployment.crashes => next.ended,
                _ => deployment.ended,
            };
            let is_recent = self.now.0 - stopped_at.0 < TOLD_FOR_MS;
            if deployment.crashes && is_recent {
                let reason = || ("Essential container in task exited".to_owned(), 1);
                let failed = deployment.failed_tasks(self.now);
                tasks.extend((0..failed).map(|index| task(deployment, index, Some(reason()))));
            } else if is_recent
                && index + 1 < self.rollouts.len()
                && !serving.iter().any(|s| s.id == deployment.id)
            {
                let reason = || {
                    let by = self.rollouts.get(index + 1).map_or("", |next| next.id.as_str());
                    (format!("Scaling activity initiated by (deployment {by})"), 0)
                };
                tasks.extend((0..self.desired).map(|index| task(deployment, index, Some(reason()))));
            }
        }
        tasks
    }

    fn targets(&self) -> Vec<TargetHealth> {
        let mut targets = Vec::new();
        for deployment in self.serving() {
            let is_healthy = deployment.progress(self.now) >= HEALTHY;
            targets.extend((0..self.desired).map(|index| {
                let place = number(&deployment.task_id(index));
                TargetHealth {
                    id: format!("10.0.{}.{}", 16 + place % 32, 4 + place / 32 % 250),
                    state: if is_healthy { "healthy" } else { "initial" }.to_owned(),
                    reason: (!is_healthy).then(|| "Target registration is in progress".to_owned()),
                }
            }));
        }
        targets
    }
}

/// `None` where there is no such target group.
pub fn target_health(world: &World, target_group: &str, now: Timestamp) -> Option<Vec<TargetHealth>> {
    let views = stacks(world, now);
    views.iter().flat_map(StackView::existing).find(|(_, r)| r.physical_id == target_group)?;
    let all = services(world, now);
    let serving = all.iter().filter(|s| target_groups(s.service).iter().any(|group| group == target_group));
    Some(serving.flat_map(Running::targets).collect())
}

/// The account-wide role with which API Gateway writes logs, as the stacks set it.
pub fn log_role(world: &World, now: Timestamp) -> Option<String> {
    let views = stacks(world, now);
    let mut accounts = views
        .iter()
        .flat_map(StackView::existing)
        .filter(|(_, r)| r.resource_type == "AWS::ApiGateway::Account");
    accounts.find_map(|(_, account)| account.text("CloudWatchRoleArn"))
}
