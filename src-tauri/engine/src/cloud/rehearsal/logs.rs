//! What the rehearsed containers write: their start, and where they crash, why.

use ipc::Timestamp;

use super::images;
use super::runtime::{Deployment, Running, services};
use super::view::{StackView, stacks};
use super::world::World;
use crate::cloud::{LogLine, LogQuery};

/// The newest lines of a group that are asked for, oldest first.
pub fn lines(world: &World, group: &str, query: &LogQuery, now: Timestamp) -> Vec<LogLine> {
    let views = stacks(world, now);
    let is_group =
        |r: &super::world::Resource| r.resource_type == "AWS::Logs::LogGroup" && r.physical_id == group;
    if !views.iter().flat_map(StackView::existing).any(|(_, r)| is_group(r)) {
        return Vec::new();
    }
    let mut lines: Vec<LogLine> = services(world, now).iter().flat_map(|s| of_service(s, group)).collect();
    let asked = |line: &LogLine| {
        query.since.is_none_or(|since| line.at >= since)
            && query.with.as_deref().is_none_or(|with| line.text.contains(with))
    };
    lines.retain(|line| line.at <= now && asked(line));
    lines.sort_by_key(|line| line.at);
    let limit = usize::try_from(query.limit).unwrap_or(usize::MAX);
    lines.split_off(lines.len().saturating_sub(limit))
}

fn of_service(service: &Running<'_>, group: &str) -> Vec<LogLine> {
    let own = service.rollouts.iter().filter(|d| option(d, "awslogs-group") == Some(group));
    own.flat_map(|deployment| {
        let tasks = if deployment.crashes { 1 } else { service.desired };
        (0..tasks).flat_map(|index| of_task(deployment, index)).collect::<Vec<_>>()
    })
    .collect()
}

fn option<'a>(deployment: &'a Deployment<'_>, name: &str) -> Option<&'a str> {
    deployment.container()?.get("LogConfiguration")?.get("Options")?.get(name)?.as_str()
}

fn of_task(deployment: &Deployment<'_>, index: u32) -> Vec<LogLine> {
    let version = deployment.image().and_then(images::version_of).unwrap_or("of unknown version");
    let text = |container: &str, key: &str| {
        deployment
            .container()
            .and_then(|c| c.get(container)?.get(0)?.get(key))
            .map_or("8080".to_owned(), |p| super::world::scalar(p).unwrap_or_default())
    };
    let port = text("PortMappings", "ContainerPort");
    let prefix = option(deployment, "awslogs-stream-prefix").unwrap_or("webhook");
    let name = deployment.container().and_then(|c| c.get("Name")?.as_str()).unwrap_or("webhook");
    let stream = format!("{prefix}/{name}/{}", deployment.task_id(index));
    let mut said =
        vec![format!("INFO Starting benchling-webhook {version}"), "INFO Reading configuration".to_owned()];
    if deployment.crashes {
        said.push("ERROR Required configuration is missing".to_owned());
        said.push("RuntimeError: the container stops here, as the rehearsal was told".to_owned());
    } else {
        said.push("INFO Benchling credentials read from Secrets Manager".to_owned());
        said.push(format!("INFO Listening on 0.0.0.0:{port}"));
        said.push("INFO GET /health/ready 200".to_owned());
    }
    // Each line a fixed share of the rollout after its start.
    let span = deployment.ended.0 - deployment.started.0;
    let steps = i64::try_from(said.len()).unwrap_or(1);
    let at = |line: usize| {
        let share = span / 3 + span / 2 * i64::try_from(line).unwrap_or(0) / steps;
        Timestamp(deployment.started.0 + share)
    };
    let line = |(index, text)| LogLine { at: at(index), stream: stream.clone(), text };
    said.into_iter().enumerate().map(line).collect()
}
