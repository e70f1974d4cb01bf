//! The wizard: the rail, the page that is open, and beneath it the buttons, at the same place on every page.

mod adjust;
mod app_maker;
mod aws;
mod benchling;
mod environments;
mod examples;
mod network;
mod packages;
mod quilt;
mod rail;
mod review;
mod review_run;
mod store;
mod unanswered;
mod welcome;
mod wizard_field;

use ipc::bridge::Mode;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use self::aws::Aws;
use self::benchling::Benchling;
use self::environments::EnvironmentsPage;
use self::examples::examples;
use self::packages::Packages;
use self::quilt::Quilt;
use self::rail::Rail;
use self::review::ReviewPage;
use self::review_run::{Review, Stage};
use self::store::Store;
pub use self::store::focus;
use self::welcome::Welcome;
use crate::components::{Button, ButtonKind, Gear, ProblemNote};
use crate::derived::{derive, effect, memo};
use crate::messages::wizard as said;
use crate::shell::{Errand, Screen};
use crate::wizard::{Page, Wizard as State};
use crate::words;

#[component]
pub fn Wizard(errand: Errand) -> impl IntoView {
    let store = Store::provide(errand);
    let page = memo(move || store.wizard.with(State::page));
    effect(move || {
        page.track();
        focus_heading();
    });
    view! {
        <div class="wizard" class:wizard-welcome=move || page.get() == Page::Welcome>
            <Show when=move || page.get() != Page::Welcome>
                <Rail />
            </Show>
            <main class="wizard-main" data-page=move || page.get().key()>
                <form
                    class="wizard-form"
                    novalidate
                    on:submit=move |event| {
                        event.prevent_default();
                        store.advance();
                    }
                    on:keydown=move |event| {
                        // The heading has the focus when a page comes up: Enter goes on from there, too.
                        if event.key() == "Enter" && is_heading(event.target()) {
                            store.advance();
                        }
                    }
                >
                    <div class="wizard-scroll">
                        {move || {
                            let page = page.get();
                            view! {
                                <div class="page">
                                    <Heading page />
                                    {move || store.problem.get().map(|problem| view! { <ProblemNote problem /> })}
                                    {content(page)}
                                </div>
                            }
                        }}
                    </div>
                    <Foot page />
                </form>
            </main>
        </div>
    }
}

fn content(page: Page) -> AnyView {
    match page {
        Page::Welcome => view! { <Welcome /> }.into_any(),
        Page::Aws => view! { <Aws /> }.into_any(),
        Page::Quilt => view! { <Quilt /> }.into_any(),
        Page::Benchling => view! { <Benchling /> }.into_any(),
        Page::Packages => view! { <Packages /> }.into_any(),
        Page::Environments => view! { <EnvironmentsPage /> }.into_any(),
        Page::Review => view! { <ReviewPage /> }.into_any(),
    }
}

#[component]
fn Heading(page: Page) -> impl IntoView {
    let store = Store::here();
    let fillable = store.mode == Mode::Rehearsal && examples(page).is_some();
    view! {
        <header class="page-head">
            <h1 tabindex="-1">{said::heading(page)}</h1>
            <p class="lead">{said::lead(page)}</p>
            {fillable
                .then(|| {
                    view! {
                        <Button
                            kind=ButtonKind::Quiet
                            test="fill-examples"
                            icon="pencil"
                            on_press=move |()| store.fill_in_examples(page)
                        >
                            {said::FILL_IN_EXAMPLES}
                        </Button>
                    }
                })}
        </header>
    }
}

#[component]
fn Foot(page: Memo<Page>) -> impl IntoView {
    let store = Store::here();
    let installed = store.shell.start.with_untracked(|start| start.as_ref().is_some_and(|s| s.installed));
    let label = memo(move || primary_words(store, page.get()));
    let ready = memo(move || store.review.with(|review| review.stage == Stage::Ready));
    view! {
        <footer class="wizard-foot">
            <Gear />
            {installed
                .then(|| {
                    view! {
                        <Button
                            kind=ButtonKind::Quiet
                            test="to-dashboard"
                            on_press=move |()| store.shell.open(Screen::Dashboard)
                        >
                            {said::TO_DASHBOARD}
                        </Button>
                    }
                })}
            <Show when=move || page.get() == Page::Welcome && store.mode == Mode::Real>
                <Button
                    test="rehearse"
                    icon="flask-conical"
                    on_press=move |()| store.shell.choose_mode(Mode::Rehearsal)
                >
                    {said::REHEARSE}
                </Button>
                <span class="small muted">{said::REHEARSE_HELP}</span>
            </Show>
            <span class="spacer"></span>
            <Show when=move || page.get() == Page::Review && ready.get()>
                <Button kind=ButtonKind::Quiet test="check-again" on_press=move |()| store.start_review()>
                    {said::CHECK_AGAIN}
                </Button>
            </Show>
            <Show when=move || store.previous().is_some()>
                <Button test="back" on_press=move |()| store.back()>
                    {said::BACK}
                </Button>
            </Show>
            <Button kind=ButtonKind::Primary test="continue" busy=derive(move || store.busy())>
                {label}
            </Button>
        </footer>
    }
}

/// The primary button says what it will do.
fn primary_words(store: Store, page: Page) -> String {
    match page {
        Page::Welcome if store.mode == Mode::Rehearsal => said::BEGIN_REHEARSAL.into(),
        Page::Welcome => said::SET_UP.into(),
        Page::Aws if store.need() == aws::Need::SignIn => crate::messages::aws::SIGN_IN.into(),
        Page::Aws if store.wizard.with(|wizard| wizard.caller().is_none()) => said::CONNECT.into(),
        Page::Benchling => said::CHECK_AND_CONTINUE.into(),
        Page::Environments => said::CHECK_AND_REVIEW.into(),
        Page::Review => store
            .review
            .with(|review| review_words(review, store.wizard.with(|w| w.answers().environments.list()))),
        _ => said::CONTINUE.into(),
    }
}

fn review_words(review: &Review, environments: &[ipc::Environment]) -> String {
    match (review.stage, environments) {
        (Stage::Stopped, _) => match review.incomplete {
            Some(page) => said::go_to(page),
            None => said::CHECK_AGAIN.into(),
        },
        (Stage::Ready, _) if review.nothing_to_change() => said::OPEN_DASHBOARD.into(),
        (_, [one]) => said::deploy_to(*one),
        (_, all) => said::deploy_all(&words::listed(all)),
    }
}

fn is_heading(target: Option<web_sys::EventTarget>) -> bool {
    target.and_then(|target| target.dyn_into::<web_sys::Element>().ok()).is_some_and(|e| e.tag_name() == "H1")
}

/// Give the focus to the heading of what has just come up, so that a keyboard and a screen reader start there. Whoever
/// types in a field by then is left in it.
pub fn focus_heading() {
    request_animation_frame(|| {
        let in_field =
            |element: web_sys::Element| element.matches("input, select, textarea").unwrap_or_default();
        if document().active_element().is_some_and(in_field) {
            return;
        }
        let heading = document().query_selector("main h1").ok().flatten();
        if let Some(heading) = heading.and_then(|heading| heading.dyn_into::<web_sys::HtmlElement>().ok()) {
            let _ = heading.focus();
        }
    });
}
