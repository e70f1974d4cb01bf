//! Going back: to the image before, or to a row of the history. What comes back, the plan, and the agreement.

use ipc::plan::DeployRequest;
use ipc::status::DeployRecord;
use ipc::{Environment, Problem};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::planning::{Planning, PlanningNote, Stage};
use crate::backend;
use crate::board::history::who;
use crate::clock;
use crate::components::{Button, ButtonKind, Dialog, ProblemNote, RelativeTime, Skeleton};
use crate::derived::{derive, memo};
use crate::messages::board::dialogs as texts;
use crate::shell::Shell;

/// Where to go back to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Destination {
    pub environment: Environment,
    /// The moment of a row; none for the image before.
    pub to: Option<String>,
}

impl Destination {
    pub fn row(row: &DeployRecord) -> Self {
        Self { environment: row.stage, to: Some(row.deployed_at.clone()) }
    }
}

/// Opens when a destination is set, and unsets it when it is closed; closing discards the plan.
#[component]
pub fn RollbackDialog(destination: RwSignal<Option<Destination>>) -> impl IntoView {
    let close = move |()| destination.set(None);
    Environment::ALL
        .into_iter()
        .map(|chosen| {
            let open =
                derive(move || destination.with(|d| d.as_ref().is_some_and(|d| d.environment == chosen)));
            view! {
                <Dialog title=texts::roll_back(chosen) test="rollback-dialog" open on_close=close>
                    {move || destination.get().map(|to| view! { <Body destination=to on_close=close /> })}
                </Dialog>
            }
        })
        .collect_view()
}

#[component]
fn Body(destination: Destination, #[prop(into)] on_close: Callback<()>) -> impl IntoView {
    let shell = Shell::here();
    let planning = Planning::new();
    let row = RwSignal::new(None::<DeployRecord>);
    let problem = RwSignal::new(None::<Problem>);
    let environment = destination.environment;
    let ask = move || {
        if let Some(row) = row.get_untracked() {
            planning.ask(DeployRequest::back_to(&row));
        }
    };
    spawn_local(async move {
        let answer = backend::way_back(environment, destination.to).await;
        // The dialog may have been closed while we waited.
        if row.try_get_untracked().is_none() {
            return;
        }
        match answer {
            Ok(found) => {
                row.set(Some(found));
                ask();
            }
            Err(why) => problem.set(Some(why)),
        }
    });
    let stopped = memo(move || planning.stage.with(|s| matches!(s, Stage::Refused(_) | Stage::Failed(_))));
    let pointless =
        memo(move || planning.stage.with(|s| *s == Stage::NothingToChange) || problem.with(Option::is_some));
    let go = move || {
        row.with(|row| match row {
            Some(row) => texts::roll_back_to(environment, &row.image_tag),
            None => texts::roll_back(environment),
        })
    };
    view! {
        <div class="dialog-part">
            {move || match (row.get(), problem.get()) {
                (Some(row), _) => view! { <Target row /> }.into_any(),
                (None, Some(problem)) => view! { <ProblemNote problem /> }.into_any(),
                (None, None) => view! { <Skeleton lines=3 label=texts::FINDING_WAY_BACK /> }.into_any(),
            }}
            <PlanningNote planning />
        </div>
        <footer class="dialog-foot">
            <Show
                when=move || !pointless.get()
                fallback=move || {
                    view! {
                        <Button kind=ButtonKind::Primary test="close-rollback" on_press=on_close>
                            {texts::CLOSE}
                        </Button>
                    }
                }
            >
                <Button test="cancel-rollback" on_press=on_close>
                    {texts::CANCEL}
                </Button>
                <Show when=move || stopped.get()>
                    <Button test="check-again" icon="rotate-ccw" on_press=move |()| ask()>
                        {texts::CHECK_AGAIN}
                    </Button>
                </Show>
                <Button
                    kind=ButtonKind::Primary
                    test="confirm-rollback"
                    icon="undo-2"
                    busy=planning.busy()
                    disabled=derive(move || !planning.ready().get())
                    on_press=move |()| planning.start(shell)
                >
                    {go}
                </Button>
            </Show>
        </footer>
    }
}

#[component]
fn Target(row: DeployRecord) -> impl IntoView {
    let when = clock::parse(&row.deployed_at);
    let by = row.deployed_by.as_deref().map(|by| texts::by(who(by)));
    view! {
        <section class="side" data-test="rollback-target">
            <p class="side-tag number">{row.image_tag.to_string()}</p>
            <p class="small muted mono selectable">{row.digest.as_ref().map(|d| d.short().to_owned())}</p>
            <p class="small muted">
                {texts::THEN} {when.map(|at| view! { <RelativeTime at=Signal::stored(at) /> })} {by}
            </p>
        </section>
        <p class="small muted">{texts::ONLY_THE_IMAGE}</p>
    }
}
