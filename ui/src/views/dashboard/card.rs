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
            <Show when=move || there.get() fallback=move || view! { <AbsentCard environment board /> }>
                <Facts environment present board />
                <Actions environment board />
            </Show>
        </section>
    }
}

/// Each value changes by itself, so that a poll takes away neither a selection nor the focus.
#[component]
fn Facts(environment: Environment, present: Memo<Option<Deployed>>, board: Board) -> impl IntoView {
    let endpoint = fact(present, |d| d.endpoint.clone());
    view! {
        <p class="env-endpoint">
            <code class="selectable" title=endpoint data-test=endpoint_test(environment)>
                <span class="env-host">{move || split(&endpoint.get()).0}</span>
                <span class="env-stage">{move || split(&endpoint.get()).1}</span>
            </code>
            <CopyButton text=endpoint label=format!("Copy the address of {environment}") />
        </p>
        <Image present />
        <Figures environment present board />
        <Deployment present />
    }
}

/// One value of what is deployed, the default where nothing is.
fn fact<T>(present: Memo<Option<Deployed>>, of: fn(&Deployed) -> T) -> Memo<T>
where
    T: Default + PartialEq + Send + Sync + 'static,
{
    Memo::new(move |_| present.with(|d| d.as_ref().map(of)).unwrap_or_default())
}

/// The host and the stage. The stage is what tells the two addresses apart, so that the host gives way first.
fn split(endpoint: &str) -> (String, String) {
    let cut = endpoint.rfind('/').filter(|at| !endpoint[..*at].ends_with('/')).unwrap_or(endpoint.len());
    (endpoint[..cut].to_owned(), endpoint[cut..].to_owned())
}

/// What runs: the tag large, the content beneath, and what is wrong with it.
#[component]
fn Image(present: Memo<Option<Deployed>>) -> impl IntoView {
    let tag = fact(present, |d| d.image_tag.to_string());
    let digest = fact(present, |d| d.digest.clone());
    // Said only where it is not what the tag says.
    let reports = fact(present, |d| d.health.version.clone().filter(|v| v != d.image_tag.as_str()));
    let detail = fact(present, |d| match d.health.state {
        HealthState::Healthy => String::new(),
        _ => d.health.detail.clone(),
    });
    view! {
        <div class="env-image">
            // A development build's tag is long; it gives up size rather than be cut.
            <p class="env-tag number" class:env-tag-long=move || { tag.with(String::len) > 12 } data-test="image-tag">
                {tag}
            </p>
            <p class="small muted">
                <span class="mono selectable" title=move || digest.get().map(String::from) data-test="digest">
                    {move || digest.with(|d| d.as_ref().map(|d| d.short().to_owned()))}
                </span>
                {move || reports.get().map(|version| format!(" reports {version}"))}
            </p>
        </div>
        <Show when=move || !detail.with(String::is_empty)>
            <p class="env-detail" data-test="health-detail">
                {detail}
            </p>
        </Show>
    }
}

#[component]
fn Figures(environment: Environment, present: Memo<Option<Deployed>>, board: Board) -> impl IntoView {
    let of = |counts: Option<(u32, u32)>| counts.map_or("unknown".to_owned(), |(a, b)| format!("{a} of {b}"));
    let tasks = fact(present, |d| d.tasks.map(|t| (t.running, t.desired)));
    let targets = fact(present, |d| d.targets.map(|t| (t.healthy, t.total)));
    let latency = fact(present, |d| d.health.latency_ms);
    let samples =
        Memo::new(move |_| board.watch.with(|w| w.samples.get(&environment).cloned().unwrap_or_default()));
    view! {
        <dl class="env-figures">
            <div>
                <dt>"Tasks"</dt>
                <dd class="number" data-test="tasks">
                    {move || of(tasks.get())}
                </dd>
            </div>
            <div>
                <dt>"Targets"</dt>
                <dd class="number" data-test="targets">
                    {move || of(targets.get())}
                </dd>
            </div>
            <div class="env-latency">
                <dt>"Answers in"</dt>
                <dd class="number">
                    <span data-test="latency">
                        {move || latency.get().map_or("no answer".to_owned(), |ms| format!("{ms} ms"))}
                    </span>
                    <Sparkline samples />
                </dd>
            </div>
        </dl>
    }
}

#[component]
fn Deployment(present: Memo<Option<Deployed>>) -> impl IntoView {
    let at = fact(present, |d| d.deployed_at);
    let profile = fact(present, |d| d.profile.as_ref().map(ToString::to_string));
    let failed = fact(present, |d| d.tasks.map_or(0, |t| t.failed));
    let secret = fact(present, |d| d.secret.clone());
    view! {
        <p class="env-deployed small muted">
            <span>
                "Deployed "
                {move || match at.get() {
                    Some(at) => view! { <RelativeTime at=Signal::stored(at) /> }.into_any(),
                    None => "at an unknown time".into_any(),
                }} {move || profile.get().map(|profile| format!(", profile {profile}"))}
            </span>
            {move || secret.get().and_then(|secret| secret.written_at.map(|at| (at, secret.in_use))).map(|(at, used)| view! {
                <span data-test="secret-age">
                    "Secret written " <RelativeTime at=Signal::stored(at) />
                    {(used == Some(false)).then_some(", not yet used by all tasks")}
                </span>
            })}
            <Show when=move || { failed.get() > 0 }>
                <span class="env-failed">
                    <Icon name="circle-x" />
                    {move || format!("{} failed to start", failed.get())}
                </span>
            </Show>
        </p>
    }
}

#[component]
fn Actions(environment: Environment, board: Board) -> impl IntoView {
    let blocked = Signal::derive(move || board.blocked.with(Option::is_some));
    let (deploy, test, logs, remove) = match environment {
        Environment::Dev => ("deploy-dev", "test-dev", "logs-dev", "remove-dev"),
        Environment::Prod => ("deploy-prod", "test-prod", "logs-prod", "remove-prod"),
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
            <span class="env-more">
                <Button
                    kind=ButtonKind::Quiet
                    test=logs
                    label=format!("Show the logs of {environment}")
                    on_press=move |()| board.reading.set(Some(environment))
                >
                    "Logs"
                </Button>
                <Button
                    kind=ButtonKind::Quiet
                    test=remove
                    disabled=blocked
                    label=format!("Remove {environment}")
                    on_press=move |()| board.removing.set(Some(environment))
                >
                    "Remove"
                </Button>
            </span>
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
