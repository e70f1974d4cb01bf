//! The page that stays open: both environments side by side, the way from dev to prod, and the history.
//!
//! The status is asked for when the page opens, every 30 seconds while the window can be seen, and when a deployment
//! of ours ends (see [`poll`]). An answer that fails leaves the last one in place, greyed and dated (see
//! [`crate::board::watch`]).

mod absent;
mod card;
mod kept;
mod path;
mod poll;
mod spark;
mod tested;

use ipc::status::{HealthState, StackSummary};
use ipc::{Environment, Problem};
use leptos::prelude::*;

use self::card::EnvironmentCard;
use self::path::PromotePath;
use self::poll::Poll;
use self::tested::TestResults;
use super::deploy_dialog::DeployDialog;
use super::history::History;
use super::logs::LogsDialog;
use super::promote::PromoteDialog;
use super::remove::RemoveDialog;
use super::repair::RepairDialog;
use super::verify::VerifyDialog;
use super::wizard::focus_heading;
use crate::board::watch::{Watch, health_word};
use crate::clock;
use crate::components::{Button, ButtonKind, Icon, Note, ProblemNote, RelativeTime, Skeleton, Tone};
use crate::shell::{Errand, Screen, Shell};
use crate::words;

/// What the cards and the path between them are given.
#[derive(Clone, Copy)]
struct Board {
    watch: RwSignal<Watch>,
    tests: RwSignal<TestResults>,
    /// Why nothing can be deployed now.
    blocked: Memo<Option<String>>,
    deploying: RwSignal<Option<Environment>>,
    testing: RwSignal<Option<Environment>>,
    removing: RwSignal<Option<Environment>>,
    reading: RwSignal<Option<Environment>>,
    promoting: RwSignal<bool>,
}

#[component]
pub fn Dashboard() -> impl IntoView {
    let shell = Shell::here();
    let poll = Poll::new(untrack(|| shell.mode()));
    poll.keep_asking();
    let watch = poll.watch;
    let tests = RwSignal::new(TestResults::load());

    // One turn at once, and another whenever a deployment of ours ends.
    let ended = Memo::new(move |_| {
        shell.progress.with(|p| p.as_ref().filter(|p| p.outcome.is_some()).map(|p| p.run.clone()))
    });
    let turn = RwSignal::new(0_u32);
    Effect::new(move || {
        // Read, not only tracked: a memo that nobody reads never notices that it changed.
        ended.get();
        poll.ask();
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
        removing: RwSignal::new(None),
        reading: RwSignal::new(None),
        promoting: RwSignal::new(false),
    };
    let repairing = RwSignal::new(false);
    focus_heading();
    let known = Memo::new(move |_| watch.with(|w| w.status.is_some()));
    let problem = Memo::new(move |_| watch.with(|w| w.problem.clone()));
    view! {
        <main class="board" data-page="dashboard">
            <Head poll />
            {move || problem.get().map(|problem| view! { <Trouble problem poll /> })}
            // Being offline is said by the problem above; here are the deployments that are in the way.
            <Show when=move || blocked.with(Option::is_some) && problem.with(Option::is_none)>
                <Busy why=blocked ours=Signal::derive(move || running.with(Option::is_some)) repairing />
            </Show>
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
            <RemoveDialog environment=board.removing />
            <LogsDialog environment=board.reading />
            <RepairDialog open=repairing />
        </main>
    }
}

#[component]
fn Head(poll: Poll) -> impl IntoView {
    let shell = Shell::here();
    let watch = poll.watch;
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
                class:turning=poll.pressed
                aria-label="Check again now"
                title="Check again now"
                data-test="refresh"
                on:click=move |_| poll.press()
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
fn Trouble(problem: Problem, poll: Poll) -> impl IntoView {
    let since = poll.watch.with_untracked(|w| w.status.as_ref().map(|s| s.checked_at));
    view! {
        <div class="board-trouble" data-test="status-problem">
            <ProblemNote problem>
                <Button test="try-again" icon="rotate-ccw" busy=poll.pressed on_press=move |()| poll.press()>
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

/// A deployment is under way, or was left half-way: nothing else can be started.
#[component]
fn Busy(why: Memo<Option<String>>, ours: Signal<bool>, repairing: RwSignal<bool>) -> impl IntoView {
    let shell = Shell::here();
    view! {
        <Note tone=Tone::Running test="busy">
            <p>{why}</p>
            <div class="note-actions">
                <Show
                    when=move || ours.get()
                    fallback=move || {
                        view! {
                            <Button test="repair" on_press=move |()| repairing.set(true)>
                                "What can be done"
                            </Button>
                        }
                    }
                >
                    <Button test="show-progress" on_press=move |()| shell.open(Screen::Progress)>
                        "Show the progress"
                    </Button>
                </Show>
            </div>
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
