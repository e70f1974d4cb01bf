//! The page that stays open: both environments side by side, the way from dev to prod, and the history.
//!
//! The status is asked for when the page opens, every 30 seconds while the window can be seen, and when a deployment
//! of ours ends. An answer that fails leaves the last one in place, greyed and dated (see [`crate::board::watch`]).

mod absent;
mod card;
mod path;
mod spark;
mod tested;

use std::time::Duration;

use ipc::status::{HealthState, StackSummary};
use ipc::{Environment, Problem};
use leptos::prelude::*;
use leptos::task::spawn_local;

use self::card::EnvironmentCard;
use self::path::PromotePath;
use self::tested::TestResults;
use super::deploy_dialog::DeployDialog;
use super::history::History;
use super::promote::PromoteDialog;
use super::verify::VerifyDialog;
use super::wizard::focus_heading;
use crate::backend;
use crate::board::watch::{Watch, health_word};
use crate::clock;
use crate::components::{Button, ButtonKind, Icon, Note, ProblemNote, RelativeTime, Skeleton, Tone};
use crate::shell::{Errand, Screen, Shell};
use crate::words;

const EVERY: Duration = Duration::from_secs(30);

/// What the cards and the path between them are given.
#[derive(Clone, Copy)]
struct Board {
    watch: RwSignal<Watch>,
    tests: RwSignal<TestResults>,
    /// Why nothing can be deployed now.
    blocked: Memo<Option<String>>,
    deploying: RwSignal<Option<Environment>>,
    testing: RwSignal<Option<Environment>>,
    promoting: RwSignal<bool>,
}

#[component]
pub fn Dashboard() -> impl IntoView {
    let shell = Shell::here();
    let watch = RwSignal::new(Watch::default());
    let tests = RwSignal::new(TestResults::load());
    let asking = RwSignal::new(false);
    let ask = move || {
        if asking.get_untracked() {
            return;
        }
        asking.set(true);
        spawn_local(async move {
            let answer = backend::status().await;
            // The page may have been left while we waited.
            let _ = watch.try_update(|w| w.saw(answer));
            let _ = asking.try_set(false);
        });
    };
    let ask_if_seen = move || {
        if !document().hidden() {
            ask();
        }
    };
    if let Ok(interval) = set_interval_with_handle(ask_if_seen, EVERY) {
        on_cleanup(move || interval.clear());
    }
    let seen = window_event_listener_untyped("visibilitychange", move |_| ask_if_seen());
    on_cleanup(move || seen.remove());

    // One turn at once, and another whenever a deployment of ours ends.
    let ended = Memo::new(move |_| {
        shell.progress.with(|p| p.as_ref().filter(|p| p.outcome.is_some()).map(|p| p.run.clone()))
    });
    let turn = RwSignal::new(0_u32);
    Effect::new(move || {
        ended.track();
        ask();
        turn.update(|turn| *turn += 1);
    });

    let running = Memo::new(move |_| {
        shell.progress.with(|p| {
            let p = p.as_ref().filter(|p| p.outcome.is_none())?;
            Some((words::listed(&p.environments), p.headline.clone()))
        })
    });
    let blocked = Memo::new(move |_| match running.get() {
        Some((environments, headline)) => Some(format!("Deploying {environments}. {headline}")),
        None => watch.with(Watch::blocked),
    });
    let board = Board {
        watch,
        tests,
        blocked,
        deploying: RwSignal::new(None),
        testing: RwSignal::new(None),
        promoting: RwSignal::new(false),
    };
    focus_heading();
    let known = Memo::new(move |_| watch.with(|w| w.status.is_some()));
    let problem = Memo::new(move |_| watch.with(|w| w.problem.clone()));
    view! {
        <main class="board" data-page="dashboard">
            <Head watch asking=asking.into() on_refresh=move |()| ask() />
            {move || problem.get().map(|problem| view! { <Trouble problem watch on_again=move |()| ask() /> })}
            {move || {
                // Offline says it in the problem above; here are the deployments that are in the way.
                blocked
                    .get()
                    .filter(|_| problem.with(Option::is_none))
                    .map(|why| {
                        view! { <Busy why ours=running.with(Option::is_some) /> }
                    })
            }}
            <Show
                when=move || known.get()
                fallback=move || {
                    view! {
                        <Show when=move || problem.with(Option::is_none)>
                            <div class="environments environments-loading">
                                <div class="card"><Skeleton lines=6 label="Asking AWS how dev is" /></div>
                                <span></span>
                                <div class="card"><Skeleton lines=6 label="Asking AWS how prod is" /></div>
                            </div>
                        </Show>
                    }
                }
            >
                <div class="environments" class:stale=move || watch.with(Watch::stale)>
                    <EnvironmentCard environment=Environment::Dev board />
                    <PromotePath board />
                    <EnvironmentCard environment=Environment::Prod board />
                </div>
            </Show>
            <History when=turn />
            <DeployDialog environment=board.deploying />
            <VerifyDialog
                environment=board.testing
                on_answer=move |answer: ipc::check::Verification| {
                    watch.with_untracked(|w| {
                        tests.update(|tests| tests.note(w.status.as_ref(), &answer, clock::now()));
                    });
                }
            />
            <PromoteDialog open=board.promoting />
        </main>
    }
}

#[component]
fn Head(
    watch: RwSignal<Watch>,
    asking: Signal<bool>,
    #[prop(into)] on_refresh: Callback<()>,
) -> impl IntoView {
    let shell = Shell::here();
    let stack = Memo::new(move |_| watch.with(|w| w.status.as_ref().and_then(|s| s.stack.clone())));
    let checked = Memo::new(move |_| watch.with(|w| w.status.as_ref().map(|s| s.checked_at)));
    let known = Memo::new(move |_| watch.with(|w| w.status.is_some()));
    let name = move || match stack.get() {
        Some(StackSummary { name, .. }) => name,
        None => "Benchling webhook".into(),
    };
    view! {
        <header class="board-head">
            <div class="board-title">
                <h1 tabindex="-1">{name}</h1>
                <p class="muted number selectable">
                    {move || match stack.get() {
                        Some(s) => format!("{} / {}", s.region, s.account),
                        None if known.get() => "Nothing is installed yet".into(),
                        None => String::new(),
                    }}
                </p>
            </div>
            <p class="small muted board-checked" data-test="checked">
                {move || checked.get().map(|at| view! { "Checked " <RelativeTime at=Signal::stored(at) /> })}
            </p>
            <button
                type="button"
                class="icon-button"
                class:turning=asking
                aria-label="Check again now"
                title="Check again now"
                data-test="refresh"
                on:click=move |_| on_refresh.run(())
            >
                <Icon name="rotate-ccw" />
            </button>
            <Button
                kind=ButtonKind::Quiet
                test="edit-settings"
                icon="settings"
                on_press=move |()| shell.open(Screen::Wizard(Errand::Install))
            >
                "Edit settings"
            </Button>
        </header>
    }
}

/// Why the status could not be had; with what is known from before, or without.
#[component]
fn Trouble(problem: Problem, watch: RwSignal<Watch>, #[prop(into)] on_again: Callback<()>) -> impl IntoView {
    let since = watch.with_untracked(|w| w.status.as_ref().map(|s| s.checked_at));
    view! {
        <div data-test="status-problem">
            <ProblemNote problem>
                <Button test="try-again" icon="rotate-ccw" on_press=on_again>
                    "Check again"
                </Button>
                {since
                    .map(|at| {
                        view! {
                            <span class="small muted" data-test="last-known">
                                "What you see below is what was last known, from "
                                <RelativeTime at=Signal::stored(at) /> "."
                            </span>
                        }
                    })}
            </ProblemNote>
        </div>
    }
}

/// A deployment is under way, so that nothing else can be started.
#[component]
fn Busy(why: String, ours: bool) -> impl IntoView {
    let shell = Shell::here();
    view! {
        <Note tone=Tone::Running test="busy">
            <p>{why}</p>
            {ours
                .then(|| {
                    view! {
                        <div class="note-actions">
                            <Button test="show-progress" on_press=move |()| shell.open(Screen::Progress)>
                                "Show the progress"
                            </Button>
                        </div>
                    }
                })}
        </Note>
    }
}

/// How a health state is shown: tone and word.
pub fn health_badge(state: HealthState) -> (Tone, &'static str) {
    let tone = match state {
        HealthState::Healthy => Tone::Good,
        HealthState::Degraded => Tone::Attention,
        HealthState::Starting => Tone::Running,
        HealthState::Unhealthy => Tone::Failed,
        HealthState::Refused | HealthState::Unknown => Tone::Unknown,
    };
    (tone, health_word(state))
}
