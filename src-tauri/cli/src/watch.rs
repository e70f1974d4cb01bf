//! A deployment's progress as lines on standard error: what changed since the last time, once.

use std::collections::HashMap;
use std::sync::Mutex;

use engine::progress::{Board, Listener};
use ipc::Environment;
use ipc::plan::Group;
use ipc::progress::{Progress, ResourceState, RolloutProgress, StepState};

/// A board that prints.
pub fn board(run: String, environments: Vec<Environment>, engine: &engine::Engine) -> Board {
    Board::new(run, environments, engine.clock.clone(), printer())
}

fn printer() -> Listener {
    let printed: Mutex<Printed> = Mutex::default();
    Box::new(move |progress| {
        let mut printed = printed.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        printed.update(progress);
    })
}

#[derive(Default)]
struct Printed {
    headline: String,
    steps: HashMap<ipc::progress::Step, StepState>,
    resources: HashMap<String, ResourceState>,
    rollouts: HashMap<String, RolloutProgress>,
}

impl Printed {
    fn update(&mut self, progress: &Progress) {
        let seconds = progress.at.seconds_since(progress.started_at);
        let clock = format!("{:>2}:{:02}", seconds / 60, seconds % 60);
        if progress.headline != self.headline
            && !progress.steps.iter().any(|step| step.state == StepState::Failed)
        {
            self.headline.clone_from(&progress.headline);
            eprintln!("{clock}  {}", progress.headline);
        }
        for step in &progress.steps {
            if self.steps.insert(step.step, step.state) != Some(step.state) && step.state == StepState::Failed
            {
                let detail = step.detail.as_deref().unwrap_or("failed");
                eprintln!("{clock}  {}: {detail}", step.step.title());
            }
        }
        for row in &progress.resources {
            let place = match row.group {
                Group::Shared => "shared",
                Group::Dev => "dev",
                Group::Prod => "prod",
            };
            if let Some(rollout) = row.rollout
                && self.rollouts.insert(row.logical_id.clone(), rollout) != Some(rollout)
            {
                eprintln!("{clock}    {place:<6} {:<34} {rollout}", row.name);
            }
            if self.resources.insert(row.logical_id.clone(), row.state) == Some(row.state) {
                continue;
            }
            let word = match row.state {
                ResourceState::Done => "done",
                ResourceState::Removed => "removed",
                ResourceState::Failed => "FAILED",
                ResourceState::Cancelled => "given up",
                ResourceState::RolledBack => "put back",
                _ => continue,
            };
            let took = match (row.started_at, row.ended_at) {
                (Some(started), Some(ended)) => format!(" ({} s)", ended.seconds_since(started)),
                _ => String::new(),
            };
            let reason =
                if row.state == ResourceState::Failed { row.reason.as_deref().unwrap_or("") } else { "" };
            eprintln!("{clock}    {place:<6} {:<34} {word}{took} {reason}", row.name);
        }
    }
}
