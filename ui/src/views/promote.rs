//! Promoting dev to prod: both sides, what speaks against it, the plan for prod, and the word.

use ipc::Problem;
use ipc::status::{Deployed, Promotion};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::dashboard::health_badge;
use super::planning::{Planning, PlanningNote, Stage};
use crate::backend;
use crate::board::promote::same_image;
use crate::board::request;
use crate::components::{
    Button, ButtonKind, Dialog, Icon, Note, ProblemNote, RelativeTime, Skeleton, StateBadge, Tone,
};
use crate::shell::Shell;

#[component]
pub fn PromoteDialog(open: RwSignal<bool>) -> impl IntoView {
    let close = move |()| open.set(false);
    view! {
        <Dialog title="Promote dev to prod" test="promote-dialog" open on_close=close>
            <Body on_close=close />
        </Dialog>
    }
}

#[component]
fn Body(#[prop(into)] on_close: Callback<()>) -> impl IntoView {
    let shell = Shell::here();
    let planning = Planning::new();
    let promotion = RwSignal::new(None::<Result<Promotion, Problem>>);
    let anyway = RwSignal::new(false);
    spawn_local(async move {
        let answer = backend::promotion().await;
        if let Ok(sides) = &answer
            && sides.objections.is_empty()
            && !nothing_to_promote(sides)
        {
            planning.ask(request::promote(sides));
        }
        let _ = promotion.try_set(Some(answer));
    });
    let ask = move || {
        if let Some(Ok(sides)) = promotion.get_untracked() {
            planning.ask(request::promote(&sides));
        }
    };
    let agree = move |ticked: bool| {
        anyway.set(ticked);
        if ticked {
            ask();
        } else {
            planning.discard();
        }
    };
    let stopped =
        Memo::new(move |_| planning.stage.with(|s| matches!(s, Stage::Refused(_) | Stage::Failed(_))));
    let same =
        Memo::new(move |_| promotion.with(|p| matches!(p, Some(Ok(sides)) if nothing_to_promote(sides))));
    let pointless =
        Signal::derive(move || same.get() || planning.stage.with(|s| *s == Stage::NothingToChange));
    view! {
        <div class="dialog-part">
            {move || match promotion.get() {
                None => view! { <Skeleton lines=4 label="Reading what runs in dev and prod" /> }.into_any(),
                Some(Err(problem)) => view! { <ProblemNote problem /> }.into_any(),
                Some(Ok(sides)) => view! { <Sides sides anyway on_anyway=agree /> }.into_any(),
            }}
            <PlanningNote planning />
        </div>
        <footer class="dialog-foot">
            <Show
                when=move || !pointless.get()
                fallback=move || {
                    view! {
                        <Button kind=ButtonKind::Primary test="close-promote" on_press=on_close>
                            "Close"
                        </Button>
                    }
                }
            >
                <Button test="cancel-promote" on_press=on_close>
                    "Cancel"
                </Button>
                <Show when=move || stopped.get()>
                    <Button test="check-again" icon="rotate-ccw" on_press=move |()| ask()>
                        "Check again"
                    </Button>
                </Show>
                <Button
                    kind=ButtonKind::Primary
                    test="confirm-promote"
                    icon="rocket"
                    busy=planning.busy()
                    disabled=Signal::derive(move || !planning.ready().get())
                    on_press=move |()| planning.start(shell)
                >
                    "Promote to prod"
                </Button>
            </Show>
        </footer>
    }
}

#[component]
fn Sides(sides: Promotion, anyway: RwSignal<bool>, #[prop(into)] on_anyway: Callback<bool>) -> impl IntoView {
    let same = nothing_to_promote(&sides);
    let objections = sides.objections;
    let differences = sides.differences;
    view! {
        <div class="sides">
            <Side title="Dev" deployed=Some(sides.from) />
            <span class="sides-arrow"><Icon name="arrow-right" large=true /></span>
            <Side title="Prod" deployed=sides.to />
        </div>
        {(!same && !differences.is_empty())
            .then(|| {
                view! {
                    <ul class="bullets small muted" data-test="differences">
                        {differences.into_iter().map(|line| view! { <li>{line}</li> }).collect_view()}
                    </ul>
                }
            })}
        {if same {
            view! {
                <Note tone=Tone::Good test="same-image">
                    <p>"Prod already runs the image that dev runs. There is nothing to promote."</p>
                </Note>
            }
                .into_any()
        } else if objections.is_empty() {
            ().into_any()
        } else {
            view! {
                <Note tone=Tone::Attention test="objections">
                    <p class="note-title">"Something speaks against it"</p>
                    <ul class="bullets">
                        {objections.into_iter().map(|objection| view! { <li>{objection}</li> }).collect_view()}
                    </ul>
                    <label class="tick">
                        <input
                            type="checkbox"
                            data-test="promote-anyway"
                            prop:checked=anyway
                            on:change=move |event| on_anyway.run(event_target_checked(&event))
                        />
                        "Promote anyway"
                    </label>
                </Note>
            }
                .into_any()
        }}
    }
}

#[component]
fn Side(title: &'static str, deployed: Option<Deployed>) -> impl IntoView {
    let Some(deployed) = deployed else {
        return view! {
            <section class="side" aria-label=title>
                <h3>{title}</h3>
                <p class="side-tag muted">"Not there yet"</p>
                <p class="small muted">"It will be made."</p>
            </section>
        }
        .into_any();
    };
    let (tone, word) = health_badge(deployed.health.state);
    view! {
        <section class="side" aria-label=title>
            <h3>{title} <StateBadge tone=Signal::stored(tone) word=Signal::stored(word.to_owned()) /></h3>
            <p class="side-tag number">{deployed.image_tag.to_string()}</p>
            <p class="small muted mono selectable">
                {deployed.digest.as_ref().map(|d| d.short().to_owned())}
            </p>
            <p class="small muted">
                {deployed.health.version.map(|version| format!("reports {version} · "))}
                {deployed.deployed_at.map(|at| view! { "deployed " <RelativeTime at=Signal::stored(at) /> })}
            </p>
        </section>
    }
    .into_any()
}

fn nothing_to_promote(sides: &Promotion) -> bool {
    sides.to.as_ref().is_some_and(|prod| same_image(&sides.from, prod))
}
