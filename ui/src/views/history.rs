//! What was deployed when, newest first.

use ipc::status::{DeployRecord, RecordedOutcome};
use ipc::{Environment, Problem};
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::backend;
use crate::board::history::{details, shown, who};
use crate::clock;
use crate::components::{Icon, ProblemNote, RelativeTime, Skeleton, Tone, ToneIcon};
use crate::words;

/// More rows than this wait behind a button, which brings some of them, so that the page stays light.
const FIRST: usize = 20;
const STEP: usize = 100;
/// So many come at once; `deploy.json` holds them.
const NEWEST: usize = 200;

#[component]
pub fn History(
    /// Changes when there may be something new.
    #[prop(into)]
    when: Signal<u32>,
) -> impl IntoView {
    let records = RwSignal::new(None::<Result<Vec<DeployRecord>, Problem>>);
    Effect::new(move || {
        when.track();
        spawn_local(async move {
            let first = backend::history(Some(NEWEST)).await;
            let more = first.as_ref().is_ok_and(|rows| rows.len() == NEWEST);
            let _ = records.try_set(Some(first));
            // All of a long history follows what is seen first.
            if more && let Ok(all) = backend::history(None).await {
                let _ = records.try_set(Some(Ok(all)));
            }
        });
    });
    view! {
        <section class="history" aria-label="History" data-test="history">
            {move || match records.get() {
                None => view! { <Skeleton lines=4 label="Loading the history" /> }.into_any(),
                Some(Err(problem)) => view! { <h2>"History"</h2> <ProblemNote problem /> }.into_any(),
                Some(Ok(records)) if records.is_empty() => {
                    view! {
                        <h2>"History"</h2>
                        <p class="history-empty muted" data-test="history-empty">
                            <Icon name="history" large=true />
                            "Nothing has been deployed from here yet. Each deployment leaves a line: when, what, by whom, and how it went."
                        </p>
                    }
                        .into_any()
                }
                Some(Ok(records)) => view! { <Records records /> }.into_any(),
            }}
        </section>
    }
}

#[component]
fn Records(records: Vec<DeployRecord>) -> impl IntoView {
    let environment = RwSignal::new(None::<Environment>);
    let search = RwSignal::new(String::new());
    let limit = RwSignal::new(FIRST);
    let records = StoredValue::new(records);
    let found = Memo::new(move |_| records.with_value(|r| shown(r, environment.get(), &search.get())));
    let rows = move || found.with(|f| f.iter().take(limit.get()).cloned().collect::<Vec<_>>());
    let more = move || found.with(Vec::len).saturating_sub(limit.get()).min(STEP);
    view! {
        <header class="history-head">
            <h2>"History"</h2>
            <span class="input input-select input-small">
                <select
                    aria-label="Show which environment"
                    data-test="history-filter"
                    on:change=move |event| environment.set(event_target_value(&event).parse().ok())
                >
                    <option value="">"All environments"</option>
                    <option value="dev">"Dev"</option>
                    <option value="prod">"Prod"</option>
                </select>
                <Icon name="chevron-down" />
            </span>
            <span class="input input-small history-search">
                <Icon name="search" />
                <input
                    type="search"
                    placeholder="Search"
                    aria-label="Search the history"
                    data-test="history-search"
                    prop:value=search
                    on:input=move |event| search.set(event_target_value(&event))
                />
            </span>
            <span class="small muted number" role="status">
                {move || words::counted(found.with(Vec::len) as u64, "deployment")}
            </span>
        </header>
        <Show
            when=move || !found.with(Vec::is_empty)
            fallback=|| view! { <p class="history-empty muted">"No deployment matches. Change the search or the environment."</p> }
        >
            <table class="table history-table">
                <thead>
                    <tr>
                        <th scope="col">"When"</th>
                        <th scope="col">"Where"</th>
                        <th scope="col">"What"</th>
                        <th scope="col">"Took"</th>
                        <th scope="col">"Who"</th>
                        <th scope="col">"Outcome"</th>
                        <th scope="col"><span class="hidden-visually">"Details"</span></th>
                    </tr>
                </thead>
                <tbody>{move || rows().into_iter().map(|record| view! { <Row record /> }).collect_view()}</tbody>
            </table>
            {move || {
                (more() > 0)
                    .then(|| {
                        view! {
                            <button
                                type="button"
                                class="button button-quiet history-more"
                                data-test="history-more"
                                on:click=move |_| limit.update(|limit| *limit += STEP)
                            >
                                {format!("Show {} older", more())}
                            </button>
                        }
                    })
            }}
        </Show>
    }
}

#[component]
fn Row(record: DeployRecord) -> impl IntoView {
    let open = RwSignal::new(false);
    let tone = tone(record.outcome);
    let by = record.deployed_by.as_deref().map(|by| who(by).to_owned());
    let details = details(&record);
    view! {
        <tr data-test="history-row" data-environment=record.stage.as_str()>
            <td>
                {match clock::parse(&record.deployed_at) {
                    Some(at) => view! { <RelativeTime at=Signal::stored(at) /> }.into_any(),
                    None => record.deployed_at.clone().into_any(),
                }}
            </td>
            <td>{record.stage.title()}</td>
            <td class="history-what">{record.what()}</td>
            <td class="number">{record.seconds.map(words::duration)}</td>
            <td class="history-who">{by}</td>
            <td>
                <span class="outcome-word" data-tone=tone.key()>
                    <ToneIcon tone=Signal::stored(tone) />
                    {record.outcome.title()}
                </span>
            </td>
            <td>
                <button
                    type="button"
                    class="icon-button history-open"
                    aria-label=format!("Details of: {}", record.what())
                    aria-expanded=move || open.get().to_string()
                    data-test="history-open"
                    on:click=move |_| open.update(|o| *o = !*o)
                >
                    <Icon name="chevron-down" />
                </button>
            </td>
        </tr>
        <Show when=move || open.get()>
            <tr class="history-details" data-test="history-details">
                <td colspan="7">
                    <dl class="pairs">
                        {details
                            .iter()
                            .map(|(name, value)| view! { <dt>{*name}</dt> <dd class="selectable">{value.clone()}</dd> })
                            .collect_view()}
                    </dl>
                </td>
            </tr>
        </Show>
    }
}

fn tone(outcome: RecordedOutcome) -> Tone {
    match outcome {
        RecordedOutcome::Succeeded => Tone::Good,
        RecordedOutcome::NotAnsweringYet => Tone::Attention,
        RecordedOutcome::NotWaited | RecordedOutcome::Cancelled => Tone::Neutral,
        RecordedOutcome::Failed => Tone::Failed,
        RecordedOutcome::Unknown => Tone::Unknown,
    }
}
