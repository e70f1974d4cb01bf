//! The resources as a tree: Shared, Dev and Prod, each with what failed, what is under way and what waits. What is
//! done folds up until all of it is, so that the page shows what happens now; a click unfolds it.

use ipc::progress::{ResourceProgress, ResourceState};
use leptos::prelude::*;

use super::Run;
use super::ring::Ring;
use crate::board::duration::{overdue, stopwatch, usual};
use crate::board::resources::{Branch, branches, moving, state_name, tasks, title, word};
use crate::board::timeline::end_of;
use crate::components::{Icon, Tone, ToneIcon};
use crate::derived::{derive, memo};
use crate::messages::common::progress as text;

#[component]
pub fn Tree(run: Run) -> impl IntoView {
    let ids = RwSignal::new(false);
    let tree = memo(move || run.deployment.with(|d| branches(&d.resources)));
    let any = memo(move || !tree.with(Vec::is_empty));
    let over = memo(move || {
        run.deployment.with(|d| d.outcome.is_some()) && tree.with(|t| t.iter().all(Branch::finished))
    });
    let groups = move || tree.with(|t| t.iter().map(|b| b.group).collect::<Vec<_>>());
    view! {
        <Show when=move || any.get()>
            <section class="tree" aria-label=text::RESOURCES>
                <div class="tree-head">
                    <h2>{text::RESOURCES}</h2>
                    <label class="tick">
                        <input
                            type="checkbox"
                            data-test="show-ids"
                            prop:checked=ids
                            on:change=move |event| ids.set(event_target_checked(&event))
                        />
                        {text::SHOW_IDS}
                    </label>
                </div>
                <div class="tree-branches">
                    <For each=groups key=|group| *group as u8 let:group>
                        <BranchRows
                            run
                            ids
                            branch=derive(move || {
                                tree.with(|t| t.iter().find(|b| b.group == group).cloned())
                            })
                            over
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
    /// The deployment has ended and everything is done: nothing needs to make room for anything.
    over: Memo<bool>,
    title: &'static str,
) -> impl IntoView {
    let shut = RwSignal::new(false);
    let unfolded = RwSignal::new(None::<bool>);
    let all_done = memo(move || unfolded.get().unwrap_or_else(|| over.get()));
    let summary = move || branch.with(|b| b.as_ref().map(Branch::summary));
    let tone = derive(move || match branch.get() {
        Some(b) if b.failed > 0 => Tone::Failed,
        Some(b) if b.finished() => Tone::Good,
        _ => Tone::Neutral,
    });
    let open_rows = move || branch.get().map(|b| b.open).unwrap_or_default();
    let done_rows = move || branch.get().map(|b| b.settled).unwrap_or_default();
    let done = memo(move || branch.with(|b| b.as_ref().map_or(0, |b| b.settled.len())));
    let list = format!("branch-{title}");
    let done_list = format!("branch-{title}-done");
    view! {
        <section class="branch">
            <h3>
                <button
                    type="button"
                    class="branch-head"
                    aria-expanded=move || (!shut.get()).to_string()
                    aria-controls=list.clone()
                    on:click=move |_| shut.update(|shut| *shut = !*shut)
                >
                    <Icon name=derive(move || if shut.get() { "chevron-right" } else { "chevron-down" }) />
                    <span class="branch-title">{title}</span>
                    <span class="branch-count number" data-tone=move || tone.get().key()>
                        <ToneIcon tone />
                        {move || summary()}
                    </span>
                </button>
            </h3>
            <div class="branch-body" id=list hidden=shut>
                <ul class="rows" hidden=move || branch.with(|b| b.as_ref().is_none_or(|b| b.open.is_empty()))>
                    <For each=open_rows key=|id| id.clone() let:id>
                        <Row run ids id />
                    </For>
                </ul>
                <button
                    type="button"
                    class="branch-fold number"
                    data-test="show-done"
                    hidden=move || done.get() == 0 || over.get()
                    aria-expanded=move || all_done.get().to_string()
                    aria-controls=done_list.clone()
                    on:click=move |_| unfolded.set(Some(!all_done.get_untracked()))
                >
                    <Icon name="circle-check" />
                    {move || text::done(done.get())}
                    <Icon name=derive(move || if all_done.get() { "chevron-down" } else { "chevron-right" }) />
                </button>
                <ul class="rows" id=done_list hidden=move || done.get() == 0 || !all_done.get()>
                    <For each=done_rows key=|id| id.clone() let:id>
                        <Row run ids id />
                    </For>
                </ul>
            </div>
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
    let state = memo(move || resource.with(|r| r.as_ref().map_or(ResourceState::Waiting, |r| r.state)));
    let usual_time = memo(move || resource.with(|r| r.as_ref().map_or((0, 0), |r| r.usual)));
    // Seconds that it took or has been running; none before it starts.
    let ran = memo(move || {
        resource.with(|r| {
            let r = r.as_ref()?;
            let end = r.ended_at.unwrap_or_else(|| deployment.with(|d| end_of(d, now.get())));
            Some(end.seconds_since(r.started_at?))
        })
    });
    let late = memo(move || moving(state.get()) && overdue(ran.get().unwrap_or(0), usual_time.get()));
    let share = derive(move || ran.get().unwrap_or(0) as f64 / f64::from(usual_time.get().1.max(1)));
    let expectation = move || {
        let words = match state.get() {
            state if moving(state) && late.get() => text::longer(&usual(usual_time.get())),
            state if moving(state) => usual(usual_time.get()),
            _ => String::new(),
        };
        match resource.with(|r| r.as_ref().and_then(tasks)) {
            Some(tasks) if words.is_empty() => tasks,
            Some(tasks) => format!("{tasks}; {words}"),
            None => words,
        }
    };
    let failed = memo(move || state.get() == ResourceState::Failed);
    let reason = move || {
        let reason = resource.with(|r| r.as_ref().and_then(|r| r.reason.clone()));
        let reason = failed.get().then_some(reason).flatten();
        reason.map(|reason| view! { <p class="row-reason selectable" data-test="reason">{reason}</p> })
    };
    let row_ids = move || {
        ids.get().then(|| {
            let (logical, physical, kind) = resource
                .with(|r| {
                    r.as_ref().map(|r| (r.logical_id.clone(), r.physical_id.clone(), r.resource_type.clone()))
                })
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
            <span class="row-word">{move || word(state.get(), deployment.with(|d| d.outcome.is_some()))}</span>
            <span class="row-time number">{move || ran.get().map(stopwatch)}</span>
            {move || {
                let words = expectation();
                (!words.is_empty()).then(|| view! { <span class="row-usual">{words}</span> })
            }}
            {move || reason()}
            {move || row_ids()}
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
