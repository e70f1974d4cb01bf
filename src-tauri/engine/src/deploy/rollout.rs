//! What ECS does while CloudFormation waits for a service: how many tasks run, and why they don't.
//!
//! Asked every few polls and only while a service is being created or changed; an answer that can't be had is
//! done without. As soon as tasks fail, and whenever more of them do, evidence is gathered: the way back would delete
//! it, and the first task that fails may not have said all yet.

use std::collections::BTreeMap;
use std::time::Duration;

use ipc::plan::Group;
use ipc::progress::{RolloutProgress, RolloutState};
use ipc::{Environment, Timestamp};

use super::evidence::Evidence;
use super::failure;
use crate::Engine;
use crate::cloud::{Rollout, Service, StackEvent};
use crate::progress::Board;
use crate::template::{self, CLUSTER_NAME};

pub const SERVICE: &str = "AWS::ECS::Service";
const POLL: Duration = Duration::from_secs(3);

#[derive(Default)]
pub struct Rollouts {
    asked_at: Option<Timestamp>,
    evidence: BTreeMap<Environment, Evidence>,
}

impl Rollouts {
    pub async fn look(&mut self, engine: &Engine, stack: &str, board: &Board, events: &[StackEvent]) {
        let failed = events.iter().filter(|event| event.resource_type == SERVICE && failure::is_cause(event));
        for event in failed {
            if let Some(environment) = environment_of(template::group_of(&event.logical_id)) {
                self.gather(engine, stack, environment, board.began(&event.logical_id)).await;
            }
        }
        let now = engine.clock.now();
        let poll = i64::try_from(POLL.as_millis()).unwrap_or(i64::MAX);
        if self.asked_at.is_some_and(|asked| now.0 - asked.0 < poll) {
            return;
        }
        let rows = board.under_way(SERVICE);
        if !rows.is_empty() {
            self.asked_at = Some(now);
        }
        for row in rows {
            let Some(environment) = environment_of(row.group) else { continue };
            let Ok(cloud) = engine.cloud() else { continue };
            let asked = cloud.service(CLUSTER_NAME, &template::service_name(environment)).await;
            let Some(rollout) = asked.ok().flatten().as_ref().and_then(rollout) else { continue };
            let is_worse =
                row.rollout != Some(rollout) && (rollout.failed > 0 || rollout.state == RolloutState::Failed);
            if is_worse {
                self.gather(engine, stack, environment, row.started_at).await;
            }
            board.rollout(&row.logical_id, rollout);
        }
    }

    pub fn evidence(&self, logical_id: &str) -> Option<&Evidence> {
        self.evidence.get(&environment_of(template::group_of(logical_id))?)
    }

    async fn gather(
        &mut self,
        engine: &Engine,
        stack: &str,
        environment: Environment,
        since: Option<Timestamp>,
    ) {
        let known = self.evidence.entry(environment).or_default();
        let fresh = Evidence::gather(engine, stack, environment, since).await;
        *known = std::mem::take(known).and(fresh);
    }
}

fn rollout(service: &Service) -> Option<RolloutProgress> {
    let primary = service.deployments.iter().find(|deployment| deployment.primary)?;
    Some(RolloutProgress {
        desired: primary.desired,
        running: primary.running,
        failed: primary.failed,
        state: match primary.rollout {
            Rollout::Completed => RolloutState::Completed,
            Rollout::Failed => RolloutState::Failed,
            Rollout::InProgress | Rollout::Unknown => RolloutState::InProgress,
        },
    })
}

fn environment_of(group: Group) -> Option<Environment> {
    Environment::ALL.into_iter().find(|environment| Group::from(*environment) == group)
}
