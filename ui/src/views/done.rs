//! The environments answer: where they are, and what is left to do in Benchling.

use ipc::Environment;
use ipc::progress::{Endpoint, Progress};
use leptos::prelude::*;

use super::verify::VerifyDialog;
use super::wizard::focus_heading;
use crate::components::{Button, ButtonKind, CopyButton, Icon};
use crate::messages::common::{self, done as text};
use crate::shell::{Screen, Shell};
use crate::words;

#[component]
pub fn Done(
    run: Progress,
    /// What was made and how long it took, on demand.
    #[prop(into)]
    work: ViewFn,
) -> impl IntoView {
    let shell = Shell::here();
    let endpoints = run.outcome.as_ref().map(|outcome| outcome.endpoints().to_vec()).unwrap_or_default();
    let environments: Vec<Environment> = endpoints.iter().map(|e| e.environment).collect();
    let took = words::duration(run.at.seconds_since(run.started_at));
    let made = text::resources(run.resources.len());
    let testing = RwSignal::new(None::<Environment>);
    let first = environments.last().copied();
    focus_heading();
    view! {
        <div class="done" data-test="outcome-succeeded">
            <header class="done-head">
                <span class="done-mark"><Icon name="check" large=true /></span>
                <div>
                    <h1 tabindex="-1" data-test="headline" aria-live="polite">
                        {text::headline(&environments)}
                    </h1>
                    <p class="muted">{text::made(&made, &took)}</p>
                </div>
            </header>
            <ol class="todo">
                <li class="todo-step">
                    <h2>{text::OPEN_APP}</h2>
                    <p>{text::OPEN_APP_HOW}</p>
                </li>
                <li class="todo-step">
                    <h2>{text::PASTE}</h2>
                    <p>{text::paste_which(&environments)}</p>
                    <ul class="endpoints">
                        {endpoints
                            .into_iter()
                            .map(|endpoint| view! { <li class="endpoints-row"><EndpointLine endpoint /></li> })
                            .collect_view()}
                    </ul>
                </li>
                <li class="todo-step">
                    <h2>{text::ROUTING} " " <span class="term">{text::SUFFIXED}</span></h2>
                    <p>
                        {text::ROUTING_WHY}
                    </p>
                </li>
            </ol>
            <p class="small muted done-hint">
                <Icon name="info" />
                {text::SHARING}
            </p>
            <div class="done-actions">
                <Button
                    kind=ButtonKind::Primary
                    test="open-dashboard"
                    icon_after="arrow-right"
                    on_press=move |()| shell.open(Screen::Dashboard)
                >
                    {common::OPEN_DASHBOARD}
                </Button>
                {environments
                    .into_iter()
                    .map(|environment| {
                        view! {
                            <Button
                                test=if Some(environment) == first { "test-now" } else { "test-other" }
                                icon="list-checks"
                                on_press=move |()| testing.set(Some(environment))
                            >
                                {text::test_now(environment)}
                            </Button>
                        }
                    })
                    .collect_view()}
            </div>
            <details class="disclosure done-work" data-test="work">
                <summary>{text::WORK}</summary>
                {work.run()}
            </details>
        </div>
        <VerifyDialog environment=testing />
    }
}

/// An environment's name, its address and the button that copies it.
#[component]
pub fn EndpointLine(endpoint: Endpoint) -> impl IntoView {
    let environment = endpoint.environment;
    view! {
        <span class="endpoint-name">{environment.title()}</span>
        <code class="endpoint-url selectable" data-test=endpoint_test(environment)>
            {endpoint.url.clone()}
        </code>
        <CopyButton text=endpoint.url label=text::copy_address(environment) />
    }
}

/// The stable name of an environment's address, the same wherever it is shown.
pub fn endpoint_test(environment: Environment) -> &'static str {
    match environment {
        Environment::Dev => "endpoint-dev",
        Environment::Prod => "endpoint-prod",
    }
}
