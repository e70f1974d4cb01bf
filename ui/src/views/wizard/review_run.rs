//! What happens behind the review: the profiles are saved, everything is checked, a plan is made; then it is deployed.
//!
//! Each start has a number. A step that finds another number when it ends belongs to a review that was left, and stops
//! without a trace; a plan that nobody will agree to any more is given back to the host.

use ipc::check::Preflight;
use ipc::plan::{Plan, PlanKind};
use ipc::profile::SecretPlace;
use ipc::{Code, Environment, ImageTag, Problem, ProfileName};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::store::Store;
use crate::backend;
use crate::draft;
use crate::messages::wizard as said;
use crate::shell::Screen;
use crate::wizard::{Page, Wizard};

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Stage {
    #[default]
    Saving,
    Checking,
    Planning,
    /// There is a plan to agree to.
    Ready,
    /// Something has to be put right first.
    Stopped,
    Starting,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Review {
    pub stage: Stage,
    /// What was settled on the way.
    pub settled: Settled,
    pub preflight: Option<Preflight>,
    pub plan: Option<Plan>,
    pub problem: Option<Problem>,
    /// A page that has to be completed before anything can be checked.
    pub incomplete: Option<Page>,
    number: u32,
}

/// Answers to what a review can ask; the next review starts from them.
#[derive(Clone, Debug, PartialEq)]
pub struct Settled {
    /// Where the client secrets are to be kept.
    place: SecretPlace,
    update_both: bool,
    image_version: Option<ImageTag>,
}

impl Default for Settled {
    fn default() -> Self {
        Self { place: SecretPlace::Keyring, update_both: false, image_version: None }
    }
}

impl Review {
    pub fn busy(&self) -> bool {
        // A review that has not been started yet is busy with nothing.
        self.number > 0
            && matches!(self.stage, Stage::Saving | Stage::Checking | Stage::Planning | Stage::Starting)
    }

    pub fn nothing_to_change(&self) -> bool {
        self.plan.as_ref().is_some_and(|plan| plan.kind == PlanKind::NothingToChange)
    }
}

impl Store {
    pub fn start_review(self) {
        if self.closed.get_untracked() {
            return;
        }
        self.discard_plan();
        let settled = self.review.with_untracked(|review| review.settled.clone());
        let number = self.review.with_untracked(|review| review.number) + 1;
        let incomplete = self.wizard.with_untracked(Wizard::first_incomplete);
        let stage = if incomplete.is_some() { Stage::Stopped } else { Stage::Saving };
        self.review.set(Review { stage, settled, incomplete, number, ..Review::default() });
        if incomplete.is_none() {
            spawn_local(async move {
                if let Err(problem) = self.prepare(number).await {
                    self.step(number, |review| {
                        review.stage = Stage::Stopped;
                        review.problem = Some(problem);
                    });
                }
            });
        }
    }

    /// Where there is no keyring to be had.
    pub fn keep_for_this_session(self) {
        self.settle(|settled| settled.place = SecretPlace::Session);
    }

    pub fn update_both(self) {
        self.settle(|settled| settled.update_both = true);
    }

    pub fn say_version(self, version: ImageTag) {
        self.settle(|settled| settled.image_version = Some(version));
    }

    fn settle(self, change: impl FnOnce(&mut Settled)) {
        self.review.update(|review| change(&mut review.settled));
        self.start_review();
    }

    pub fn drop_review(self) {
        self.discard_plan();
        self.review.update(|review| {
            *review =
                Review { number: review.number + 1, settled: review.settled.clone(), ..Review::default() };
            review.stage = Stage::Stopped;
        });
    }

    async fn prepare(self, number: u32) -> Result<(), Problem> {
        self.save().await?;
        let mut request = self.wizard.with_untracked(Wizard::request);
        let settled = self.review.with_untracked(|review| review.settled.clone());
        request.update_both = settled.update_both;
        if let Some(version) = settled.image_version {
            request.say_version(version);
        }
        if !self.step(number, |review| review.stage = Stage::Checking) {
            return Ok(());
        }
        let preflight = backend::preflight(request.clone()).await?;
        let failed = preflight.first_problem().is_some();
        let going_on = self.step(number, |review| {
            review.stage = if failed { Stage::Stopped } else { Stage::Planning };
            review.preflight = Some(preflight);
        });
        if failed || !going_on {
            return Ok(());
        }
        let plan = backend::plan(request).await?;
        let id = plan.id.clone();
        let shown = self.step(number, |review| {
            review.stage = Stage::Ready;
            review.plan = Some(plan);
        });
        if !shown {
            backend::discard_plan(id).await?;
        }
        Ok(())
    }

    async fn save(self) -> Result<(), Problem> {
        let answers = self.wizard.with_untracked(|wizard| wizard.answers().clone());
        let place = self.review.with_untracked(|review| review.settled.place);
        for environment in answers.environments.list() {
            let profile = answers.profile(*environment).map_err(|key| {
                let message = answers.error(key).unwrap_or_else(|| said::missing_answer(key.id()));
                Problem::new(Code::ValueInvalid, message, said::GO_BACK)
            })?;
            if *environment == Environment::Dev && answers.dev_same_client {
                // After prod was saved, so that what is copied is what was kept.
                let from = ProfileName::usual_for(Environment::Prod);
                backend::copy_secret(from, profile.profile.clone()).await?;
            }
            backend::save_profile(profile, place).await?;
        }
        Ok(())
    }

    pub fn deploy_or_check_again(self) {
        let (stage, plan, nothing) = self.review.with_untracked(|review| {
            (review.stage, review.plan.as_ref().map(|plan| plan.id.clone()), review.nothing_to_change())
        });
        match (stage, plan) {
            (Stage::Ready, Some(_)) if nothing => {
                self.drop_review();
                draft::clear(self.mode);
                self.shell.open(Screen::Dashboard);
            }
            (Stage::Ready, Some(plan)) => self.deploy(plan),
            _ => match self.review.with_untracked(|review| review.incomplete) {
                Some(page) => self.go(page),
                None => self.start_review(),
            },
        }
    }

    fn deploy(self, plan: String) {
        let number = self.review.with_untracked(|review| review.number);
        self.step(number, |review| review.stage = Stage::Starting);
        spawn_local(async move {
            match backend::deploy(plan).await {
                // The plan is the host's now: the progress page tells the rest.
                Ok(progress) => {
                    self.review.update_untracked(|review| review.plan = None);
                    self.shell.watch(progress);
                }
                Err(problem) => {
                    self.step(number, |review| {
                        review.stage = Stage::Stopped;
                        review.problem = Some(problem);
                    });
                }
            }
        });
    }

    fn discard_plan(self) {
        let plan = self.review.try_update_untracked(|review| review.plan.take()).flatten();
        if let Some(plan) = plan {
            // Left behind, it is a change set that nobody executes: no reason to trouble anybody.
            spawn_local(async move { drop(backend::discard_plan(plan.id).await) });
        }
    }

    /// Change the review of this number; false where it is no longer the present one.
    fn step(self, number: u32, change: impl FnOnce(&mut Review)) -> bool {
        let present = self.review.try_with_untracked(|review| review.number == number).unwrap_or(false);
        if present {
            self.review.update(change);
        }
        present
    }
}
