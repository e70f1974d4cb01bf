//! The viewer: what to read above, the lines beneath, and at the foot whether they are followed.

use leptos::prelude::*;
use leptos::{ev, html};

use ipc::Environment;

use super::reader::{LONGEST_SPAN, Reader};
use crate::board::logs::{KEPT, Line, Lines, level};
use crate::clock;
use crate::components::{Button, CopyButton, Icon, ProblemNote, Skeleton};
use crate::derived::{derive, effect, memo};
use crate::messages::board::logs as texts;
use crate::node::still_there;

/// Pixels from the end within which the end is in sight.
const END: i32 = 12;
/// Pixels that an arrow key goes, and that stay in sight when a page is turned.
const LINE: i32 = 40;

#[component]
pub fn Viewer(environment: Environment) -> impl IntoView {
    let reader = Reader::new(environment);
    let loading = memo(move || reader.lines.with(Option::is_none));
    let problem = memo(move || reader.lines.with(|lines| lines.as_ref()?.as_ref().err().cloned()));
    let empty = memo(move || reader.lines.with(|l| matches!(l, Some(Ok(lines)) if lines.is_empty())));
    view! {
        <div class="log-viewer">
            <Questions reader />
            {move || {
                if loading.get() {
                    view! { <div class="log-blank"><Skeleton lines=8 label=texts::LOADING /></div> }.into_any()
                } else if let Some(problem) = problem.get() {
                    view! { <div class="log-blank"><ProblemNote problem /></div> }.into_any()
                } else if empty.get() {
                    view! { <Empty reader /> }.into_any()
                } else {
                    view! { <Written reader /> }.into_any()
                }
            }}
        </div>
    }
}

#[component]
fn Questions(reader: Reader) -> impl IntoView {
    let chosen = |event: web_sys::Event| event_target_value(&event);
    view! {
        <div class="log-questions">
            <span class="input input-select input-small">
                <select
                    aria-label=texts::SOURCE
                    data-test="logs-source"
                    on:change=move |event| reader.access.set(chosen(event) == "access")
                >
                    <option value="containers">{texts::CONTAINERS}</option>
                    <option value="access">{texts::REQUESTS}</option>
                </select>
                <Icon name="chevron-down" />
            </span>
            <span class="input input-select input-small">
                <select
                    aria-label=texts::SINCE
                    data-test="logs-since"
                    prop:value=move || reader.span.get().to_string()
                    on:change=move |event| reader.span.set(chosen(event).parse().unwrap_or(LONGEST_SPAN))
                >
                    {texts::SPANS
                        .into_iter()
                        .enumerate()
                        .map(|(n, words)| {
                            let selected = move || reader.span.get() == n;
                            view! { <option value=n.to_string() selected=selected>{words}</option> }
                        })
                        .collect_view()}
                </select>
                <Icon name="chevron-down" />
            </span>
            <span class="input input-small history-search log-filter">
                <Icon name="search" />
                <input
                    id="logs-filter"
                    type="search"
                    placeholder=texts::FILTER
                    aria-label=texts::FILTER
                    spellcheck="false"
                    autocomplete="off"
                    on:change=move |event| reader.with.set(chosen(event))
                />
            </span>
        </div>
    }
}

#[component]
fn Empty(reader: Reader) -> impl IntoView {
    let words = move || texts::empty(reader.span.get(), reader.with.with(|with| !with.trim().is_empty()));
    view! {
        <div class="log-blank" data-test="logs-empty">
            <p class="muted" role="status">{move || words()}</p>
            <Show when=move || reader.span.get() != LONGEST_SPAN>
                <Button test="logs-further" on_press=move |()| reader.span.set(LONGEST_SPAN)>
                    {texts::LOOK_FURTHER}
                </Button>
            </Show>
        </div>
    }
}

#[component]
fn Written(reader: Reader) -> impl IntoView {
    let place = NodeRef::<html::Div>::new();
    // Only scrolling up and coming back to the end counts: who has paused at the end stays paused there, and a smaller
    // window is nobody's wish to pause.
    let was_at_end = StoredValue::new(true);
    let was_at = StoredValue::new(0);
    let look = move || {
        let Some(place) = place.get_untracked() else { return };
        let at_end = place.scroll_top() + place.client_height() >= place.scroll_height() - END;
        let is_up = place.scroll_top() < was_at.get_value();
        let has_come = at_end && !was_at_end.get_value();
        was_at.set_value(place.scroll_top());
        was_at_end.set_value(at_end);
        if has_come || is_up && !at_end && reader.following.get_untracked() {
            reader.follow(at_end);
        }
    };
    let to_end = move || {
        // Whoever has scrolled up before this frame is left there.
        let follows = reader.following.try_get_untracked() == Some(true);
        if let Some(place) = still_there(place).filter(|_| follows) {
            place.set_scroll_top(place.scroll_height());
            was_at.set_value(place.scroll_top());
            was_at_end.set_value(true);
        }
    };
    // New lines push the end away, and so does a smaller window: it is gone after, while somebody follows.
    effect(move || {
        reader.lines.track();
        if reader.following.get() {
            request_animation_frame(to_end);
        }
    });
    let resized = window_event_listener(ev::resize, move |_| {
        if reader.following.get_untracked() {
            request_animation_frame(to_end);
        }
    });
    on_cleanup(move || resized.remove());
    // WebKit slides while a key is held, and leaves off short of the end where it was only touched.
    let go = move |event: web_sys::KeyboardEvent| {
        let Some(place) = place.get_untracked() else { return };
        let (end, page) = (place.scroll_height() - place.client_height(), place.client_height());
        let by = match event.key().as_str() {
            "ArrowUp" => -LINE,
            "ArrowDown" => LINE,
            "PageUp" => LINE - page,
            "PageDown" => page - LINE,
            "Home" => -end,
            "End" => end,
            _ => return,
        };
        let is_plain = !(event.shift_key() || event.ctrl_key() || event.alt_key() || event.meta_key());
        if is_plain && end > 0 {
            event.prevent_default();
            place.set_scroll_top(place.scroll_top() + by);
            look();
        }
    };
    let lines = move || {
        reader.lines.with(|lines| match lines {
            Some(Ok(lines)) => lines.iter().cloned().collect(),
            _ => Vec::new(),
        })
    };
    let count = memo(move || {
        reader.lines.with(|lines| lines.as_ref().and_then(|l| l.as_ref().ok()).map_or(0, Lines::len))
    });
    let text = derive(move || selected().unwrap_or_else(|| lines().iter().map(as_text).collect()));
    let following = reader.following;
    view! {
        <div
            class="log-lines"
            node_ref=place
            tabindex="0"
            role="log"
            aria-label=texts::LINES
            aria-live="off"
            data-test="logs"
            on:scroll=move |_| look()
            on:keydown=go
        >
            <For each=lines key=|line| line.number children=|line| row(&line) />
        </div>
        <footer class="log-foot">
            <Button
                test="logs-follow"
                on_press=move |()| {
                    let on = !following.get_untracked();
                    reader.follow(on);
                }
            >
                {move || if following.get() { texts::PAUSE } else { texts::FOLLOW }}
            </Button>
            <p class="small muted" role="status" data-test="logs-state">
                {move || if following.get() { texts::FOLLOWING } else { texts::PAUSED }}
            </p>
            <Show when=move || !following.get()>
                <Button test="logs-newest" icon="chevron-down" on_press=move |()| reader.follow(true)>
                    {texts::JUMP}
                </Button>
            </Show>
            <p class="small muted number log-count">{move || texts::kept(count.get(), KEPT)}</p>
            <span on:mousedown=|event| event.prevent_default()>
                <CopyButton text label=texts::COPY test="logs-copy" />
            </span>
        </footer>
    }
}

/// The words stay as they were written; a grave line also has a colour and a bar.
fn row(line: &Line) -> impl IntoView + use<> {
    let at = line.row.at;
    view! {
        <p class="log-line" data-level=level(&line.row.text)>
            <time datetime=clock::iso(at)>{clock::exact(at)}</time>
            " "
            {line.row.text.clone()}
            "\n"
        </p>
    }
}

fn as_text(line: &Line) -> String {
    format!("{}  {}\n", clock::iso(line.row.at), line.row.text)
}

/// What is selected on the page; while the dialog is open nothing beneath it can be.
fn selected() -> Option<String> {
    let selection = window().get_selection().ok()??;
    Some(String::from(selection.to_string())).filter(|text| !text.trim().is_empty())
}
