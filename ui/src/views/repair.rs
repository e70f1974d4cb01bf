//! The way out of a state in which the stack takes no deployment: what is done about it, and the word.

use ipc::Code;
use ipc::plan::RepairRequest;
use leptos::prelude::*;

use super::planning::{Planning, PlanningNote, Stage};
use crate::backend;
use crate::components::{Button, ButtonKind, Dialog};
use crate::derived::{derive, memo};
use crate::messages::board::dialogs as texts;
use crate::shell::Shell;

#[component]
pub fn RepairDialog(open: RwSignal<bool>) -> impl IntoView {
    let close = move |()| open.set(false);
    view! {
        <Dialog title=texts::REPAIR_TITLE test="repair-dialog" open on_close=close>
            <Body on_close=close />
        </Dialog>
    }
}

/// Beside a problem that says that the stack is busy or stuck.
#[component]
pub fn RepairOffer() -> impl IntoView {
    let open = RwSignal::new(false);
    view! {
        <Button test="repair" on_press=move |()| open.set(true)>
            {texts::WAY_OUT}
        </Button>
        <RepairDialog open />
    }
}

/// Whether [`RepairOffer`] belongs beside it.
pub fn is_repairable(code: Code) -> bool {
    matches!(code, Code::StackBusy | Code::StackStuck)
}

#[component]
fn Body(#[prop(into)] on_close: Callback<()>) -> impl IntoView {
    let shell = Shell::here();
    let planning = Planning::new();
    // What can't be put back is skipped, what can't be deleted is kept: a stack has only one of the two.
    let passed_over = RwSignal::new(Vec::<String>::new());
    let ask = move || {
        let ids = passed_over.get_untracked();
        planning.ask_for(backend::plan_repair(RepairRequest { keep: ids.clone(), skip: ids }));
    };
    ask();
    let stuck = memo(move || match planning.stage.get() {
        Stage::Ready(plan) | Stage::Starting(plan) => plan.stuck,
        _ => Vec::new(),
    });
    let tick = move |id: String| {
        let ticked = passed_over.with_untracked(|ids| ids.contains(&id));
        let words = texts::pass_over(&id);
        view! {
            <label class="tick">
                <input
                    type="checkbox"
                    data-test="pass-over"
                    prop:checked=ticked
                    on:change=move |event| {
                        let over = event_target_checked(&event);
                        passed_over.update(|ids| {
                            ids.retain(|other| *other != id);
                            if over {
                                ids.push(id.clone());
                            }
                        });
                        ask();
                    }
                />
                {words}
            </label>
        }
    };
    view! {
        <div class="dialog-part">
            <PlanningNote planning />
            {move || stuck.get().into_iter().map(tick).collect_view()}
        </div>
        <footer class="dialog-foot">
            <Button test="cancel-repair" on_press=on_close>
                {texts::CANCEL}
            </Button>
            <Button
                kind=ButtonKind::Primary
                test="confirm-repair"
                busy=planning.busy()
                disabled=derive(move || !planning.ready().get())
                on_press=move |()| planning.start(shell)
            >
                {texts::GO_AHEAD}
            </Button>
        </footer>
    }
}
