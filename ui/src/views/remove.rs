//! Removing an environment: what goes and what stays, and the word that has to be typed.

use ipc::Environment;
use ipc::plan::{Plan, RemoveRequest};
use leptos::prelude::*;

use super::planning::{Planning, PlanningNote, Stage};
use crate::backend;
use crate::components::{Button, ButtonKind, Dialog, Field};
use crate::derived::{derive, memo};
use crate::messages::board::dialogs as texts;
use crate::shell::Shell;

/// Opens when an environment is set, and unsets it when it is closed; closing discards the plan.
#[component]
pub fn RemoveDialog(environment: RwSignal<Option<Environment>>) -> impl IntoView {
    let close = move |()| environment.set(None);
    Environment::ALL
        .into_iter()
        .map(|chosen| {
            let open = derive(move || environment.get() == Some(chosen));
            view! {
                <Dialog title=texts::remove(chosen) test="remove-dialog" open on_close=close>
                    <Body environment=chosen on_close=close />
                </Dialog>
            }
        })
        .collect_view()
}

#[component]
fn Body(environment: Environment, #[prop(into)] on_close: Callback<()>) -> impl IntoView {
    let shell = Shell::here();
    let planning = Planning::new();
    let (secrets, logs) = (RwSignal::new(false), RwSignal::new(false));
    let typed = RwSignal::new(String::new());
    let ask = move || {
        typed.set(String::new());
        let request = RemoveRequest {
            environment: Some(environment),
            secrets: secrets.get_untracked(),
            logs: logs.get_untracked(),
        };
        planning.ask_for(backend::plan_removal(request));
    };
    ask();
    let word = memo(move || {
        planning.stage.with(|stage| match stage {
            Stage::Ready(plan) | Stage::Starting(plan) => word(plan),
            _ => String::new(),
        })
    });
    let agreed = derive(move || !word.with(String::is_empty) && typed.with(|t| word.with(|w| t.trim() == w)));
    // Told when the field is left with another word, not while it is typed.
    let left = RwSignal::new(false);
    let wrong = derive(move || {
        let told = left.get() && !agreed.get() && !typed.with(|t| t.trim().is_empty());
        told.then(|| texts::not_the_word(&word.get()))
    });
    let tick = move |what: RwSignal<bool>, test: &'static str, words: &'static str| {
        view! {
            <label class="tick">
                <input
                    type="checkbox"
                    data-test=test
                    prop:checked=what
                    on:change=move |event| {
                        what.set(event_target_checked(&event));
                        ask();
                    }
                />
                {words}
            </label>
        }
    };
    view! {
        <div class="dialog-part">
            <form class="deploy-form" on:submit=move |event| event.prevent_default()>
                {tick(secrets, "remove-secrets", texts::SECRETS_TOO)}
                {tick(logs, "remove-logs", texts::LOGS_TOO)}
            </form>
            <PlanningNote planning />
            {move || {
                let word = word.get();
                (!word.is_empty())
                    .then(|| {
                        view! {
                            <form class="deploy-form" on:submit=move |event| event.prevent_default()>
                                <Field
                                    id="remove-word"
                                    label=texts::TO_GO_AHEAD
                                    help=texts::type_word(&word)
                                    mono=true
                                    value=typed
                                    error=wrong
                                    on_input=move |text| {
                                        left.set(false);
                                        typed.set(text);
                                    }
                                    on_leave=move |()| left.set(true)
                                />
                            </form>
                        }
                    })
            }}
        </div>
        <footer class="dialog-foot">
            <Button test="cancel-remove" on_press=on_close>
                {texts::CANCEL}
            </Button>
            <Button
                kind=ButtonKind::Danger
                test="confirm-remove"
                busy=planning.busy()
                disabled=derive(move || !agreed.get())
                on_press=move |()| planning.start(shell)
            >
                {texts::remove(environment)}
            </Button>
        </footer>
    }
}

/// The environment's name; the stack's, where that goes too. As the command line asks for it.
fn word(plan: &Plan) -> String {
    use ipc::plan::{ChangeAction, Group};
    let all = plan.changes.iter().any(|c| c.group == Group::Shared && c.action == ChangeAction::Remove);
    plan.removes.first().filter(|_| !all).map_or_else(|| plan.stack.clone(), ToString::to_string)
}
