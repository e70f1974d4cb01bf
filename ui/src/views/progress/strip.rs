//! Where the time went: the timeline as a slim strip, and its longest bars in words.

use ipc::plan::Group;
use leptos::prelude::*;

use super::Run;
use crate::board::resources::title;
use crate::board::timeline::{Bar, LANES, longest, timeline};
use crate::derived::memo;
use crate::messages::common::progress as text;
use crate::words;

/// Pixels: a lane with its gap, a bar, and the line of labels beneath.
const LANE: usize = 9;
const BAR: usize = 6;
const LABELS: usize = 20;

#[component]
pub fn Strip(run: Run) -> impl IntoView {
    let Run { deployment, now } = run;
    let drawn = memo(move || deployment.with(|d| timeline(d, now.get())));
    let any = memo(move || drawn.with(|t| !t.bars.is_empty()));
    let groups = memo(move || {
        let has = |group: &Group| deployment.with(|d| d.resources.iter().any(|r| r.group == *group));
        [Group::Shared, Group::Dev, Group::Prod].into_iter().filter(has).collect::<Vec<_>>()
    });
    // While it runs it stays in view, as high as it can become; afterwards it makes room for what came of it.
    let running = memo(move || deployment.with(|d| d.outcome.is_none()));
    let lanes = move || if running.get() { LANES } else { drawn.with(|t| t.lanes) };
    let bottom = move || lanes() * LANE;
    let height = move || bottom() + LABELS;
    let most = move || {
        let rows = deployment.with(|d| longest(d, now.get(), 3));
        rows.into_iter()
            .map(|(name, s)| format!("{name} {}", words::duration(s)))
            .collect::<Vec<_>>()
            .join(" · ")
    };
    view! {
        <Show when=move || any.get()>
            <section class="strip" class:strip-pinned=running aria-label=text::TIME>
                <div class="strip-head">
                    <h2>{text::TIME}</h2>
                    <p class="strip-legend small muted" aria-hidden="true">
                        {move || {
                            groups
                                .get()
                                .into_iter()
                                .map(|group| {
                                    view! {
                                        <span class="strip-key" data-group=key(group)>
                                            {title(group)}
                                        </span>
                                    }
                                })
                                .collect_view()
                        }}
                    </p>
                    <p class="strip-most small muted number">{move || most()}</p>
                </div>
                <svg class="strip-drawing" width="100%" height=height aria-hidden="true">
                    {move || {
                        drawn
                            .with(|t| t.ticks.clone())
                            .into_iter()
                            .map(|(left, label)| {
                                view! {
                                    <line class="strip-tick" x1=percent(left) x2=percent(left) y1="0" y2=bottom></line>
                                    <text class="strip-label" x=percent(left) y=move || bottom() + 14 text-anchor="middle">
                                        {label}
                                    </text>
                                }
                            })
                            .collect_view()
                    }}
                    {move || drawn.with(|t| t.bars.clone()).into_iter().map(bar).collect_view()}
                </svg>
            </section>
        </Show>
    }
}

fn bar(bar: Bar) -> impl IntoView {
    let state = match (bar.failed, bar.running) {
        (true, _) => "failed",
        (false, true) => "running",
        (false, false) => "done",
    };
    view! {
        <rect
            class="strip-bar"
            data-group=key(bar.group)
            data-state=state
            x=percent(bar.left)
            width=percent(bar.width.max(0.25))
            y=bar.lane * LANE
            height=BAR
            rx="2"
        >
            <title>{format!("{}: {}", bar.name, words::duration(bar.seconds))}</title>
        </rect>
    }
}

fn percent(of: f64) -> String {
    format!("{}%", words::decimal(of))
}

fn key(group: Group) -> &'static str {
    match group {
        Group::Shared => "shared",
        Group::Dev => "dev",
        Group::Prod => "prod",
    }
}
