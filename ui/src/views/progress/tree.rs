//! The resources as a tree: Shared, Dev and Prod, each with its rows in the order in which they started. A branch
//! folds up once when all of it is done while another is still at work; from then on the person decides.

use ipc::progress::{ResourceProgress, ResourceState};
use leptos::prelude::*;

use super::Run;
use super::ring::Ring;
use crate::board::duration::{overdue, stopwatch, usual};
use crate::board::resources::{Branch, branches, moving, state_name, title, word};
use crate::board::timeline::end_of;
use crate::components::{Icon, Tone, ToneIcon};

#[component]
pub fn Tree(run: Run) -> impl IntoView {
    let ids = RwSignal::new(false);
    let tree = Memo::new(move |_| run.deployment.with(|d| branches(&d.resources)));
    let any = Memo::new(move |_| !tree.with(Vec::is_empty));
    let groups = move || tree.with(|t| t.iter().map(|b| b.group).collect::<Vec<_>>());
    view! {
        <Show when=move || any.get()>
            <section class="tree" aria-label="Resources">
                <div class="tree-head">
                    <h2>"Resources"</h2>
                    <label class="tick">
                        <input
                            type="checkbox"
                            data-test="show-ids"
                            prop:checked=ids
                            on:change=move |event| ids.set(event_target_checked(&event))
                        />
                        "Show ids"
                    </label>
                </div>
                <div class="tree-branches">
                    <For each=groups key=|group| *group let:group>
                        <BranchRows
                            run
                            ids
                            branch=Signal::derive(move || {
                                tree.with(|t| t.iter().find(|b| b.group == group).cloned())
                            })
                            alone=Signal::derive(move || tree.with(|t| t.iter().all(Branch::finished)))
                            title=title(group)
                        />
                    </For>
                </div>
            </section>
        </Show>
    }
}

#[component]
fn BranchRows(
    run: Run,
    ids: RwSignal<bool>,
    branch: Signal<Option<Branch>>,
    /// Everything is done: nothing needs to make room for anything.
    alone: Signal<bool>,
    title: &'static str,
) -> impl IntoView {
    let chosen = RwSignal::new(None::<bool>);
    let done = Memo::new(move |_| branch.with(|b| b.as_ref().is_some_and(Branch::finished)));
    let open = Memo::new(move |_| chosen.get().unwrap_or_else(|| !done.get() || alone.get()));
    let summary = move || branch.with(|b| b.as_ref().map(Branch::summary));
    let tone = Signal::derive(move || match branch.get() {
        Some(b) if b.failed > 0 => Tone::Failed,
        Some(b) if b.finished() => Tone::Good,
        _ => Tone::Neutral,
    });
    let rows = move || branch.get().map(|b| b.rows).unwrap_or_default();
    let list = format!("branch-{title}");
    view! {
        <section class="branch">
            <h3>
                <button
                    type="button"
                    class="branch-head"
                    aria-expanded=move || open.get().to_string()
                    aria-controls=list.clone()
                    on:click=move |_| chosen.set(Some(!open.get_untracked()))
                >
                    <Icon name=Signal::derive(move || if open.get() { "chevron-down" } else { "chevron-right" }) />
                    <span class="branch-title">{title}</span>
                    <span class="branch-count number" data-tone=move || tone.get().key()>
                        <ToneIcon tone />
                        {summary}
                    </span>
                </button>
            </h3>
            <ul class="rows" id=list hidden=move || !open.get()>
                <For each=rows key=|id| id.clone() let:id>
                    <Row run ids id />
                </For>
            </ul>
        </section>
    }
}

#[component]
fn Row(run: Run, ids: RwSignal<bool>, id: String) -> impl IntoView {
    let Run { deployment, now } = run;
    let wanted = id.clone();
    let resource = Memo::new(move |before: Option<&Option<ResourceProgress>>| {
        let found = deployment.with(|d| d.resources.iter().find(|r| r.logical_id == wanted).cloned());
        // The row leaves with its branch's next list; until then it shows what it was.
        found.or_else(|| before.cloned().flatten())
    });
    let field = move |of: fn(&ResourceProgress) -> String| move || resource.with(|r| r.as_ref().map(of));
    let state = Memo::new(move |_| resource.with(|r| r.as_ref().map_or(ResourceState::Waiting, |r| r.state)));
    let usual_time = Memo::new(move |_| resource.with(|r| r.as_ref().map_or((0, 0), |r| r.usual)));
    // Seconds that it took or has been running; none before it starts.
    let ran = Memo::new(move |_| {
        resource.with(|r| {
            let r = r.as_ref()?;
            let end = r.ended_at.unwrap_or_else(|| deployment.with(|d| end_of(d, now.get())));
            Some(end.seconds_since(r.started_at?))
        })
    });
    let late = Memo::new(move |_| moving(state.get()) && overdue(ran.get().unwrap_or(0), usual_time.get()));
    let share = Signal::derive(move || ran.get().unwrap_or(0) as f64 / f64::from(usual_time.get().1.max(1)));
    let expectation = move || match state.get() {
        state if moving(state) && late.get() => format!("{}, longer this time", usual(usual_time.get())),
        state if moving(state) || state == ResourceState::Waiting => usual(usual_time.get()),
        _ => String::new(),
    };
    let failed = Memo::new(move |_| state.get() == ResourceState::Failed);
    let reason = move || {
        let reason = resource.with(|r| r.as_ref().and_then(|r| r.reason.clone()));
        let reason = failed.get().then_some(reason).flatten();
        reason.map(|reason| view! { <p class="row-reason selectable" data-test="reason">{reason}</p> })
    };
    let row_ids = move || {
        ids.get().then(|| {
            let (logical, physical, kind) = resource
                .with(|r| r.as_ref().map(|r| (r.logical_id.clone(), r.physical_id.clone(), r.resource_type.clone())))
                .unwrap_or_default();
            view! {
                <p class="row-ids mono selectable">
                    <span>{logical}</span>
                    <span>{kind}</span>
                    {physical.map(|id| view! { <span>{id}</span> })}
                </p>
            }
        })
    };
    view! {
        <li
            class="row"
            data-test="resource-row"
            data-logical-id=id
            data-state=move || state_name(state.get())
            class:late=late
        >
            <span class="row-icon">{move || icon(state.get(), share)}</span>
            <span class="row-name" title=field(|r| r.logical_id.clone())>
                {field(|r| r.name.clone())}
            </span>
            <span class="row-usual">{expectation}</span>
            <span class="row-word">{move || word(state.get())}</span>
            <span class="row-time number">{move || ran.get().map(stopwatch)}</span>
            {reason}
            {row_ids}
        </li>
    }
}

fn icon(state: ResourceState, share: Signal<f64>) -> AnyView {
    use ResourceState as S;
    match state {
        S::Creating | S::Updating | S::Removing | S::RollingBack => view! { <Ring share /> }.into_any(),
        S::Waiting => view! { <Icon name="circle-dashed" /> }.into_any(),
        S::Done => view! { <Icon name="circle-check" /> }.into_any(),
        S::Removed => view! { <Icon name="minus" /> }.into_any(),
        S::Failed => view! { <Icon name="circle-x" /> }.into_any(),
        S::Cancelled => view! { <Icon name="ban" /> }.into_any(),
        S::RolledBack => view! { <Icon name="undo-2" /> }.into_any(),
    }
}
