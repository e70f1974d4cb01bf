//! The letter before the deployment: everything was checked, this will be made, this is what it costs.

use ipc::check::{CheckOutcome, Preflight};
use ipc::{Code, ImageTag};
use leptos::prelude::*;

use super::review_run::Stage;
use super::store::Store;
use crate::components::{
    Button, ButtonKind, CheckList, Icon, Note, PlanLetter, ProblemNote, Skeleton, Spinner, Tone,
    VersionQuestion,
};
use crate::derived::memo;
use crate::messages::wizard as said;
use crate::views::repair::{RepairOffer, is_repairable};
use crate::wizard::Page;
use crate::words;

#[component]
pub fn ReviewPage() -> impl IntoView {
    let store = Store::here();
    // None while nothing is under way, and before the review has begun.
    let doing = memo(move || {
        store.review.with(|review| if review.busy() { stage_words(review.stage) } else { None })
    });
    let incomplete = memo(move || store.review.with(|review| review.incomplete));
    let problem = memo(move || store.review.with(|review| review.problem.clone()));
    let preflight = memo(move || store.review.with(|review| review.preflight.clone()));
    let plan = memo(move || store.review.with(|review| review.plan.clone()));
    view! {
        <div role="status">
            {move || {
                doing
                    .get()
                    .map(|text| view! { <p class="stage" data-test="stage"><Spinner /> <span>{text}</span></p> })
            }}
        </div>
        {move || incomplete.get().map(|page| view! { <Incomplete page /> })}
        {move || {
            problem
                .get()
                .map(|problem| {
                    let keyring = problem.code.is_of_keyring();
                    let both = problem.code == Code::OtherEnvironmentTouched;
                    view! {
                        <ProblemNote problem>
                            <Button test="check-again" icon="rotate-ccw" on_press=move |()| store.start_review()>
                                {said::TRY_AGAIN}
                            </Button>
                            {both
                                .then(|| {
                                    view! {
                                        <Button
                                            kind=ButtonKind::Quiet
                                            test="update-both"
                                            on_press=move |()| store.update_both()
                                        >
                                            {said::UPDATE_BOTH}
                                        </Button>
                                    }
                                })}
                            {keyring
                                .then(|| {
                                    view! {
                                        <Button
                                            kind=ButtonKind::Quiet
                                            test="session-only"
                                            on_press=move |()| store.keep_for_this_session()
                                        >
                                            {said::SESSION_ONLY}
                                        </Button>
                                    }
                                })}
                        </ProblemNote>
                    }
                })
        }}
        {move || preflight.get().map(|preflight| view! { <Checks preflight /> })}
        {move || plan.get().map(|plan| view! { <PlanLetter plan /> })}
        {move || {
            (plan.with(Option::is_none) && doing.get().is_some())
                .then(|| view! { <Skeleton lines=6 label=said::PLAN_IS_MADE /> })
        }}
    }
}

fn stage_words(stage: Stage) -> Option<&'static str> {
    match stage {
        Stage::Saving => Some(said::SAVING),
        Stage::Checking => Some(said::CHECKING),
        Stage::Planning => Some(said::PLANNING),
        Stage::Starting => Some(said::STARTING),
        Stage::Ready | Stage::Stopped => None,
    }
}

/// Folded away when there is nothing in it that needs a look.
#[component]
fn Checks(preflight: Preflight) -> impl IntoView {
    let store = Store::here();
    let page = preflight.first_problem().and_then(|problem| Page::to_correct(problem.code));
    let repairable = preflight.first_problem().is_some_and(|problem| is_repairable(problem.code));
    let asks_version =
        preflight.first_problem().is_some_and(|problem| problem.code == Code::ImageVersionUnknown);
    let count = |wanted: fn(&CheckOutcome) -> bool| {
        preflight.checks.iter().filter(|check| wanted(&check.outcome)).count() as u64
    };
    let failed = count(|outcome| matches!(outcome, CheckOutcome::Failed { .. }));
    let attention = count(|outcome| matches!(outcome, CheckOutcome::Attention { .. }));
    let all = preflight.checks.len() as u64;
    let (icon, tone, text) = match (failed, attention) {
        (0, 0) => ("circle-check", "good", said::all_passed(&words::counted(all, "check"))),
        (0, n) => ("triangle-alert", "attention", said::some_attention(all - n, n)),
        (n, _) => ("circle-x", "failed", said::some_failed(n, &words::counted(all, "check"))),
    };
    view! {
        <details class="disclosure checks" data-test="preflight" data-tone=tone open={failed > 0}>
            <summary>
                <Icon name=icon />
                <span>{text}</span>
            </summary>
            {repairable.then(|| view! { <RepairOffer /> })}
            {asks_version
                .then(|| {
                    view! { <VersionQuestion on_answer=move |version: ImageTag| store.say_version(version) /> }
                })}
            <CheckList checks=Signal::stored(preflight.checks) />
            {page
                .map(|page| {
                    view! {
                        <Button test="to-correct" icon="arrow-left" on_press=move |()| store.go(page)>
                            {said::go_to(page)}
                        </Button>
                    }
                })}
        </details>
    }
}

#[component]
fn Incomplete(page: Page) -> impl IntoView {
    let store = Store::here();
    view! {
        <Note tone=Tone::Attention test="incomplete">
            <p class="note-title">{said::incomplete(page)}</p>
            <p>{said::INCOMPLETE_WHY}</p>
            <div class="note-actions">
                <Button test="to-incomplete" on_press=move |()| store.go(page)>
                    {said::go_to(page)}
                </Button>
            </div>
        </Note>
    }
}
