//! The environments answer: where they are, and what is left to do in Benchling.

use ipc::Environment;
use ipc::progress::{Endpoint, Progress};
use leptos::prelude::*;

use super::verify::VerifyDialog;
use super::wizard::focus_heading;
use crate::components::{Button, ButtonKind, CopyButton, Icon};
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
    let made = words::counted(run.resources.len() as u64, "resource");
    let testing = RwSignal::new(None::<Environment>);
    let first = environments.last().copied();
    focus_heading();
    view! {
        <div class="done" data-test="outcome-succeeded">
            <header class="done-head">
                <span class="done-mark"><Icon name="check" large=true /></span>
                <div>
                    <h1 tabindex="-1" data-test="headline" aria-live="polite">
                        {headline(&environments)}
                    </h1>
                    <p class="muted">{format!("{made} in {took}. One thing is left: tell Benchling where to send its events.")}</p>
                </div>
            </header>
            <ol class="todo">
                <li class="todo-step">
                    <h2>"Open your app in Benchling"</h2>
                    <p>"In Benchling, open the app that you named here and edit its webhook."</p>
                </li>
                <li class="todo-step">
                    <h2>"Paste the URL"</h2>
                    <p>{url_words(&environments)}</p>
                    <ul class="endpoints">
                        {endpoints
                            .into_iter()
                            .map(|endpoint| view! { <li class="endpoints-row"><EndpointLine endpoint /></li> })
                            .collect_view()}
                    </ul>
                </li>
                <li class="todo-step">
                    <h2>"Set the routing to " <span class="term">"Suffixed"</span></h2>
                    <p>
                        "Benchling then adds the path for each kind of event. With \"Stable\" every event ends in a 404."
                    </p>
                </li>
            </ol>
            <p class="small muted done-hint">
                <Icon name="info" />
                "The app sees a Benchling project only after the project has been shared with the app's service account."
            </p>
            <div class="done-actions">
                <Button
                    kind=ButtonKind::Primary
                    test="open-dashboard"
                    icon_after="arrow-right"
                    on_press=move |()| shell.open(Screen::Dashboard)
                >
                    "Open the dashboard"
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
                                {format!("Test {environment} now")}
                            </Button>
                        }
                    })
                    .collect_view()}
            </div>
            <details class="disclosure done-work" data-test="work">
                <summary>"What was done, and how long it took"</summary>
                {work.run()}
            </details>
        </div>
        <VerifyDialog environment=testing />
    }
}

fn headline(environments: &[Environment]) -> String {
    match environments {
        [one] => format!("{} is running and answers", one.title()),
        [] => "The webhook is running and answers".into(),
        _ => "Dev and prod are running and answer".into(),
    }
}

fn url_words(environments: &[Environment]) -> &'static str {
    match environments {
        [_] => "As the webhook's URL, paste this address as it is.",
        _ => "As the webhook's URL, paste the address of prod as it is; dev's belongs to your test app.",
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
        <CopyButton text=endpoint.url label=format!("Copy the address of {environment}") />
    }
}

/// The stable name of an environment's address, the same wherever it is shown.
pub fn endpoint_test(environment: Environment) -> &'static str {
    match environment {
        Environment::Dev => "endpoint-dev",
        Environment::Prod => "endpoint-prod",
    }
}
