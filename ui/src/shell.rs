//! What all screens share: which one is open, what the host said at start, and the deployment that runs.
//!
//! There is no router: the window has no addresses. A screen changes by [`Shell::open`], and the deployment's
//! progress is kept here, so that it survives a change of screen and a late view sees the present state first.

use ipc::bridge::{Mode, Start, event};
use ipc::profile::ProfileEntry;
use ipc::progress::{Outcome, Progress};
use ipc::{Code, Environment, Problem};
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::{backend, draft, presence};

#[derive(Clone, Debug, PartialEq)]
pub enum Screen {
    /// Before the host has answered.
    Loading,
    /// Nothing can be done before this is put right.
    Trouble(Problem),
    /// What older tools left.
    Import,
    Wizard(Errand),
    Progress,
    Dashboard,
    Settings,
}

/// What the wizard was opened for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Errand {
    /// The first installation, from the welcome page.
    #[default]
    Install,
    /// An environment beside the one that exists; what is known is filled in.
    Add(Environment),
    /// Where it was left: after a deployment that failed.
    Resume,
}

#[derive(Clone, Copy)]
pub struct Shell {
    /// The host's answer; none while loading.
    pub start: RwSignal<Option<Start>>,
    pub screen: RwSignal<Screen>,
    /// The last or running deployment, kept up to date by the host's events.
    pub progress: RwSignal<Option<Progress>>,
    /// Where the settings were opened.
    before: RwSignal<Option<Screen>>,
}

impl Shell {
    /// Make it, put it into the context, and ask the host how things stand.
    pub fn provide() -> Self {
        let shell = Self {
            start: RwSignal::new(None),
            screen: RwSignal::new(Screen::Loading),
            progress: RwSignal::new(None),
            before: RwSignal::new(None),
        };
        provide_context(shell);
        spawn_local(async move {
            // Before anything is asked, so that no event falls between the answer and the subscription.
            if let Err(problem) = backend::on_event(event::PROGRESS, move |now| shell.follow(now)).await {
                return shell.fail(problem);
            }
            shell.reload();
        });
        shell
    }

    /// The shell of the window, from any component.
    pub fn here() -> Self {
        expect_context()
    }

    /// Ask the host again how things stand, and open the screen that fits.
    pub fn reload(self) {
        spawn_local(async move { self.begin(backend::start().await) });
    }

    /// Go on for real, or rehearse; opens what fits there.
    pub fn choose_mode(self, mode: Mode) {
        spawn_local(async move {
            let answer = backend::choose_mode(mode).await;
            // What was told last was told of the mode before.
            self.progress.set(None);
            self.begin(answer);
        });
    }

    pub fn open(self, screen: Screen) {
        self.screen.set(screen);
    }

    /// Over whatever is open, but for what has to be settled first.
    pub fn open_settings(self) {
        let present = self.screen.get_untracked();
        if !matches!(present, Screen::Loading | Screen::Settings) {
            self.before.set(Some(present));
            self.open(Screen::Settings);
        }
    }

    /// Back to the settings, where it was opened there; else to what fits now.
    pub fn close_import(self) {
        if self.before.with_untracked(Option::is_some) { self.open(Screen::Settings) } else { self.reload() }
    }

    /// Back to where they were opened. What was put right meanwhile may have been the trouble.
    pub fn close_settings(self) {
        match self.before.try_update(Option::take).flatten() {
            // Opened anew it would begin anew; what was typed is in the draft.
            Some(Screen::Wizard(Errand::Add(_))) => self.open(Screen::Wizard(Errand::Resume)),
            Some(Screen::Trouble(_)) | None => self.reload(),
            Some(screen) => self.open(screen),
        }
    }

    /// The profiles have changed.
    pub fn know_profiles(self, profiles: Vec<ProfileEntry>) {
        self.start.update(|start| {
            if let Some(start) = start {
                start.profiles = profiles;
            }
        });
    }

    pub fn fail(self, problem: Problem) {
        self.screen.set(Screen::Trouble(problem));
    }

    pub fn mode(self) -> Mode {
        self.start.with(|start| start.as_ref().map(|start| start.mode).unwrap_or_default())
    }

    /// A deployment has begun: show it.
    pub fn watch(self, progress: Progress) {
        self.follow(progress);
        self.open(Screen::Progress);
    }

    fn begin(self, answer: Result<Start, Problem>) {
        match answer {
            Err(problem) => self.fail(problem),
            Ok(start) => {
                if let Some(unfinished) = &start.unfinished {
                    self.follow(unfinished.clone());
                }
                // The mode decides which draft a wizard reads, so it must be known before the wizard opens.
                let screen = screen_for(&start);
                self.start.set(Some(start));
                self.open(screen);
                mark_interactive();
            }
        }
    }

    /// What is told of a deployment, unless it is older than what is known.
    pub fn follow(self, progress: Progress) {
        if self
            .progress
            .with_untracked(|shown| shown.as_ref().is_some_and(|shown| progress.is_older_than(shown)))
        {
            return;
        }
        let running = self.progress.with_untracked(|shown| {
            shown.as_ref().is_some_and(|shown| shown.run == progress.run && shown.outcome.is_none())
        });
        if running && progress.outcome.is_some() {
            presence::tell(&progress, untrack(|| self.mode()));
        }
        if let Some(outcome) = &progress.outcome
            && !matches!(outcome, Outcome::Failed { .. } | Outcome::Cancelled)
        {
            draft::clear(self.mode());
        }
        self.progress.set(Some(progress));
    }
}

fn screen_for(start: &Start) -> Screen {
    // A file of an older tool may be just what can't be read as a profile.
    let importable = start.problem.as_ref().is_none_or(|problem| problem.code == Code::ProfileBroken);
    match start {
        Start { to_import: true, unfinished: None, .. } if importable => Screen::Import,
        Start { problem: Some(problem), .. } => Screen::Trouble(problem.clone()),
        Start { unfinished: Some(_), .. } => Screen::Progress,
        Start { installed: true, .. } => Screen::Dashboard,
        _ => Screen::Wizard(Errand::Install),
    }
}

/// The moment from which the window can be used, for whoever measures it: `performance.getEntriesByName`.
fn mark_interactive() {
    request_animation_frame(|| {
        if let Some(performance) = window().performance() {
            let _ = performance.mark("interactive");
        }
    });
}
