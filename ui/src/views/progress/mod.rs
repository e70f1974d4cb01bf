//! A deployment while it runs, and how it ended.
//!
//! The host sends the whole [`ipc::progress::Progress`] after each change and [`Shell`] keeps the last one; this page
//! only draws it, and lets the clocks run on between two messages. Clocks count in the host's time: the page's own,
//! less the difference that was seen when the last message came.

mod details;
mod outcome;
mod ring;
mod steps;
mod strip;
mod tree;

use ipc::Timestamp;
use ipc::progress::{Outcome, Progress as Deployment, Step, StepState};
use leptos::prelude::*;
use leptos::task::spawn_local;

use self::details::Details;
use self::outcome::OutcomeNote;
use self::steps::Steps;
use self::strip::Strip;
use self::tree::Tree;
use super::done::Done;
use super::wizard::focus_heading;
use crate::backend;
use crate::board::duration::stopwatch;
use crate::board::timeline::end_of;
use crate::clock;
use crate::components::{Button, ButtonKind, ProblemNote, Skeleton};
use crate::derived::{derive, memo};
use crate::messages::common::{self, progress as text};
use crate::shell::{Screen, Shell};

/// What the parts of this page are given: the deployment, and the host's present time.
#[derive(Clone, Copy)]
struct Run {
    deployment: Signal<Deployment>,
    now: Signal<Timestamp>,
}

#[component]
pub fn Progress() -> impl IntoView {
    let shell = Shell::here();
    let problem = RwSignal::new(None);
    // What the shell holds may be older than the last event; a fresh answer also sets the clock right.
    spawn_local(async move {
        match backend::progress().await {
            Ok(Some(fresh)) => shell.follow(fresh),
            Ok(None) => {}
            Err(why) => problem.set(Some(why)),
        }
    });
    focus_heading();

    let known = memo(move || shell.progress.with(Option::is_some));
    view! {
        <main class="progress" data-page="progress" data-test="progress">
            {move || problem.get().map(|problem| view! { <ProblemNote problem /> })}
            <Show when=move || known.get() fallback=|| view! { <Skeleton lines=8 label=text::LOADING /> }>
                <Known />
            </Show>
        </main>
    }
}

#[component]
fn Known() -> impl IntoView {
    let shell = Shell::here();
    let last = StoredValue::new(shell.progress.get_untracked());
    let deployment = memo(move || {
        // Leaving the rehearsal takes the deployment away while this page still stands for a moment.
        let present = shell.progress.get();
        if present.is_some() {
            last.set_value(present);
        }
        last.get_value().unwrap_or_else(|| unreachable!("shown only once a deployment is known"))
    });
    let ahead = memo(move || clock::now().0 - deployment.with(|d| d.at.0));
    let ticking = clock::ticking();
    let now = derive(move || Timestamp(ticking.get().0 - ahead.get()));
    let run = Run { deployment: deployment.into(), now };
    let succeeded = memo(move || matches!(deployment.get().outcome, Some(Outcome::Succeeded { .. })));
    view! {
        {move || {
            if succeeded.get() {
                view! { <Done run=run.deployment.get_untracked() work=move || view! { <Work run /> }.into_any() /> }
                    .into_any()
            } else {
                view! { <Running run /> }.into_any()
            }
        }}
    }
}

#[component]
fn Running(run: Run) -> impl IntoView {
    let shell = Shell::here();
    let Run { deployment, now } = run;
    let outcome = memo(move || deployment.with(|d| d.outcome.clone()));
    let ended = memo(move || outcome.with(Option::is_some));
    view! {
        <header class="progress-head">
            <div class="progress-title">
                <p class="eyebrow">
                    {move || deployment.with(|d| text::deploying(&d.environments))}
                </p>
                <h1 tabindex="-1" data-test="headline" aria-live="polite">
                    // Why it failed is said once, beneath, with what to do about it.
                    {move || deployment.with(|d| match &d.outcome {
                        Some(Outcome::Failed { .. }) => text::NOT_SUCCEEDED.to_owned(),
                        _ => d.headline.clone(),
                    })}
                </h1>
            </div>
            <div class="progress-clock">
                <p class="figure number" data-test="running-time">
                    {move || {
                        deployment.with(|d| stopwatch(end_of(d, now.get()).seconds_since(d.started_at)))
                    }}
                </p>
                <p class="small muted">{move || if ended.get() { text::IN_ALL } else { text::RUNNING }}</p>
            </div>
        </header>
        <Steps run />
        {move || outcome.get().map(|outcome| view! { <OutcomeNote outcome /> })}
        <div class="progress-work">
            <Work run />
        </div>
        <Show when=move || !ended.get()>
            <footer class="progress-foot">
                <p class="small muted">
                    {text::LEAVE}
                </p>
                <Stop run />
                <Button test="open-dashboard" on_press=move |()| shell.open(Screen::Dashboard)>
                    {common::OPEN_DASHBOARD}
                </Button>
            </footer>
        </Show>
    }
}

/// What was done to which resource, when: the tree, the timeline and the raw events.
#[component]
fn Work(run: Run) -> impl IntoView {
    view! {
        <Tree run />
        <Strip run />
        <Details run />
    }
}

/// Stopping, asked twice, while the stack is being changed. CloudFormation then puts everything back.
#[component]
fn Stop(run: Run) -> impl IntoView {
    let asked = RwSignal::new(false);
    let busy = RwSignal::new(false);
    let problem = RwSignal::new(None);
    let changing = memo(move || {
        run.deployment
            .with(|d| d.steps.iter().any(|s| s.step == Step::Execute && s.state == StepState::Running))
    });
    let stop = move || {
        busy.set(true);
        spawn_local(async move {
            let answer = backend::stop().await;
            busy.set(false);
            asked.set(false);
            problem.set(answer.err());
        });
    };
    view! {
        {move || problem.get().map(|problem| view! { <ProblemNote problem /> })}
        <Show when=move || changing.get()>
            <Show
                when=move || asked.get()
                fallback=move || {
                    view! {
                        <Button kind=ButtonKind::Quiet test="stop" on_press=move |()| asked.set(true)>
                            {text::STOP}
                        </Button>
                    }
                }
            >
                <Button test="go-on" on_press=move |()| asked.set(false)>
                    {text::GO_ON}
                </Button>
                <Button kind=ButtonKind::Danger test="confirm-stop" busy on_press=move |()| stop()>
                    {text::STOP_ALL}
                </Button>
            </Show>
        </Show>
    }
}
