//! The way out of a state in which the stack takes no deployment: what is done about it, and the word.

use ipc::Code;
use ipc::plan::RepairRequest;
use leptos::prelude::*;

use super::planning::{Planning, PlanningNote};
use crate::backend;
use crate::components::{Button, ButtonKind, Dialog};
use crate::shell::Shell;

#[component]
pub fn RepairDialog(open: RwSignal<bool>) -> impl IntoView {
    let close = move |()| open.set(false);
    view! {
        <Dialog title="Get the stack going" test="repair-dialog" open on_close=close>
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
            "What can be done"
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
    planning.ask_for(backend::plan_repair(RepairRequest::default()));
    view! {
        <div class="dialog-part">
            <PlanningNote planning />
        </div>
        <footer class="dialog-foot">
            <Button test="cancel-repair" on_press=on_close>
                "Cancel"
            </Button>
            <Button
                kind=ButtonKind::Primary
                test="confirm-repair"
                busy=planning.busy()
                disabled=Signal::derive(move || !planning.ready().get())
                on_press=move |()| planning.start(shell)
            >
                "Go ahead"
            </Button>
        </footer>
    }
}
