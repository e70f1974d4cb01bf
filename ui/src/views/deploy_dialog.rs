//! Deploying one environment from the dashboard: which profile, which image; then the checks, the plan, the word.

use ipc::plan::DeployRequest;
use ipc::profile::ProfileEntry;
use ipc::{Environment, Problem, ProfileName};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::planning::{Planning, PlanningNote, Stage};
use crate::backend;
use crate::board::request;
use crate::components::{Button, ButtonKind, Choice, Dialog, Field, ProblemNote, Select};
use crate::derived::{derive, memo};
use crate::messages::board::dialogs as texts;
use crate::shell::Shell;

/// Opens when an environment is set, and unsets it when it is closed; closing discards the plan.
#[component]
pub fn DeployDialog(environment: RwSignal<Option<Environment>>) -> impl IntoView {
    let close = move |()| environment.set(None);
    // One for each, mounted for good, so that the browser gives the focus back when it closes.
    Environment::ALL
        .into_iter()
        .map(|chosen| {
            let open = derive(move || environment.get() == Some(chosen));
            view! {
                <Dialog title=texts::deploy_to(chosen) test="deploy-dialog" open on_close=close>
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
    let profile = RwSignal::new(ProfileName::usual_for(environment));
    let tag = RwSignal::new(String::new());
    let confirmed = RwSignal::new(false);
    let error = RwSignal::new(None::<String>);
    let profiles = RwSignal::new(None::<Result<Vec<ProfileEntry>, Problem>>);
    spawn_local(async move {
        let answer = backend::profiles().await;
        let _ = profiles.try_set(Some(answer));
    });

    let question = memo(move || profile.with(|p| request::pairing_question(environment, p)));
    let settings = derive(move || match profiles.get() {
        Some(Ok(entries)) => entries,
        _ => Vec::new(),
    });
    let options = derive(move || choices(&settings.get(), environment));
    // The image that the profile names, which an empty field takes.
    let usual_tag = move || {
        let name = profile.get();
        settings.with(|entries| {
            let content = entries.iter().find(|e| e.name == name)?.content.as_ref().ok()?;
            Some(content.image_tag.to_string())
        })
    };
    let broken = move || {
        let name = profile.get();
        settings.with(|entries| entries.iter().find(|e| e.name == name)?.content.as_ref().err().cloned())
    };
    let missing = move || {
        let name = profile.get();
        matches!(profiles.get(), Some(Ok(entries)) if !entries.iter().any(|e| e.name == name))
    };

    let read = move || -> Option<DeployRequest> {
        let asked = request::deploy(
            environment,
            profile.get_untracked(),
            &tag.get_untracked(),
            confirmed.get_untracked(),
        );
        error.set(asked.as_ref().err().map(ToString::to_string));
        asked.ok()
    };
    let ask = move || {
        if let Some(request) = read() {
            planning.ask(request);
        }
    };
    let editing = memo(move || {
        planning.stage.with(|s| {
            matches!(
                s,
                Stage::Idle | Stage::Refused(_) | Stage::Failed(_) | Stage::Checking | Stage::Planning
            )
        })
    });
    let unconfirmed = derive(move || question.with(Option::is_some) && !confirmed.get());
    view! {
        <div class="dialog-part">
            <Show when=move || editing.get()>
                <form
                    class="deploy-form"
                    on:submit=move |event| {
                        event.prevent_default();
                        if !unconfirmed.get_untracked() && !planning.busy().get_untracked() {
                            ask();
                        }
                    }
                >
                    {move || match profiles.get() {
                        Some(Err(problem)) => view! { <ProblemNote problem /> }.into_any(),
                        _ => ().into_any(),
                    }}
                    <Select
                        id="deploy-profile"
                        label=texts::PROFILE
                        help=texts::profile_help(environment)
                        options
                        value=derive(move || profile.get().to_string())
                        error=derive(move || {
                            missing().then(|| texts::NO_SUCH_PROFILE.to_owned())
                        })
                        on_change=move |chosen: String| {
                            if let Ok(name) = chosen.parse() {
                                confirmed.set(false);
                                profile.set(name);
                            }
                        }
                    />
                    {move || broken().map(|problem| view! { <ProblemNote problem /> })}
                    <Show when=move || question.with(Option::is_some)>
                        <label class="tick tick-attention">
                            <input
                                type="checkbox"
                                data-test="confirm-pairing"
                                prop:checked=confirmed
                                on:change=move |event| confirmed.set(event_target_checked(&event))
                            />
                            {question}
                        </label>
                    </Show>
                    <Field
                        id="deploy-image-tag"
                        label=texts::IMAGE_TAG
                        help=texts::IMAGE_TAG_HELP
                        mono=true
                        value=tag
                        error
                        on_input=move |typed| {
                            error.set(None);
                            tag.set(typed);
                        }
                    />
                    {move || {
                        usual_tag()
                            .filter(|_| tag.with(|t| t.trim().is_empty()))
                            .map(|usual| {
                                view! {
                                    <p class="small muted deploy-usual">
                                        {texts::PROFILE_SAYS} <code>{usual}</code> {texts::FULL_STOP}
                                    </p>
                                }
                            })
                    }}
                </form>
            </Show>
            <PlanningNote planning />
        </div>
        <footer class="dialog-foot">
            {move || match planning.stage.get() {
                Stage::NothingToChange => {
                    view! {
                        <Button on_press=move |()| planning.discard()>{texts::ANOTHER_IMAGE}</Button>
                        <Button kind=ButtonKind::Primary test="close-deploy" on_press=on_close>
                            {texts::CLOSE}
                        </Button>
                    }
                        .into_any()
                }
                Stage::Ready(_) | Stage::Starting(_) => {
                    view! {
                        <Button test="back-to-choice" busy=planning.busy() on_press=move |()| planning.discard()>
                            {texts::BACK}
                        </Button>
                        <Button
                            kind=ButtonKind::Primary
                            test="confirm-deploy"
                            icon="rocket"
                            busy=planning.busy()
                            on_press=move |()| planning.start(shell)
                        >
                            {texts::deploy_to(environment)}
                        </Button>
                    }
                        .into_any()
                }
                _ => {
                    view! {
                        <Button test="cancel-deploy" on_press=on_close>
                            {texts::CANCEL}
                        </Button>
                        <Button
                            kind=ButtonKind::Primary
                            test="plan-deploy"
                            busy=planning.busy()
                            disabled=unconfirmed
                            on_press=move |()| ask()
                        >
                            {texts::CHECK_AND_PLAN}
                        </Button>
                    }
                        .into_any()
                }
            }}
        </footer>
    }
}

/// The usual profile first, even where its file does not exist: the field says so.
fn choices(entries: &[ProfileEntry], environment: Environment) -> Vec<Choice> {
    let usual = ProfileName::usual_for(environment);
    let mut names = vec![usual.clone()];
    names.extend(entries.iter().map(|e| e.name.clone()).filter(|name| *name != usual));
    names.into_iter().map(|name| (name.to_string(), name.to_string())).collect()
}
