//! One environment: whether it is well, where it is reached, what runs there, and what can be done with it.

use ipc::Environment;
use ipc::status::{Deployed, HealthState};
use leptos::prelude::*;

use super::absent::AbsentCard;
use super::spark::Sparkline;
use super::{Board, health_badge};
use crate::board::promote::{Path, deployed, path};
use crate::board::watch::Watch;
use crate::components::{Button, ButtonKind, CopyButton, Icon, RelativeTime, StateBadge, Tone};
use crate::views::done::endpoint_test;

#[component]
pub fn EnvironmentCard(environment: Environment, board: Board) -> impl IntoView {
    let watch = board.watch;
    let present = Memo::new(move |_| watch.with(|w| deployed(w.status.as_ref()?, environment).cloned()));
    let there = Memo::new(move |_| present.with(Option::is_some));
    let stale = Memo::new(move |_| watch.with(Watch::stale));
    let tone = Signal::derive(move || match present.get() {
        Some(d) if !stale.get() => health_badge(d.health.state).0,
        _ => Tone::Unknown,
    });
    let word = Signal::derive(move || match present.get() {
        Some(d) if stale.get() => format!("Unknown, was {}", health_badge(d.health.state).1.to_lowercase()),
        Some(d) => health_badge(d.health.state).1.to_owned(),
        None => String::new(),
    });
    let state = move || match (present.get(), stale.get()) {
        (None, _) => "absent",
        (Some(_), true) => "unknown",
        (Some(d), false) => state_name(d.health.state),
    };
    let title_id = match environment {
        Environment::Dev => "card-title-dev",
        Environment::Prod => "card-title-prod",
    };
    view! {
        <section class="card env" data-test=card_test(environment) data-state=state aria-labelledby=title_id>
            <header class="env-head">
                <h2 id=title_id>{environment.title()}</h2>
                <Show when=move || there.get()>
                    <StateBadge tone word />
                </Show>
            </header>
            {move || match present.get() {
                None => view! { <AbsentCard environment board /> }.into_any(),
                Some(deployed) => view! { <Facts environment deployed board /> }.into_any(),
            }}
            <Show when=move || there.get()>
                <Actions environment board />
            </Show>
        </section>
    }
}

#[component]
fn Facts(environment: Environment, deployed: Deployed, board: Board) -> impl IntoView {
    let Deployed { endpoint, image_tag, digest, profile, deployed_at, health, tasks, targets } = deployed;
    let tag = image_tag.to_string();
    // A development build's tag is long; it gives up size rather than be cut.
    let long = tag.len() > 12;
    let reports = health.version.filter(|version| *version != tag);
    let samples =
        Signal::derive(move || board.watch.with(|w| w.samples.get(&environment).cloned().unwrap_or_default()));
    let unwell = health.state != HealthState::Healthy && !health.detail.is_empty();
    let failed = tasks.map_or(0, |t| t.failed);
    view! {
        <p class="env-endpoint">
            <code class="selectable" title=endpoint.clone() data-test=endpoint_test(environment)>
                {endpoint.clone()}
            </code>
            <CopyButton text=endpoint label=format!("Copy the address of {environment}") />
        </p>
        <div class="env-image">
            <p class="env-tag number" class:env-tag-long=long data-test="image-tag">
                {tag}
            </p>
            <p class="small muted">
                {digest
                    .map(|d| {
                        let whole = d.as_str().to_owned();
                        view! {
                            <span class="mono selectable" title=whole>
                                {d.short().to_owned()}
                            </span>
                        }
                    })}
                {reports.map(|version| format!(" reports {version}"))}
            </p>
        </div>
        {unwell.then(|| view! { <p class="env-detail" data-test="health-detail">{health.detail}</p> })}
        <dl class="env-figures">
            <div>
                <dt>"Tasks"</dt>
                <dd class="number" data-test="tasks">
                    {tasks.map_or_else(|| "unknown".to_owned(), |t| format!("{} of {}", t.running, t.desired))}
                </dd>
            </div>
            <div>
                <dt>"Targets"</dt>
                <dd class="number" data-test="targets">
                    {targets.map_or_else(|| "unknown".to_owned(), |t| format!("{} of {}", t.healthy, t.total))}
                </dd>
            </div>
            <div class="env-latency">
                <dt>"Answers in"</dt>
                <dd class="number" data-test="latency">
                    {health.latency_ms.map_or_else(|| "no answer".to_owned(), |ms| format!("{ms} ms"))}
                    <Sparkline samples />
                </dd>
            </div>
        </dl>
        <p class="env-deployed small muted">
            {deployed_at
                .map_or_else(
                    || view! { "Deployed at an unknown time" }.into_any(),
                    |at| view! { "Deployed " <RelativeTime at=Signal::stored(at) /> }.into_any(),
                )}
            {profile.map(|profile| format!(", profile {profile}"))}
            {(failed > 0)
                .then(|| {
                    view! {
                        <span class="env-failed">
                            <Icon name="circle-x" />
                            {format!("{failed} failed to start")}
                        </span>
                    }
                })}
        </p>
    }
}

#[component]
fn Actions(environment: Environment, board: Board) -> impl IntoView {
    let blocked = Signal::derive(move || board.blocked.with(Option::is_some));
    let (deploy, test) = match environment {
        Environment::Dev => ("deploy-dev", "test-dev"),
        Environment::Prod => ("deploy-prod", "test-prod"),
    };
    view! {
        <div class="env-actions">
            <Button
                test=deploy
                icon="rocket"
                disabled=blocked
                label=format!("Deploy to {environment}")
                on_press=move |()| board.deploying.set(Some(environment))
            >
                "Deploy"
            </Button>
            <Button
                test=test
                icon="list-checks"
                label=format!("Test {environment}")
                on_press=move |()| board.testing.set(Some(environment))
            >
                "Test"
            </Button>
            {(environment == Environment::Dev).then(|| view! { <Promote board blocked /> })}
        </div>
    }
}

/// The accent is on it only when the way is free; it can always be asked, and the dialog says what speaks against it.
#[component]
fn Promote(board: Board, blocked: Signal<bool>) -> impl IntoView {
    let lit = Memo::new(move |_| {
        board.watch.with(|w| {
            let status = w.status.as_ref().filter(|_| !w.stale());
            board.tests.with(|tests| {
                status.is_some_and(|s| matches!(path(s, tests.of(Environment::Dev)), Path::Lit { .. }))
            })
        })
    });
    view! {
        <span class="env-promote">
            {move || {
                let kind = if lit.get() && !blocked.get() { ButtonKind::Primary } else { ButtonKind::Secondary };
                view! {
                    <Button
                        kind=kind
                        test="promote"
                        icon_after="arrow-right"
                        disabled=blocked
                        on_press=move |()| board.promoting.set(true)
                    >
                        "Promote to prod"
                    </Button>
                }
            }}
        </span>
    }
}

fn card_test(environment: Environment) -> &'static str {
    match environment {
        Environment::Dev => "card-dev",
        Environment::Prod => "card-prod",
    }
}

fn state_name(state: HealthState) -> &'static str {
    match state {
        HealthState::Healthy => "healthy",
        HealthState::Degraded => "degraded",
        HealthState::Starting => "starting",
        HealthState::Unhealthy => "unhealthy",
        HealthState::Refused => "refused",
        HealthState::Unknown => "unknown",
    }
}
