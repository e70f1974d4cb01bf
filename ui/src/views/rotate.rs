//! What brings an environment together again: a new client secret for it, with what happens with it, the secret itself,
//! the plan and the agreement; or only the plan, where nothing has to be entered.
//!
//! The secret goes to the host once, when the person asks for the check, and is gone from the page.

use ipc::plan::DeployRequest;
use ipc::status::Remedy;
use ipc::{Environment, Problem};
use leptos::html::Input;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::planning::{Planning, PlanningNote, Stage};
use crate::backend;
use crate::board::promote::deployed;
use crate::board::watch::Watch;
use crate::components::{Button, ButtonKind, Dialog, Note, ProblemNote, Spinner, Tone};
use crate::derived::{derive, memo};
use crate::messages::board::dialogs as texts;
use crate::shell::Shell;

/// Opens when an errand is set, and unsets it when it is closed; closing discards the plan.
#[component]
pub fn RotateDialog(
    errand: RwSignal<Option<(Environment, Remedy)>>,
    watch: RwSignal<Watch>,
    /// It was closed: what was seen may be so no longer.
    #[prop(into)]
    on_end: Callback<()>,
) -> impl IntoView {
    let close = move |()| {
        errand.set(None);
        on_end.run(());
    };
    let dialog = move |(chosen, asks): (Environment, bool)| {
        let is_open =
            move |(environment, remedy)| environment == chosen && (remedy == Remedy::EnterSecret) == asks;
        let open = derive(move || errand.with(|errand| errand.is_some_and(is_open)));
        let (title, test) = match asks {
            true => (texts::rotate(chosen), "rotate-dialog"),
            false => (texts::settle(chosen), "settle-dialog"),
        };
        view! {
            <Dialog title test open on_close=close>
                <Body environment=chosen errand watch on_close=close />
            </Dialog>
        }
    };
    Environment::ALL
        .into_iter()
        .flat_map(|chosen| [(chosen, true), (chosen, false)])
        .map(dialog)
        .collect_view()
}

#[component]
fn Body(
    environment: Environment,
    errand: RwSignal<Option<(Environment, Remedy)>>,
    watch: RwSignal<Watch>,
    #[prop(into)] on_close: Callback<()>,
) -> impl IntoView {
    let remedy = errand.get_untracked().map_or(Remedy::EnterSecret, |(_, remedy)| remedy);
    let asks = remedy == Remedy::EnterSecret;
    let shell = Shell::here();
    let planning = Planning::new();
    let asking = RwSignal::new(false);
    let accepted = RwSignal::new(matches!(remedy, Remedy::Deploy | Remedy::Restart));
    let refused = RwSignal::new(None::<Problem>);
    let keep = RwSignal::new(true);
    let field = NodeRef::<Input>::new();
    let plan = move || {
        let running = watch.with_untracked(|w| deployed(w.status.as_ref()?, environment).cloned());
        if let Some(running) = running {
            planning.ask(match asks {
                true => DeployRequest::with_new_secret(environment, &running),
                false => DeployRequest::again(environment, &running),
            });
        }
    };
    let answered = move |answer: Result<(), Problem>| {
        // The dialog may have been closed while we waited.
        if asking.try_set(false).is_some() {
            return;
        }
        match answer {
            Err(problem) => refused.set(Some(problem)),
            Ok(()) => {
                accepted.set(true);
                plan();
            }
        }
    };
    match remedy {
        Remedy::Deploy | Remedy::Restart => plan(),
        Remedy::Adopt => {
            asking.set(true);
            spawn_local(async move { answered(backend::adopt(environment).await) });
        }
        Remedy::EnterSecret => {}
    }
    let ask = move || {
        let Some(field) = field.get_untracked().filter(|_| !asking.get_untracked()) else { return };
        let secret = field.value();
        if secret.trim().is_empty() {
            let _ = field.focus();
            return;
        }
        field.set_value("");
        refused.set(None);
        asking.set(true);
        spawn_local(async move {
            answered(backend::rotate_secret(environment, secret, keep.get_untracked()).await);
        });
    };
    let (waiting, done) = match remedy {
        Remedy::EnterSecret => (texts::ASKING_BENCHLING, texts::SECRET_ACCEPTED),
        Remedy::Adopt => (texts::ADOPTING, texts::ADOPTED),
        Remedy::Deploy | Remedy::Restart => ("", ""),
    };
    let stopped = memo(move || planning.stage.with(|s| matches!(s, Stage::Refused(_) | Stage::Failed(_))));
    let pointless = memo(move || planning.stage.with(|s| *s == Stage::NothingToChange));
    view! {
        <div class="dialog-part">
            <Show when=move || asks && !accepted.get()>
                <ol class="rotate-steps">
                    {texts::ROTATE_STEPS.into_iter().map(|step| view! { <li>{step}</li> }).collect_view()}
                </ol>
                <form
                    class="deploy-form"
                    on:submit=move |event| {
                        event.prevent_default();
                        ask();
                    }
                >
                    <div class="field">
                        <label class="field-label" for="rotate-secret">{texts::NEW_SECRET}</label>
                        <div class="field-control">
                            <span class="input">
                                <input
                                    node_ref=field
                                    id="rotate-secret"
                                    type="password"
                                    autocomplete="off"
                                    spellcheck="false"
                                    aria-describedby="rotate-secret-help"
                                />
                            </span>
                        </div>
                        <p class="field-help" id="rotate-secret-help">{texts::NEW_SECRET_HELP}</p>
                    </div>
                    <label class="tick">
                        <input
                            type="checkbox"
                            data-test="rotate-keep"
                            prop:checked=keep
                            on:change=move |event| keep.set(event_target_checked(&event))
                        />
                        {texts::KEEP_IN_KEYRING}
                    </label>
                </form>
            </Show>
            <div aria-live="polite">
                {move || {
                    asking
                        .get()
                        .then(|| view! { <p class="waiting"><Spinner />{waiting}</p> })
                }}
                {move || refused.get().map(|problem| view! { <ProblemNote problem /> })}
                {move || {
                    (accepted.get() && !done.is_empty())
                        .then(|| {
                            view! {
                                <Note tone=Tone::Good test="secret-accepted">
                                    <p>{done}</p>
                                </Note>
                            }
                        })
                }}
            </div>
            <PlanningNote planning />
        </div>
        <footer class="dialog-foot">
            <Button test="cancel-rotate" on_press=on_close>
                {move || if pointless.get() { texts::CLOSE } else { texts::CANCEL }}
            </Button>
            <Show
                when=move || accepted.get() || !asks
                fallback=move || {
                    view! {
                        <Button kind=ButtonKind::Primary test="check-secret" busy=asking on_press=move |()| ask()>
                            {texts::CHECK_SECRET}
                        </Button>
                    }
                }
            >
                <Show when=move || stopped.get()>
                    <Button test="check-again" icon="rotate-ccw" on_press=move |()| plan()>
                        {texts::CHECK_AGAIN}
                    </Button>
                </Show>
                <Show when=move || !pointless.get()>
                    <Button
                        kind=ButtonKind::Primary
                        test="confirm-rotate"
                        icon="key-round"
                        busy=planning.busy()
                        disabled=derive(move || !planning.ready().get())
                        on_press=move |()| planning.start(shell)
                    >
                        {if asks { texts::RESTART } else { texts::SETTLE }}
                    </Button>
                </Show>
            </Show>
        </footer>
    }
}
