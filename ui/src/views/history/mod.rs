//! What was deployed when, newest first: a list of any length of which only what is in sight is in the page, the
//! details of a row, two rows side by side.

mod book;
mod compare;
mod details;
mod list;

use ipc::status::{DeployRecord, RecordedOutcome};
use leptos::prelude::*;
use web_sys::Event;

use self::book::Book;
use self::compare::CompareDialog;
use self::details::DetailsDialog;
use self::list::List;
use crate::components::{Button, Icon, ProblemNote, Skeleton, Tone};
use crate::derived::{derive, effect, memo};
use crate::messages::board::history as texts;

/// What the parts of the history share.
#[derive(Clone, Copy)]
struct History {
    book: Book,
    opened: RwSignal<Option<DeployRecord>>,
    /// At most two, in the order in which they were chosen.
    chosen: RwSignal<Vec<DeployRecord>>,
    comparing: RwSignal<bool>,
}

#[component]
pub fn HistorySection(
    /// Changes when there may be something new.
    #[prop(into)]
    when: Signal<u32>,
    /// Nothing can be deployed now.
    #[prop(into)]
    blocked: Signal<bool>,
    #[prop(into)] on_redeploy: Callback<DeployRecord>,
) -> impl IntoView {
    let book = Book::new();
    let history = History {
        book,
        opened: RwSignal::new(None),
        chosen: RwSignal::new(Vec::new()),
        comparing: RwSignal::new(false),
    };
    effect(move || {
        when.track();
        book.again();
    });
    let waiting = memo(move || book.rows.with(Option::is_none));
    let problem = memo(move || book.rows.with(|rows| rows.as_ref()?.as_ref().err().cloned()));
    let any = memo(move || book.rows.with(|rows| matches!(rows, Some(Ok(rows)) if rows.all > 0)));
    view! {
        <section class="history" aria-label=texts::TITLE data-test="history">
            {move || {
                if waiting.get() {
                    view! { <Skeleton lines=4 label=texts::LOADING /> }.into_any()
                } else if let Some(problem) = problem.get() {
                    view! { <h2>{texts::TITLE}</h2> <ProblemNote problem /> }.into_any()
                } else if any.get() {
                    view! { <Head history /> <List history /> }.into_any()
                } else {
                    view! {
                        <h2>{texts::TITLE}</h2>
                        <p class="history-empty muted" data-test="history-empty">
                            <Icon name="history" large=true />
                            {texts::EMPTY}
                        </p>
                    }
                        .into_any()
                }
            }}
        </section>
        <DetailsDialog row=history.opened blocked on_redeploy />
        <CompareDialog rows=history.chosen open=history.comparing />
    }
}

/// The filters, and what can be done with the rows that are chosen.
#[component]
fn Head(history: History) -> impl IntoView {
    let book = history.book;
    let change = move |change: &dyn Fn(&mut ipc::bridge::HistoryQuery)| {
        book.filter.update(|filter| change(filter));
        book.again();
    };
    let chosen = memo(move || history.chosen.with(Vec::len));
    view! {
        <header class="history-head">
            <h2>{texts::TITLE}</h2>
            <span class="small muted number" role="status" data-test="history-count">
                {move || {
                    book.rows.with(|rows| match rows {
                        Some(Ok(rows)) => texts::count(rows.found, rows.all),
                        _ => String::new(),
                    })
                }}
            </span>
            <span class="history-compare" title=move || texts::compare_hint(chosen.get())>
                <Button
                    test="history-compare"
                    disabled=derive(move || chosen.get() != 2)
                    on_press=move |()| history.comparing.set(true)
                >
                    {texts::COMPARE}
                    {move || (chosen.get() > 0).then(|| format!(" {} / 2", chosen.get()))}
                </Button>
                <span class="hidden-visually" role="status">
                    {move || texts::compare_hint(chosen.get())}
                </span>
            </span>
            <span class="input input-select input-small">
                <select
                    aria-label=texts::WHICH_ENVIRONMENT
                    data-test="history-filter"
                    on:change=move |event| {
                        let environment = event_target_value(&event).parse().ok();
                        change(&|filter| filter.environment = environment);
                    }
                >
                    <option value="">{texts::ALL_ENVIRONMENTS}</option>
                    {ipc::Environment::ALL
                        .into_iter()
                        .map(|environment| view! { <option value=environment.as_str()>{environment.title()}</option> })
                        .collect_view()}
                </select>
                <Icon name="chevron-down" />
            </span>
            <span class="input input-select input-small">
                <select
                    aria-label=texts::WHICH_RESULT
                    data-test="history-result"
                    on:change=move |event| {
                        let title = event_target_value(&event);
                        let outcome = RESULTS.into_iter().find(|outcome| outcome.title() == title);
                        change(&|filter| filter.outcome = outcome);
                    }
                >
                    <option value="">{texts::ALL_RESULTS}</option>
                    {RESULTS
                        .into_iter()
                        .map(|outcome| view! { <option value=outcome.title()>{outcome.title()}</option> })
                        .collect_view()}
                </select>
                <Icon name="chevron-down" />
            </span>
            <span class="input input-small history-search">
                <Icon name="search" />
                <input
                    type="search"
                    placeholder=texts::SEARCH
                    aria-label=texts::SEARCH_THE_HISTORY
                    data-test="history-search"
                    prop:value=move || book.filter.with(|filter| filter.search.clone())
                    on:input=move |event: Event| {
                        let typed = event_target_value(&event);
                        change(&|filter| filter.search.clone_from(&typed));
                    }
                />
            </span>
        </header>
    }
}

const RESULTS: [RecordedOutcome; 5] = [
    RecordedOutcome::Succeeded,
    RecordedOutcome::NotAnsweringYet,
    RecordedOutcome::NotWaited,
    RecordedOutcome::Failed,
    RecordedOutcome::Cancelled,
];

fn tone(outcome: RecordedOutcome) -> Tone {
    match outcome {
        RecordedOutcome::Succeeded => Tone::Good,
        RecordedOutcome::NotAnsweringYet => Tone::Attention,
        RecordedOutcome::NotWaited | RecordedOutcome::Cancelled => Tone::Neutral,
        RecordedOutcome::Failed => Tone::Failed,
        RecordedOutcome::Unknown => Tone::Unknown,
    }
}
