//! One deployment's [`Progress`], folded from what happens and told whole to whoever listens. CloudFormation's events
//! themselves are kept beside it, for whoever asks: telling all of them after each would take time by the square of
//! their number.

mod headline;

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError};

use ipc::plan::{Change, ChangeAction, Group};
use ipc::progress::{
    Outcome, Progress, RawEvent, ResourceProgress, ResourceState, RolloutProgress, Step, StepProgress,
    StepState,
};
use ipc::{Environment, Timestamp};

use self::headline::{headline_of, outcome_headline};
use crate::cloud::StackEvent;
use crate::durations::{Durations, Taken, Work};
use crate::{Clock, template};

/// Who is told after each change. It gets the whole state, so it may come late and miss nothing.
pub type Listener = Box<dyn Fn(&Progress) + Send + Sync>;

pub struct Board {
    clock: Arc<dyn Clock>,
    progress: Mutex<Progress>,
    expected: Mutex<Expected>,
    events: Mutex<Events>,
    listener: Listener,
}

/// Those that have been folded, oldest first.
#[derive(Default)]
struct Events {
    all: Vec<RawEvent>,
    seen: HashSet<String>,
}

/// What is done to each resource, by logical id, and how long that took in earlier runs.
#[derive(Default)]
struct Expected {
    works: HashMap<String, Work>,
    durations: Durations,
}

impl Expected {
    fn usual(&self, row: &ResourceProgress) -> (u32, u32) {
        let work = self.works.get(&row.logical_id).copied().unwrap_or(Work::Create);
        self.durations.usual(&row.resource_type, work)
    }
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
            sequence: 0,
            at: now,
            outcome: None,
            events: 0,
        };
        Self {
            clock,
            progress: Mutex::new(progress),
            expected: Mutex::default(),
            events: Mutex::default(),
            listener,
        }
    }

    /// As it is now; what has ended stays as it was at its end.
    pub fn snapshot(&self) -> Progress {
        let mut progress = self.lock().clone();
        if progress.outcome.is_none() {
            progress.at = self.clock.now();
        }
        progress
    }

    /// CloudFormation's own events so far, oldest first.
    pub fn events(&self) -> Vec<RawEvent> {
        self.folded().all.clone()
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
        let rows = {
            let mut expected = self.expected();
            expected.works =
                changes.iter().map(|change| (change.logical_id.clone(), work_of(change.action))).collect();
            let row = |change: &Change| {
                let row = row(&change.logical_id, &change.resource_type, &change.name, change.group);
                ResourceProgress { usual: expected.usual(&row), ..row }
            };
            changes.iter().map(row).collect()
        };
        self.change(|progress, _| progress.resources = rows);
    }

    /// What to expect, from earlier runs.
    pub fn learned(&self, durations: Durations) {
        let mut expected = self.expected();
        expected.durations = durations;
        if self.lock().resources.is_empty() {
            return;
        }
        self.change(|progress, _| {
            for row in &mut progress.resources {
                row.usual = expected.usual(row);
            }
        });
    }

    /// How long each resource took that was done as it should.
    pub fn taken(&self) -> Vec<Taken> {
        let expected = self.expected();
        let progress = self.lock();
        let taken = progress.resources.iter().filter_map(|row| {
            let work = *expected.works.get(&row.logical_id)?;
            // A resource that is replaced ends with the removal of the old one, which says nothing of the new.
            let is_its_end = match row.state {
                ResourceState::Done => work != Work::Delete,
                ResourceState::Removed => work == Work::Delete,
                _ => false,
            };
            let seconds = row.ended_at?.seconds_since(row.started_at?);
            is_its_end.then(|| Taken { resource_type: row.resource_type.clone(), work, seconds })
        });
        taken.collect()
    }

    /// Resources of a type that are being created or changed.
    pub fn under_way(&self, resource_type: &str) -> Vec<ResourceProgress> {
        let is_moving = |row: &&ResourceProgress| {
            row.resource_type == resource_type
                && matches!(row.state, ResourceState::Creating | ResourceState::Updating)
        };
        self.lock().resources.iter().filter(is_moving).cloned().collect()
    }

    pub fn began(&self, logical_id: &str) -> Option<Timestamp> {
        self.lock().resources.iter().find(|row| row.logical_id == logical_id)?.started_at
    }

    pub fn rollout(&self, logical_id: &str, rollout: RolloutProgress) {
        let is_new = |row: &ResourceProgress| row.logical_id == logical_id && row.rollout != Some(rollout);
        if !self.lock().resources.iter().any(is_new) {
            return;
        }
        self.change(|progress, _| {
            if let Some(row) = progress.resources.iter_mut().find(|row| is_new(row)) {
                row.rollout = Some(rollout);
            }
        });
    }

    /// Folds CloudFormation's events, oldest first; one seen before changes nothing.
    pub fn fold(&self, events: &[StackEvent]) {
        let mut folded = self.folded();
        let new: Vec<&StackEvent> =
            events.iter().filter(|event| folded.seen.insert(event.id.clone())).collect();
        if new.is_empty() {
            return;
        }
        folded.all.extend(new.iter().map(|event| raw(event)));
        let mut expected = self.expected();
        self.change(|progress, _| {
            progress.events = folded.all.len();
            for event in new.iter().filter(|event| event.resource_type != "AWS::CloudFormation::Stack") {
                fold_resource(&mut progress.resources, &mut expected, event);
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
        progress.sequence += 1;
        progress.at = now;
        (self.listener)(&progress);
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Progress> {
        self.progress.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Locked before what is expected, never after it.
    fn folded(&self) -> std::sync::MutexGuard<'_, Events> {
        self.events.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Locked before the progress, never after it.
    fn expected(&self) -> std::sync::MutexGuard<'_, Expected> {
        self.expected.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn work_of(action: ChangeAction) -> Work {
    match action {
        ChangeAction::Add | ChangeAction::Replace => Work::Create,
        ChangeAction::Modify | ChangeAction::MaybeReplace => Work::Update,
        ChangeAction::Remove => Work::Delete,
    }
}

fn raw(event: &StackEvent) -> RawEvent {
    RawEvent {
        id: event.id.clone(),
        at: event.at,
        logical_id: event.logical_id.clone(),
        resource_type: event.resource_type.clone(),
        status: event.status.clone(),
        reason: event.reason.clone(),
    }
}

/// A resource that nothing has happened to yet.
fn row(logical_id: &str, resource_type: &str, name: &str, group: Group) -> ResourceProgress {
    ResourceProgress {
        logical_id: logical_id.to_owned(),
        resource_type: resource_type.to_owned(),
        name: name.to_owned(),
        group,
        state: ResourceState::Waiting,
        reason: None,
        physical_id: None,
        started_at: None,
        ended_at: None,
        usual: (0, 0),
        rollout: None,
    }
}

fn fold_resource(rows: &mut Vec<ResourceProgress>, expected: &mut Expected, event: &StackEvent) {
    let index = rows.iter().position(|row| row.logical_id == event.logical_id).unwrap_or_else(|| {
        let work = match event.status.split('_').next() {
            Some("UPDATE") => Work::Update,
            Some("DELETE") => Work::Delete,
            _ => Work::Create,
        };
        expected.works.insert(event.logical_id.clone(), work);
        let name = template::plain_name(&event.logical_id, &event.resource_type);
        let group = template::group_of(&event.logical_id);
        let row = row(&event.logical_id, &event.resource_type, &name, group);
        rows.push(ResourceProgress { usual: expected.usual(&row), ..row });
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
