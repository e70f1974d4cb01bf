//! One deployment's [`Progress`], folded from what happens and told whole to whoever listens.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};

use ipc::plan::{Change, ChangeAction, Group};
use ipc::progress::{
    Outcome, Progress, RawEvent, ResourceProgress, ResourceState, Step, StepProgress, StepState,
};
use ipc::{Environment, Timestamp};

use crate::cloud::StackEvent;
use crate::{Clock, template};

/// Who is told after each change. It gets the whole state, so it may come late and miss nothing.
pub type Listener = Box<dyn Fn(&Progress) + Send + Sync>;

pub struct Board {
    clock: Arc<dyn Clock>,
    progress: Mutex<Progress>,
    listener: Listener,
}

impl Board {
    pub fn new(
        run: String,
        environments: Vec<Environment>,
        clock: Arc<dyn Clock>,
        listener: Listener,
    ) -> Self {
        let pending = |step| StepProgress {
            step,
            state: StepState::Pending,
            detail: None,
            started_at: None,
            ended_at: None,
        };
        let now = clock.now();
        let progress = Progress {
            run,
            environments,
            steps: Step::ALL.into_iter().map(pending).collect(),
            resources: Vec::new(),
            headline: "Checking everything first.".into(),
            started_at: now,
            at: now,
            outcome: None,
            events: Vec::new(),
        };
        Self { clock, progress: Mutex::new(progress), listener }
    }

    pub fn snapshot(&self) -> Progress {
        let mut progress = self.lock().clone();
        progress.at = self.clock.now();
        progress
    }

    pub fn run(&self) -> String {
        self.lock().run.clone()
    }

    /// Counts from the moment the run began, where it began before this program did.
    pub fn began_at(&self, at: Timestamp) {
        self.change(|progress, _| progress.started_at = at);
    }

    pub fn headline(&self, text: impl Into<String>) {
        let text = text.into();
        if self.lock().headline != text {
            self.change(|progress, _| progress.headline = text);
        }
    }

    pub fn step(&self, step: Step, state: StepState, detail: Option<String>) {
        self.change(|progress, now| {
            if let Some(row) = progress.steps.iter_mut().find(|row| row.step == step) {
                row.state = state;
                row.detail = detail.or(row.detail.take());
                match state {
                    StepState::Running => row.started_at = row.started_at.or(Some(now)),
                    StepState::Done | StepState::Failed => row.ended_at = Some(now),
                    StepState::Pending | StepState::Skipped => {}
                }
            }
        });
    }

    /// Runs one step: running, then done or failed.
    pub async fn during<T>(
        &self,
        step: Step,
        headline: &str,
        work: impl Future<Output = crate::Result<T>>,
    ) -> crate::Result<T> {
        self.headline(headline);
        self.step(step, StepState::Running, None);
        let result = work.await;
        match &result {
            Ok(_) => self.step(step, StepState::Done, None),
            Err(problem) => self.step(step, StepState::Failed, Some(problem.message.clone())),
        }
        result
    }

    /// Lists the resources that the change set touches, before any of them starts.
    pub fn expect(&self, changes: &[Change]) {
        self.change(|progress, _| {
            progress.resources = changes
                .iter()
                .map(|change| ResourceProgress {
                    logical_id: change.logical_id.clone(),
                    resource_type: change.resource_type.clone(),
                    name: change.name.clone(),
                    group: change.group,
                    state: ResourceState::Waiting,
                    reason: None,
                    physical_id: None,
                    started_at: None,
                    ended_at: None,
                    usual: match change.action {
                        ChangeAction::Add | ChangeAction::Replace => {
                            template::usual_seconds(&change.resource_type)
                        }
                        ChangeAction::Modify | ChangeAction::MaybeReplace | ChangeAction::Remove => (5, 60),
                    },
                })
                .collect();
        });
    }

    /// Folds CloudFormation's events, oldest first; one seen before changes nothing.
    pub fn fold(&self, events: &[StackEvent]) {
        if events.is_empty() {
            return;
        }
        self.change(|progress, _| {
            let seen: HashSet<String> = progress.events.iter().map(|event| event.id.clone()).collect();
            for event in events.iter().filter(|event| !seen.contains(&event.id)) {
                progress.events.push(RawEvent {
                    id: event.id.clone(),
                    at: event.at,
                    logical_id: event.logical_id.clone(),
                    resource_type: event.resource_type.clone(),
                    status: event.status.clone(),
                    reason: event.reason.clone(),
                });
                if event.resource_type != "AWS::CloudFormation::Stack" {
                    fold_resource(&mut progress.resources, event);
                }
            }
            if let Some(text) = headline_of(&progress.resources) {
                progress.headline = text;
            }
        });
    }

    /// The stack is done: a resource that said nothing, since not every stack has something to say about all
    /// of them, is done too.
    pub fn settle(&self) {
        self.change(|progress, now| {
            for row in &mut progress.resources {
                if matches!(
                    row.state,
                    ResourceState::Waiting
                        | ResourceState::Creating
                        | ResourceState::Updating
                        | ResourceState::Removing
                ) {
                    row.state = ResourceState::Done;
                    row.ended_at = row.ended_at.or(row.started_at.map(|_| now));
                }
            }
        });
    }

    /// The last event of a run. Later ones are ignored.
    pub fn finish(&self, outcome: Outcome) {
        self.change(|progress, _| {
            if progress.outcome.is_none() {
                progress.headline = outcome_headline(&outcome, &progress.environments);
                progress.outcome = Some(outcome);
            }
        });
    }

    fn change(&self, apply: impl FnOnce(&mut Progress, Timestamp)) {
        let now = self.clock.now();
        let mut progress = self.lock();
        apply(&mut progress, now);
        progress.at = now;
        (self.listener)(&progress);
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Progress> {
        self.progress.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn fold_resource(rows: &mut Vec<ResourceProgress>, event: &StackEvent) {
    let index = rows.iter().position(|row| row.logical_id == event.logical_id).unwrap_or_else(|| {
        rows.push(ResourceProgress {
            logical_id: event.logical_id.clone(),
            resource_type: event.resource_type.clone(),
            name: template::plain_name(&event.logical_id, &event.resource_type),
            group: template::group_of(&event.logical_id),
            state: ResourceState::Waiting,
            reason: None,
            physical_id: None,
            started_at: None,
            ended_at: None,
            usual: template::usual_seconds(&event.resource_type),
        });
        rows.len() - 1
    });
    let row = &mut rows[index];
    let state = state_of(&event.status, event.reason.as_deref(), row.state);
    row.state = state;
    row.started_at = row.started_at.or(Some(event.at));
    row.ended_at = is_settled(state).then_some(event.at);
    // "Resource creation Initiated" is not worth a person's time; the physical id shows it.
    let reason = event.reason.as_deref().filter(|text| !text.ends_with("Initiated"));
    row.reason = reason.map(str::to_owned).or(row.reason.take());
    row.physical_id = event.physical_id.clone().filter(|id| !id.is_empty()).or(row.physical_id.take());
}

fn state_of(status: &str, reason: Option<&str>, before: ResourceState) -> ResourceState {
    let rolling_back =
        matches!(before, ResourceState::RollingBack | ResourceState::Failed | ResourceState::Cancelled);
    match status {
        "CREATE_IN_PROGRESS" | "IMPORT_IN_PROGRESS" => ResourceState::Creating,
        "UPDATE_IN_PROGRESS" if rolling_back => ResourceState::RollingBack,
        "UPDATE_IN_PROGRESS" => ResourceState::Updating,
        "DELETE_IN_PROGRESS" if rolling_back => ResourceState::RollingBack,
        "DELETE_IN_PROGRESS" => ResourceState::Removing,
        "UPDATE_COMPLETE" | "DELETE_COMPLETE" if rolling_back => ResourceState::RolledBack,
        "DELETE_COMPLETE" | "DELETE_SKIPPED" => ResourceState::Removed,
        status if status.ends_with("_FAILED") => {
            if is_cancelled(reason) {
                ResourceState::Cancelled
            } else {
                ResourceState::Failed
            }
        }
        status if status.contains("ROLLBACK") && status.ends_with("_IN_PROGRESS") => {
            ResourceState::RollingBack
        }
        status if status.contains("ROLLBACK") => ResourceState::RolledBack,
        status if status.ends_with("_COMPLETE") => ResourceState::Done,
        _ => before,
    }
}

/// CloudFormation gives up the others when one has failed: they are not the cause.
pub fn is_cancelled(reason: Option<&str>) -> bool {
    reason.is_some_and(|text| {
        text.starts_with("Resource creation cancelled") || text.starts_with("Resource update cancelled")
    })
}

fn is_settled(state: ResourceState) -> bool {
    matches!(
        state,
        ResourceState::Done
            | ResourceState::Removed
            | ResourceState::Failed
            | ResourceState::Cancelled
            | ResourceState::RolledBack
    )
}

/// What is being waited for: of all that runs, the one that usually takes longest.
fn headline_of(rows: &[ResourceProgress]) -> Option<String> {
    if rows.iter().any(|row| row.state == ResourceState::RollingBack) {
        return Some("Something failed. CloudFormation is putting everything back as it was.".into());
    }
    let running = rows.iter().filter(|row| {
        matches!(row.state, ResourceState::Creating | ResourceState::Updating | ResourceState::Removing)
    });
    let longest = running.max_by_key(|row| row.usual.1)?;
    let verb = match longest.state {
        ResourceState::Updating => "Changing",
        ResourceState::Removing => "Removing",
        _ => "Creating",
    };
    let place = match longest.group {
        Group::Shared => String::new(),
        Group::Dev => " of dev".into(),
        Group::Prod => " of prod".into(),
    };
    let name = in_sentence(&longest.name);
    Some(format!("{verb} the {name}{place}. This usually takes {}.", span(longest.usual)))
}

/// A name as it stands inside a sentence: "Load balancer" loses its capital, "NAT gateway" keeps its own.
fn in_sentence(name: &str) -> String {
    let mut chars = name.chars();
    match (chars.next(), chars.clone().next()) {
        (Some(first), Some(second)) if !second.is_uppercase() => first.to_lowercase().chain(chars).collect(),
        _ => name.to_owned(),
    }
}

/// A span of seconds in words: "20 to 40 s", "2 to 4 min".
pub fn span((from, to): (u32, u32)) -> String {
    if to <= 90 {
        format!("{from} to {to} s")
    } else {
        let minutes = |seconds: u32| seconds.div_ceil(60).max(1);
        let (from, to) = (minutes(from), minutes(to));
        if from == to { format!("about {to} min") } else { format!("{from} to {to} min") }
    }
}

fn outcome_headline(outcome: &Outcome, environments: &[Environment]) -> String {
    let names: Vec<&str> = environments.iter().map(|e| e.as_str()).collect();
    let (names, be) = (names.join(" and "), if environments.len() > 1 { "are" } else { "is" });
    match outcome {
        Outcome::Succeeded { .. } => {
            let verb = if environments.len() > 1 { "answer" } else { "answers" };
            format!("Done: {names} {be} deployed and {verb}.")
        }
        Outcome::NotAnsweringYet { .. } => format!("Deployed: {names} {be} in place, but not answering yet."),
        Outcome::NotWaited { .. } => {
            format!("Deployed: {names} {be} in place. We did not wait for an answer.")
        }
        Outcome::NothingToChange { .. } => {
            "Nothing to change: what is deployed is what you asked for.".into()
        }
        Outcome::Done { what } => what.clone(),
        Outcome::Failed { problem } => problem.message.clone(),
        Outcome::Cancelled => "Cancelled. Nothing was changed.".into(),
    }
}
