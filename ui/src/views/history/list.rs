//! The list itself. It is a grid to those who listen: it has the focus, and names the row that the keys are at; each
//! row says its place among all of them, though few are in the page.

use ipc::Timestamp;
use ipc::status::DeployRecord;
use leptos::html;
use leptos::prelude::*;
use web_sys::{KeyboardEvent, MouseEvent};

use super::{History, tone};
use crate::board::history::{ROW, moved, revealed, who};
use crate::clock;
use crate::components::{Icon, RelativeTime, ToneIcon};
use crate::derived::{effect, memo};
use crate::messages::board::history as texts;
use crate::node::still_there;
use crate::words;

/// The columns' heads, in pixels.
const HEAD: usize = 32;

#[component]
pub fn List(history: History) -> impl IntoView {
    let book = history.book;
    let grid = NodeRef::<html::Div>::new();
    let at = RwSignal::new(0_usize);
    let now = clock::ticking();
    let look = move || {
        if let Some(grid) = still_there(grid) {
            let pixels = |length: i32| usize::try_from(length).unwrap_or_default();
            book.scrolled.set(pixels(grid.scroll_top()));
            book.height.set(pixels(grid.client_height()));
            book.ask();
        }
    };
    // Its height follows from how many rows there are, and from the window.
    effect(move || {
        book.found.track();
        request_animation_frame(look);
    });
    let resized = window_event_listener_untyped("resize", move |_| look());
    on_cleanup(move || resized.remove());
    // Another question begins at its newest row.
    effect(move || {
        book.filter.track();
        at.set(0);
        if let Some(grid) = grid.get_untracked() {
            grid.set_scroll_top(0);
        }
    });
    let go = move |event: KeyboardEvent| {
        let Some(grid) = grid.get_untracked() else { return };
        let (scrolled, height) = (book.scrolled.get_untracked(), book.height.get_untracked());
        let a_page = height.saturating_sub(HEAD) / ROW;
        match (
            event.key().as_str(),
            moved(&event.key(), at.get_untracked(), a_page, book.found.get_untracked()),
        ) {
            (_, Some(row)) => {
                at.set(row);
                let to = revealed(row, scrolled, height, HEAD);
                grid.set_scroll_top(i32::try_from(to).unwrap_or(i32::MAX));
                look();
            }
            ("Enter", _) => open(history, at.get_untracked()),
            (" ", _) => choose(history, at.get_untracked()),
            _ => return,
        }
        event.prevent_default();
    };
    view! {
        <div
            class="history-grid"
            role="grid"
            node_ref=grid
            tabindex="0"
            aria-label=texts::TITLE
            aria-describedby="history-keys"
            aria-multiselectable="true"
            aria-rowcount=move || (book.found.get() + 1).to_string()
            aria-activedescendant=move || book.drawn.with(|drawn| drawn.contains(&at.get())).then(|| id(at.get()))
            data-test="history-grid"
            on:scroll=move |_| look()
            on:keydown=go
        >
            <div role="rowgroup" class="history-columns">
                <div role="row" class="history-row" aria-rowindex="1">
                    {texts::COLUMNS
                        .into_iter()
                        .enumerate()
                        .map(|(n, title)| {
                            view! {
                                <span role="columnheader">
                                    <span class:hidden-visually=move || n == 0>{title}</span>
                                </span>
                            }
                        })
                        .collect_view()}
                </div>
            </div>
            <div role="rowgroup" class="history-rows" style:height=move || format!("{}px", book.found.get() * ROW)>
                <For each=move || book.drawn.get() key=|place| *place children=move |place| view! { <Row history place at now /> } />
            </div>
            <Show when=move || book.found.get() == 0>
                <p class="history-empty muted" role="presentation">{texts::NOTHING_FOUND}</p>
            </Show>
        </div>
        <p id="history-keys" class="history-keys small muted">{texts::KEYS}</p>
    }
}

fn id(place: usize) -> String {
    format!("history-row-{place}")
}

fn row(history: History, place: usize) -> Option<DeployRecord> {
    history.book.rows.with_untracked(|rows| rows.as_ref()?.as_ref().ok()?.row(place).cloned())
}

fn open(history: History, place: usize) {
    if let Some(row) = row(history, place) {
        history.opened.set(Some(row));
    }
}

/// For comparison; of three the one that was chosen first is let go.
fn choose(history: History, place: usize) {
    let Some(row) = row(history, place) else { return };
    history.chosen.update(|chosen| {
        let before = chosen.len();
        chosen.retain(|other| *other != row);
        if chosen.len() == before {
            chosen.push(row);
            if chosen.len() > 2 {
                chosen.remove(0);
            }
        }
    });
}

#[component]
fn Row(history: History, place: usize, at: RwSignal<usize>, now: Signal<Timestamp>) -> impl IntoView {
    let record =
        memo(move || history.book.rows.with(|rows| rows.as_ref()?.as_ref().ok()?.row(place).cloned()));
    let chosen = memo(move || {
        history.chosen.with(|chosen| record.with(|r| r.as_ref().is_some_and(|r| chosen.contains(r))))
    });
    view! {
        <div
            role="row"
            class="history-row"
            class:history-at=move || at.get() == place
            id=id(place)
            aria-rowindex=(place + 2).to_string()
            aria-selected=move || chosen.get().to_string()
            style:top=format!("{}px", place * ROW)
            data-test="history-row"
            data-environment=move || record.with(|r| r.as_ref().map(|r| r.stage.as_str()))
            on:click=move |_| {
                at.set(place);
                open(history, place);
            }
        >
            <span
                role="gridcell"
                class="history-box"
                title=texts::COMPARE
                data-test="history-choose"
                on:click=move |event: MouseEvent| {
                    event.stop_propagation();
                    at.set(place);
                    choose(history, place);
                }
            >
                <span class="box" class:box-on=chosen>
                    {move || chosen.get().then(|| view! { <Icon name="check" /> })}
                </span>
            </span>
            {move || match record.get() {
                None => {
                    view! {
                        <span role="gridcell" class="history-wait">
                            <span class="hidden-visually">{texts::LOADING_ROW}</span>
                        </span>
                    }
                        .into_any()
                }
                Some(record) => cells(&record, now).into_any(),
            }}
        </div>
    }
}

fn cells(record: &DeployRecord, now: Signal<Timestamp>) -> impl IntoView + use<> {
    let tone = tone(record.outcome);
    let by = record.deployed_by.as_deref().map(|by| who(by).to_owned());
    let when = match clock::parse(&record.deployed_at) {
        Some(at) => view! { <RelativeTime at=Signal::stored(at) now /> }.into_any(),
        None => record.deployed_at.clone().into_any(),
    };
    view! {
        <span role="gridcell" class="history-when">{when}</span>
        <span role="gridcell">{record.stage.title()}</span>
        <span role="gridcell" class="history-what">{record.what()}</span>
        <span role="gridcell" class="number">{record.seconds.map(words::duration)}</span>
        <span role="gridcell" class="history-who">{by}</span>
        <span role="gridcell">
            <span class="outcome-word" data-tone=tone.key()>
                <ToneIcon tone=Signal::stored(tone) />
                {record.outcome.title()}
            </span>
        </span>
    }
}
