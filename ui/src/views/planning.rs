//! From a request to a deployment that runs, as the deploy and promote dialogs share it: check first, then ask for
//! the plan, show it, and start it when the person agrees.
//!
//! A plan that nobody wants any more is discarded with the host, also one that arrives after its dialog was closed:
//! every question has a turn, and an answer to an earlier turn is not shown.

use ipc::check::{Check, CheckOutcome};
use ipc::plan::{DeployRequest, Plan, PlanKind};
use ipc::{Code, ImageTag, Problem};
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::FocusOptions;

use super::repair::{RepairOffer, is_repairable};
use crate::backend;
use crate::components::{Button, CheckList, Note, PlanLetter, ProblemNote, Spinner, Tone, VersionQuestion};
use crate::derived::{derive, effect};
use crate::messages::board::dialogs as texts;
use crate::node::still_there;
use crate::shell::Shell;

#[derive(Clone, Debug, Default, PartialEq)]
pub enum Stage {
    /// Nothing has been asked.
    #[default]
    Idle,
    Checking,
    Planning,
    /// A check failed: there is no plan.
    Refused(Vec<Check>),
    Failed(Problem),
    NothingToChange,
    Ready(Box<Plan>),
    Starting(Box<Plan>),
}

impl Stage {
    /// There is something to read before going on.
    fn answers(&self) -> bool {
        matches!(self, Self::Refused(_) | Self::Failed(_) | Self::NothingToChange | Self::Ready(_))
    }
}

#[derive(Clone, Copy)]
pub struct Planning {
    pub stage: RwSignal<Stage>,
    /// What was asked last.
    request: StoredValue<Option<DeployRequest>>,
    turn: StoredValue<u32>,
}

impl Planning {
    pub fn new() -> Self {
        let planning = Self {
            stage: RwSignal::new(Stage::Idle),
            request: StoredValue::new(None),
            turn: StoredValue::new(0),
        };
        on_cleanup(move || planning.discard());
        planning
    }

    /// A plan that needs no check of its own: for removing, and for repairing.
    pub fn ask_for(self, plan: impl Future<Output = Result<Plan, Problem>> + 'static) {
        let turn = self.next_turn();
        self.stage.set(Stage::Planning);
        spawn_local(async move { self.planned(turn, plan.await) });
    }

    fn planned(self, turn: u32, plan: Result<Plan, Problem>) {
        match plan {
            Err(problem) => self.answer(turn, Stage::Failed(problem)),
            Ok(plan) if plan.kind == PlanKind::NothingToChange => {
                discard(plan.id);
                self.answer(turn, Stage::NothingToChange);
            }
            Ok(plan) if self.is_at(turn) => self.answer(turn, Stage::Ready(Box::new(plan))),
            Ok(plan) => discard(plan.id),
        }
    }

    pub fn ask(self, request: DeployRequest) {
        let turn = self.next_turn();
        self.request.set_value(Some(request.clone()));
        self.stage.set(Stage::Checking);
        spawn_local(async move {
            match backend::preflight(request.clone()).await {
                Err(problem) => return self.answer(turn, Stage::Failed(problem)),
                Ok(found) if found.first_problem().is_some() => {
                    return self.answer(turn, Stage::Refused(found.checks));
                }
                Ok(_) if !self.is_at(turn) => return,
                Ok(_) => self.answer(turn, Stage::Planning),
            }
            self.planned(turn, backend::plan(request).await);
        });
    }

    /// Ask the same again, with one thing settled.
    fn ask_again(self, settle: impl FnOnce(&mut DeployRequest)) {
        if let Some(mut request) = self.request.get_value() {
            settle(&mut request);
            self.ask(request);
        }
    }

    /// Start the plan that is shown.
    pub fn start(self, shell: Shell) {
        let Stage::Ready(plan) = self.stage.get_untracked() else { return };
        let turn = self.next_turn();
        let id = plan.id.clone();
        self.stage.set(Stage::Starting(plan));
        spawn_local(async move {
            match backend::deploy(id).await {
                Ok(progress) => shell.watch(progress),
                Err(problem) => self.answer(turn, Stage::Failed(problem)),
            }
        });
    }

    /// Leave nothing behind; a deployment that has started is beyond this.
    pub fn discard(self) {
        if let Some(Stage::Ready(plan)) = self.stage.try_get_untracked() {
            discard(plan.id);
        }
        self.next_turn();
        let _ = self.stage.try_set(Stage::Idle);
    }

    pub fn busy(self) -> Signal<bool> {
        let stage = self.stage;
        derive(move || stage.with(|s| matches!(s, Stage::Checking | Stage::Planning | Stage::Starting(_))))
    }

    pub fn ready(self) -> Signal<bool> {
        let stage = self.stage;
        derive(move || stage.with(|s| matches!(s, Stage::Ready(_))))
    }

    fn next_turn(self) -> u32 {
        self.turn
            .try_update_value(|turn| {
                *turn += 1;
                *turn
            })
            .unwrap_or_default()
    }

    fn is_at(self, turn: u32) -> bool {
        self.turn.try_get_value() == Some(turn)
    }

    fn answer(self, turn: u32, stage: Stage) {
        if self.is_at(turn) {
            self.stage.set(stage);
        }
    }
}

fn discard(plan: String) {
    // Nobody is left to tell; the host cleans up what stays behind at its next plan.
    spawn_local(async move { drop(backend::discard_plan(plan).await) });
}

/// What has come of the question so far.
#[component]
pub fn PlanningNote(planning: Planning) -> impl IntoView {
    let place = NodeRef::<html::Div>::new();
    // The button that asked is gone by now: the focus goes to the answer, never to the button that agrees to it.
    effect(move || {
        if planning.stage.with(Stage::answers) {
            request_animation_frame(move || {
                if let Some(place) = still_there(place) {
                    // A plan is read from its beginning, with what stands above it; what went wrong is shown.
                    let still = FocusOptions::new();
                    still.set_prevent_scroll(planning.stage.with_untracked(|s| matches!(s, Stage::Ready(_))));
                    let _ = place.focus_with_options(&still);
                }
            });
        }
    });
    view! {
        <div class="planning" aria-live="polite" tabindex="-1" node_ref=place>
            {move || match planning.stage.get() {
                Stage::Idle => ().into_any(),
                Stage::Checking => waiting(texts::CHECKING),
                Stage::Planning => waiting(texts::PLANNING),
                Stage::Refused(checks) => {
                    let repairable = checks.iter().any(|check| failed_with(check, is_repairable));
                    let asks_version = checks.iter().any(|check| failed_with(check, |code| code == Code::ImageVersionUnknown));
                    let failed = checks.iter().filter(|c| is_failed(c)).count() as u64;
                    view! {
                        <Note tone=Tone::Attention test="preflight-failed">
                            <p>{texts::checks_failed(failed)}</p>
                        </Note>
                        {repairable.then(|| view! { <RepairOffer /> })}
                        {asks_version
                            .then(|| {
                                view! {
                                    <VersionQuestion on_answer=move |version: ImageTag| {
                                        planning.ask_again(|request| request.say_version(version))
                                    } />
                                }
                            })}
                        <CheckList checks=Signal::stored(checks) />
                    }
                        .into_any()
                }
                Stage::Failed(problem) if problem.code == Code::OtherEnvironmentTouched => {
                    view! {
                        <ProblemNote problem>
                            <Button
                                test="update-both"
                                on_press=move |()| planning.ask_again(|request| request.update_both = true)
                            >
                                {texts::UPDATE_BOTH}
                            </Button>
                        </ProblemNote>
                    }
                        .into_any()
                }
                Stage::Failed(problem) => view! { <ProblemNote problem /> }.into_any(),
                Stage::NothingToChange => {
                    view! {
                        <Note tone=Tone::Good test="nothing-to-change">
                            <p class="note-title">{texts::NOTHING_TO_CHANGE}</p>
                            <p>{texts::AS_ASKED}</p>
                        </Note>
                    }
                        .into_any()
                }
                Stage::Ready(plan) | Stage::Starting(plan) => view! { <PlanLetter plan=*plan /> }.into_any(),
            }}
        </div>
    }
}

fn waiting(words: &'static str) -> AnyView {
    view! { <p class="waiting" data-test="planning"><Spinner />{words}</p> }.into_any()
}

fn is_failed(check: &Check) -> bool {
    matches!(check.outcome, CheckOutcome::Failed { .. })
}

fn failed_with(check: &Check, of: impl Fn(Code) -> bool) -> bool {
    matches!(&check.outcome, CheckOutcome::Failed { problem } if of(problem.code))
}
