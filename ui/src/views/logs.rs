//! What an environment writes: the newest lines, followed while the dialog is open, unless they are held.

use std::time::Duration;

use ipc::bridge::{LogRow, LogsQuery};
use ipc::{Environment, Problem};
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::backend;
use crate::clock;
use crate::components::{CopyButton, Dialog, Field, ProblemNote, Skeleton, Switch};

const POLL: Duration = Duration::from_secs(3);

/// Opens when an environment is set, and unsets it when it is closed.
#[component]
pub fn LogsDialog(environment: RwSignal<Option<Environment>>) -> impl IntoView {
    let close = move |()| environment.set(None);
    Environment::ALL
        .into_iter()
        .map(|chosen| {
            let open = Signal::derive(move || environment.get() == Some(chosen));
            view! {
                <Dialog title=format!("Logs of {chosen}") test="logs-dialog" open on_close=close>
                    <Body environment=chosen />
                </Dialog>
            }
        })
        .collect_view()
}

#[component]
fn Body(environment: Environment) -> impl IntoView {
    let answer = RwSignal::new(None::<Result<Vec<LogRow>, Problem>>);
    let follow = RwSignal::new(true);
    let access = RwSignal::new(false);
    let with = RwSignal::new(String::new());
    let ask = move || {
        let query = LogsQuery {
            environment,
            access: access.get_untracked(),
            with: with.get_untracked(),
            since: None,
        };
        spawn_local(async move {
            let rows = backend::logs(query.clone()).await;
            // Another question may have been asked meanwhile, or the dialog closed.
            let present = access.try_get_untracked() == Some(query.access)
                && with.try_get_untracked() == Some(query.with);
            if present && answer.try_get_untracked().is_some_and(|shown| shown.as_ref() != Some(&rows)) {
                let _ = answer.try_set(Some(rows));
            }
        });
    };
    Effect::new(move || {
        access.track();
        with.track();
        ask();
    });
    if let Ok(timer) = set_interval_with_handle(
        move || {
            if follow.try_get_untracked() == Some(true) {
                ask();
            }
        },
        POLL,
    ) {
        on_cleanup(move || timer.clear());
    }
    let text = Memo::new(move |_| {
        answer.with(|a| match a {
            Some(Ok(rows)) => rows.iter().map(line).collect::<Vec<_>>().join("\n"),
            _ => String::new(),
        })
    });
    view! {
        <div class="dialog-part">
            <form class="deploy-form" on:submit=move |event| event.prevent_default()>
                <Field
                    id="logs-filter"
                    label="Only lines with"
                    mono=true
                    value=with
                    on_input=move |typed| with.set(typed)
                />
                <Switch
                    id="logs-follow"
                    label="Follow"
                    on=follow
                    on_change=move |on| follow.set(on)
                />
                <Switch
                    id="logs-access"
                    label="Requests to the API instead"
                    on=access
                    on_change=move |on| {
                        answer.set(None);
                        access.set(on);
                    }
                />
            </form>
            {move || match answer.get() {
                None => view! { <Skeleton lines=6 label="Reading the log" /> }.into_any(),
                Some(Err(problem)) => view! { <ProblemNote problem /> }.into_any(),
                Some(Ok(rows)) if rows.is_empty() => {
                    view! { <p class="muted" data-test="logs-empty">"Nothing was written in the last thirty days that fits."</p> }
                        .into_any()
                }
                Some(Ok(_)) => {
                    view! {
                        <div class="code-block" data-test="logs">
                            <pre tabindex="0" aria-label="Log lines">{text}</pre>
                            <CopyButton text label="Copy the lines" />
                        </div>
                    }
                        .into_any()
                }
            }}
        </div>
    }
}

fn line(row: &LogRow) -> String {
    format!("{}  {}", clock::exact(row.at), row.text)
}
