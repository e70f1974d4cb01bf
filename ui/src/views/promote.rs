//! Promoting dev to prod: both sides, what speaks against it, the plan for prod, and the word.

use ipc::Problem;
use ipc::status::{Deployed, Promotion, Tested};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::dashboard::health_badge;
use super::planning::{Planning, PlanningNote, Stage};
use crate::backend;
use crate::board::promote::same_image;
use crate::board::request;
use crate::components::{
    Button, ButtonKind, Dialog, Field, Icon, Note, ProblemNote, RelativeTime, Skeleton, StateBadge, Tone,
};
use crate::derived::{derive, memo};
use crate::messages::board::dialogs as texts;
use crate::shell::Shell;

#[component]
pub fn PromoteDialog(open: RwSignal<bool>) -> impl IntoView {
    let close = move |()| open.set(false);
    view! {
        <Dialog title=texts::PROMOTE_TITLE test="promote-dialog" open on_close=close>
            <Body on_close=close />
        </Dialog>
    }
}

#[component]
fn Body(#[prop(into)] on_close: Callback<()>) -> impl IntoView {
    let shell = Shell::here();
    let planning = Planning::new();
    let promotion = RwSignal::new(None::<Result<Promotion, Problem>>);
    let typed = RwSignal::new(String::new());
    let anyway = memo(move || typed.with(|word| word.trim() == texts::PROMOTE_WORD));
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
    // Where something speaks against it, the plan is made when the word is typed, and gone when it is not.
    Effect::new(move |before: Option<bool>| {
        let now = anyway.get();
        match before {
            Some(false) if now => ask(),
            Some(true) if !now => planning.discard(),
            _ => {}
        }
        now
    });
    let stopped = memo(move || planning.stage.with(|s| matches!(s, Stage::Refused(_) | Stage::Failed(_))));
    let same = memo(move || promotion.with(|p| matches!(p, Some(Ok(sides)) if nothing_to_promote(sides))));
    let pointless = derive(move || same.get() || planning.stage.with(|s| *s == Stage::NothingToChange));
    view! {
        <div class="dialog-part">
            {move || match promotion.get() {
                None => view! { <Skeleton lines=4 label=texts::READING_BOTH /> }.into_any(),
                Some(Err(problem)) => view! { <ProblemNote problem /> }.into_any(),
                Some(Ok(sides)) => view! { <Sides sides typed /> }.into_any(),
            }}
            <PlanningNote planning />
        </div>
        <footer class="dialog-foot">
            <Show
                when=move || !pointless.get()
                fallback=move || {
                    view! {
                        <Button kind=ButtonKind::Primary test="close-promote" on_press=on_close>
                            {texts::CLOSE}
                        </Button>
                    }
                }
            >
                <Button test="cancel-promote" on_press=on_close>
                    {texts::CANCEL}
                </Button>
                <Show when=move || stopped.get()>
                    <Button test="check-again" icon="rotate-ccw" on_press=move |()| ask()>
                        {texts::CHECK_AGAIN}
                    </Button>
                </Show>
                <Button
                    kind=ButtonKind::Primary
                    test="confirm-promote"
                    icon="rocket"
                    busy=planning.busy()
                    disabled=derive(move || !planning.ready().get())
                    on_press=move |()| planning.start(shell)
                >
                    {texts::PROMOTE}
                </Button>
            </Show>
        </footer>
    }
}

#[component]
fn Sides(sides: Promotion, typed: RwSignal<String>) -> impl IntoView {
    let same = nothing_to_promote(&sides);
    let objections = sides.objections;
    let differences = sides.differences;
    view! {
        <div class="sides">
            <Side title=ipc::Environment::Dev.title() tests=true deployed=Some(sides.from) />
            <span class="sides-arrow"><Icon name="arrow-right" large=true /></span>
            <Side title=ipc::Environment::Prod.title() tests=false deployed=sides.to />
        </div>
        {if same {
            view! {
                <Note tone=Tone::Good test="same-image">
                    <p>{texts::NOTHING_TO_PROMOTE}</p>
                </Note>
            }
                .into_any()
        } else if objections.is_empty() {
            ().into_any()
        } else {
            view! {
                <Note tone=Tone::Attention test="objections">
                    <p class="note-title">{texts::OBJECTIONS}</p>
                    <ul class="bullets">
                        {objections.into_iter().map(|objection| view! { <li>{objection}</li> }).collect_view()}
                    </ul>
                </Note>
                <form class="deploy-form" on:submit=move |event| event.prevent_default()>
                    <Field
                        id="promote-word"
                        label=texts::PROMOTE_ANYWAY
                        help=texts::type_word(texts::PROMOTE_WORD)
                        mono=true
                        value=typed
                        on_input=move |text| typed.set(text)
                    />
                </form>
            }
                .into_any()
        }}
        {(!same && !differences.is_empty())
            .then(|| {
                view! {
                    <ul class="bullets small muted" data-test="differences">
                        {differences.into_iter().map(|line| view! { <li>{line}</li> }).collect_view()}
                    </ul>
                }
            })}
    }
}

#[component]
fn Side(
    title: &'static str,
    /// Whether it matters if it was tested.
    tests: bool,
    deployed: Option<Deployed>,
) -> impl IntoView {
    let Some(deployed) = deployed else {
        return view! {
            <section class="side" aria-label=title>
                <h3>{title}</h3>
                <p class="side-tag muted">{texts::NOT_THERE_YET}</p>
                <p class="small muted">{texts::WILL_BE_MADE}</p>
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
            {deployed.health.version.map(|version| view! { <p class="small muted">{texts::reports(&version)}</p> })}
            {deployed
                .deployed_at
                .map(|at| view! { <p class="small muted">{texts::DEPLOYED} <RelativeTime at=Signal::stored(at) /></p> })}
            {tests.then(|| view! { <p class="small muted" data-test="gate-test">{test_words(deployed.tested)}</p> })}
        </section>
    }
    .into_any()
}

fn test_words(tested: Option<Tested>) -> AnyView {
    let Some(tested) = tested else { return texts::NOT_TESTED.into_any() };
    let word = if tested.passed { texts::TEST_PASSED } else { texts::TEST_FAILED };
    view! { {texts::TESTED} <RelativeTime at=Signal::stored(tested.at) /> {word} }.into_any()
}

fn nothing_to_promote(sides: &Promotion) -> bool {
    sides.to.as_ref().is_some_and(|prod| same_image(&sides.from, prod))
}
