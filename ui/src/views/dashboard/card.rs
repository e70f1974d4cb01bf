//! One environment: whether it is well, where it is reached, what runs there, and what can be done with it.

use ipc::status::{Deployed, HealthState};
use ipc::{Environment, Timestamp};
use leptos::prelude::*;

use super::absent::AbsentCard;
use super::actions::Actions;
use super::spark::Sparkline;
use super::{Board, health_badge};
use crate::board::promote::deployed;
use crate::board::watch::Watch;
use crate::components::{Button, CopyButton, Icon, RelativeTime, StateBadge, Tone};
use crate::derived::{derive, memo};
use crate::messages::board::cards as texts;
use crate::views::done::endpoint_test;

#[component]
pub fn EnvironmentCard(environment: Environment, board: Board) -> impl IntoView {
    let watch = board.watch;
    let present = memo(move || watch.with(|w| deployed(w.status.as_ref()?, environment).cloned()));
    let there = memo(move || present.with(Option::is_some));
    let stale = memo(move || watch.with(Watch::stale));
    let tone = derive(move || match present.get() {
        Some(d) if !stale.get() => health_badge(d.health.state).0,
        _ => Tone::Unknown,
    });
    let word = derive(move || match present.get() {
        Some(d) if stale.get() => texts::unsure_health(d.health.state),
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
                <Actions environment present board />
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
            <CopyButton text=endpoint label=texts::copy_address(environment) />
        </p>
        <Image present />
        <Figures environment present board />
        <Deployment present />
        <Accord environment present board />
    }
}

/// One value of what is deployed, the default where nothing is.
fn fact<T>(present: Memo<Option<Deployed>>, of: fn(&Deployed) -> T) -> Memo<T>
where
    T: Default + PartialEq + Send + Sync + 'static,
{
    memo(move || present.with(|d| d.as_ref().map(of)).unwrap_or_default())
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
                {move || reports.get().map(|version| texts::reports(&version))}
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
    let of = |counts: Option<(u32, u32)>| {
        counts.map_or(texts::UNKNOWN.to_owned(), |(some, all)| texts::of(some, all))
    };
    let tasks = fact(present, |d| d.tasks.map(|t| (t.running, t.desired)));
    let targets = fact(present, |d| d.targets.map(|t| (t.healthy, t.total)));
    let latency = fact(present, |d| d.health.latency_ms);
    let samples =
        memo(move || board.watch.with(|w| w.samples.get(&environment).cloned().unwrap_or_default()));
    view! {
        <dl class="env-figures">
            <div>
                <dt>{texts::TASKS}</dt>
                <dd class="number" data-test="tasks">
                    {move || of(tasks.get())}
                </dd>
            </div>
            <div>
                <dt>{texts::TARGETS}</dt>
                <dd class="number" data-test="targets">
                    {move || of(targets.get())}
                </dd>
            </div>
            <div class="env-latency">
                <dt>{texts::ANSWERS_IN}</dt>
                <dd class="number">
                    <span data-test="latency">
                        {move || latency.get().map_or(texts::NO_ANSWER.to_owned(), texts::milliseconds)}
                    </span>
                    <Sparkline samples />
                </dd>
            </div>
        </dl>
    }
}

/// What was done to it: deployed, tested, given a secret.
#[component]
fn Deployment(present: Memo<Option<Deployed>>) -> impl IntoView {
    let profile =
        fact(present, |d| d.profile.as_ref().map(|p| texts::with_profile(p.as_str())).unwrap_or_default());
    let tested = fact(present, |d| match &d.tested {
        Some(tested) if tested.passed => texts::TEST_PASSED.to_owned(),
        Some(_) => texts::TEST_FAILED.to_owned(),
        None => texts::NOT_TESTED.to_owned(),
    });
    let secret = fact(present, |d| match &d.secret {
        Some(secret) if secret.written_at.is_none() => texts::SECRET_MISSING.to_owned(),
        Some(secret) => texts::secret_used(secret.in_use).to_owned(),
        None => String::new(),
    });
    let failed = fact(present, |d| {
        d.tasks
            .filter(|tasks| tasks.failed > 0)
            .map(|tasks| texts::failed_tasks(tasks.failed))
            .unwrap_or_default()
    });
    let at = fact(present, |d| d.deployed_at);
    let tested_at = fact(present, |d| d.tested.as_ref().map(|tested| tested.at));
    let written_at = fact(present, |d| d.secret.as_ref()?.written_at);
    let unsure = move || {
        present.with(|d| {
            d.as_ref()
                .and_then(|d| d.secret.as_ref())
                .is_some_and(|secret| secret.in_use == Some(false) || secret.written_at.is_none())
        })
    };
    view! {
        <div class="env-deployed small muted">
            <p>{dated(texts::DEPLOYED, texts::DEPLOYED_UNKNOWN, at)} {profile}</p>
            <p data-test="tested">{dated(texts::TESTED, "", tested_at)} {tested}</p>
            <p data-test="secret-age" class:env-attention=unsure>
                {dated(texts::SECRET_WRITTEN, "", written_at)} {secret}
            </p>
            <p class="env-failed" hidden=move || failed.with(String::is_empty)>
                <Icon name="circle-x" />
                {failed}
            </p>
        </div>
    }
}

/// Whether what it is configured with is the same everywhere, and the one thing that makes it so.
#[component]
fn Accord(environment: Environment, present: Memo<Option<Deployed>>, board: Board) -> impl IntoView {
    let detail = fact(present, |d| d.agreement.as_ref().map(|a| a.detail.clone()).unwrap_or_default());
    let remedy = fact(present, |d| d.agreement.as_ref().and_then(|a| a.remedy));
    let test = match environment {
        Environment::Dev => "settle-dev",
        Environment::Prod => "settle-prod",
    };
    view! {
        <div class="env-accord small muted">
            <p data-test="agreement" aria-live="polite" class:env-attention=move || remedy.with(Option::is_some)>
                {detail}
            </p>
            {move || {
                remedy
                    .get()
                    .map(|remedy| {
                        view! {
                            <Button
                                test
                                disabled=derive(move || board.blocked.with(Option::is_some))
                                on_press=move |()| board.settling.set(Some((environment, remedy)))
                            >
                                {texts::remedy(remedy)}
                            </Button>
                        }
                    })
            }}
        </div>
    }
}

/// When something was done, in words; other words where that is not known.
fn dated(words: &'static str, unknown: &'static str, at: Memo<Option<Timestamp>>) -> impl IntoView {
    view! {
        {move || match at.get() {
            Some(at) => view! { {words} <RelativeTime at=Signal::stored(at) /> }.into_any(),
            None => unknown.into_any(),
        }}
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
