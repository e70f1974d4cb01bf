//! The page that stays open: both environments side by side, the way from dev to prod, and the history.
//!
//! The status is asked for when the page opens, every 30 seconds while the window can be seen, and when a deployment
//! of ours ends (see [`poll`]). An answer that fails leaves the last one in place, greyed and dated (see
//! [`crate::board::watch`]).

mod absent;
mod actions;
mod card;
mod kept;
mod path;
mod poll;
mod spark;
mod trouble;

use ipc::Environment;
use ipc::check::Verification;
use ipc::status::{DeployRecord, HealthState, Remedy, StackSummary};
use leptos::prelude::*;

use self::card::EnvironmentCard;
use self::path::PromotePath;
use self::poll::Poll;
use self::trouble::Trouble;
use super::deploy_dialog::DeployDialog;
use super::drift::DriftDialog;
use super::history::HistorySection;
use super::logs::LogsDialog;
use super::promote::PromoteDialog;
use super::remove::RemoveDialog;
use super::repair::RepairDialog;
use super::rollback::{Destination, RollbackDialog};
use super::rotate::RotateDialog;
use super::verify::VerifyDialog;
use super::wizard::focus_heading;
use crate::board::promote::deployed;
use crate::board::watch::Watch;
use crate::components::{Button, ButtonKind, Gear, Icon, Note, RelativeTime, Skeleton, Tone};
use crate::derived::{derive, effect, memo};
use crate::messages::board::cards as texts;
use crate::owner::outliving;
use crate::shell::{Errand, Screen, Shell};
use crate::signing_in::SigningIn;
use crate::words;

/// What the cards and the path between them are given.
#[derive(Clone, Copy)]
struct Board {
    watch: RwSignal<Watch>,
    /// Why nothing can be deployed now.
    blocked: Memo<Option<String>>,
    deploying: RwSignal<Option<Environment>>,
    testing: RwSignal<Option<Environment>>,
    removing: RwSignal<Option<Environment>>,
    reading: RwSignal<Option<Environment>>,
    returning: RwSignal<Option<Destination>>,
    /// What brings an environment together again.
    settling: RwSignal<Option<(Environment, Remedy)>>,
    drifting: RwSignal<bool>,
    promoting: RwSignal<bool>,
}

impl Board {
    /// As far as is known, it exists.
    fn there(self, environment: Environment) -> bool {
        self.watch.with(|w| w.status.as_ref().is_some_and(|status| deployed(status, environment).is_some()))
    }
}

#[component]
pub fn Dashboard() -> impl IntoView {
    let shell = Shell::here();
    let poll = Poll::new(untrack(|| shell.mode()));
    poll.keep_asking();
    poll.remember();
    let watch = poll.watch;

    // One turn at once, and another whenever a deployment of ours ends.
    let ended = memo(move || {
        shell.progress.with(|p| p.as_ref().filter(|p| p.outcome.is_some()).map(|p| p.run.clone()))
    });
    let turn = RwSignal::new(0_u32);
    effect(move || {
        // Read, not only tracked: a memo that nobody reads never notices that it changed.
        ended.get();
        poll.ask();
        turn.update(|turn| *turn += 1);
    });

    let running = memo(move || {
        shell.progress.with(|p| {
            let p = p.as_ref().filter(|p| p.outcome.is_none())?;
            Some((words::listed(&p.environments), p.headline.clone()))
        })
    });
    let blocked = memo(move || match running.get() {
        Some((environments, headline)) if environments.is_empty() => Some(texts::working(&headline)),
        Some((environments, headline)) => Some(texts::deploying(&environments, &headline)),
        None => watch.with(Watch::blocked),
    });
    let board = Board {
        watch,
        blocked,
        deploying: RwSignal::new(None),
        testing: RwSignal::new(None),
        removing: RwSignal::new(None),
        reading: RwSignal::new(None),
        returning: RwSignal::new(None),
        settling: RwSignal::new(None),
        drifting: RwSignal::new(false),
        promoting: RwSignal::new(false),
    };
    let repairing = RwSignal::new(false);
    let signing_in = outliving(SigningIn::new);
    on_cleanup(move || signing_in.cancel());
    focus_heading();
    let known = memo(move || watch.with(Watch::known));
    let unanswered = memo(move || watch.with(|w| w.remembered && w.problem.is_none()));
    let is_blocked = derive(move || blocked.with(Option::is_some));
    let problem = memo(move || watch.with(|w| w.problem.clone()));
    let busy = memo(move || {
        watch.with(|w| w.status.as_ref().is_some_and(|s| s.stack.as_ref().is_some_and(|stack| stack.busy)))
    });
    view! {
        <main class="board" data-page="dashboard">
            <Head poll />
            {move || problem.get().map(|problem| view! { <Trouble problem poll signing_in /> })}
            // Being offline is said by the problem above; here are the deployments that are in the way.
            <Show when=move || known.get() && unanswered.get() && !running.with(Option::is_some)>
                <Note test="unanswered">
                    <p>{blocked}</p>
                </Note>
            </Show>
            <Show when=move || {
                is_blocked.get() && problem.with(Option::is_none)
                    && (!unanswered.get() || running.with(Option::is_some))
            }>
                <Busy why=blocked ours=derive(move || running.with(Option::is_some)) busy repairing />
            </Show>
            <Show
                when=move || known.get()
                fallback=move || {
                    view! {
                        <Show when=move || problem.with(Option::is_none)>
                            <div class="environments environments-loading">
                                <div class="card"><Skeleton lines=6 label=texts::asking(Environment::Dev) /></div>
                                <span></span>
                                <div class="card"><Skeleton lines=6 label=texts::asking(Environment::Prod) /></div>
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
            <HistorySection
                when=turn
                blocked=is_blocked
                on_redeploy=move |row: DeployRecord| board.returning.set(Some(Destination::row(&row)))
            />
            <DeployDialog environment=board.deploying />
            // What it finds is noted by the host, and lights the path.
            <VerifyDialog environment=board.testing on_answer=move |_: Verification| poll.ask() />
            <PromoteDialog open=board.promoting />
            <RemoveDialog environment=board.removing />
            <LogsDialog environment=board.reading />
            <RollbackDialog destination=board.returning />
            <RotateDialog errand=board.settling watch on_end=move |()| poll.ask() />
            <DriftDialog open=board.drifting />
            <RepairDialog open=repairing />
        </main>
    }
}

#[component]
fn Head(poll: Poll) -> impl IntoView {
    let shell = Shell::here();
    let watch = poll.watch;
    let stack = memo(move || watch.with(|w| w.status.as_ref().and_then(|s| s.stack.clone())));
    let checked = memo(move || watch.with(|w| w.status.as_ref().map(|s| s.checked_at)));
    let known = memo(move || watch.with(Watch::known));
    let name = move || match stack.get() {
        Some(StackSummary { name, .. }) => name,
        None => texts::NAME.into(),
    };
    view! {
        <header class="board-head">
            <div class="board-title">
                <h1 tabindex="-1">{move || name()}</h1>
                <p class="muted number selectable">
                    {move || match stack.get() {
                        Some(s) => texts::place(&s.region, &s.account),
                        None if known.get() => texts::NOTHING_INSTALLED.into(),
                        None => String::new(),
                    }}
                </p>
            </div>
            <p class="small muted board-checked" data-test="checked">
                {move || checked.get().map(|at| view! { {texts::CHECKED} <RelativeTime at=Signal::stored(at) /> })}
            </p>
            <button
                type="button"
                class="icon-button"
                class:turning=poll.pressed
                aria-label=texts::CHECK_NOW
                title=texts::CHECK_NOW
                aria-keyshortcuts="F5"
                data-test="refresh"
                on:click=move |_| poll.press()
            >
                <Icon name="rotate-ccw" />
            </button>
            <Button
                kind=ButtonKind::Quiet
                test="edit-settings"
                icon="pencil"
                on_press=move |()| shell.open(Screen::Wizard(Errand::Install))
            >
                {texts::EDIT_SETTINGS}
            </Button>
            <Gear />
        </header>
    }
}

/// A deployment is under way, or was left half-way: nothing else can be started.
#[component]
fn Busy(
    why: Memo<Option<String>>,
    ours: Signal<bool>,
    /// Somebody changes the stack at this moment.
    busy: Memo<bool>,
    repairing: RwSignal<bool>,
) -> impl IntoView {
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
                                {move || if busy.get() { texts::FOLLOW_IT } else { texts::WAY_OUT }}
                            </Button>
                        }
                    }
                >
                    <Button test="show-progress" on_press=move |()| shell.open(Screen::Progress)>
                        {texts::SHOW_PROGRESS}
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
    (tone, texts::health(state))
}
