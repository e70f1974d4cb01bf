//! Which Quilt stack: one that was found in the account and region, or another by its ARN.

use ipc::StackArn;
use ipc::aws::{Caller, QuiltStack};
use leptos::prelude::*;

use super::store::Store;
use super::unanswered::Unanswered;
use super::wizard_field::WizardField;
use crate::components::{
    Button, CheckState, Note, ProblemNote, RadioCard, RadioCards, Skeleton, StateBadge, Tone,
};
use crate::derived::memo;
use crate::messages::wizard as said;
use crate::wizard::{Key, Page};

#[component]
pub fn Quilt() -> impl IntoView {
    let store = Store::here();
    // Said, not derived from the text: who pastes the ARN of a listed stack is not to lose the field.
    let pasting = RwSignal::new(false);
    let known = move |arn: &str| {
        store.stacks.with(|stacks| match stacks {
            Some(Ok(stacks)) => stacks.iter().any(|stack| stack.arn.as_str() == arn),
            _ => false,
        })
    };
    let other = memo(move || {
        let arn = store.wizard.with(|wizard| wizard.answers().quilt_stack_arn.clone());
        pasting.get() || (!arn.is_empty() && !known(&arn))
    });
    let connected = memo(move || store.wizard.with(|wizard| wizard.caller().is_some()));
    let none_chosen = memo(move || {
        store.wizard.with(|wizard| {
            wizard.page() == Page::Quilt && !other.get() && wizard.error_beneath(Key::QuiltStackArn).is_some()
        })
    });
    view! {
        {move || match (connected.get() || store.connecting.get(), store.stacks.get()) {
            (false, _) => view! { <NotConnected /> }.into_any(),
            (true, None) => {
                view! { <Skeleton lines=4 label=said::LOOKING_FOR_STACKS /> }.into_any()
            }
            (true, Some(Err(problem))) => {
                view! {
                    <ProblemNote problem>
                        <LookAgain />
                    </ProblemNote>
                }
                    .into_any()
            }
            (true, Some(Ok(stacks))) if stacks.is_empty() => view! { <NoStacks /> }.into_any(),
            (true, Some(Ok(stacks))) => {
                view! {
                    <RadioCards legend=said::QUILT_STACKS>
                        {stacks.into_iter().map(|stack| view! { <Stack stack other pasting /> }).collect_view()}
                        <RadioCard
                            name="quiltStack"
                            value="other"
                            chosen=other
                            on_choose=move |()| {
                                pasting.set(true);
                                store.put(Key::QuiltStackArn, String::new());
                            }
                            title=said::ANOTHER_STACK
                        >
                            {said::ANOTHER_STACK_HELP}
                        </RadioCard>
                    </RadioCards>
                }
                    .into_any()
            }
        }}
        {move || {
            let listed = store.stacks.with(|stacks| matches!(stacks, Some(Ok(list)) if !list.is_empty()));
            (other.get() || !listed)
                .then(|| {
                    view! {
                        <div class="fields">
                            <WizardField of=Key::QuiltStackArn mono=true />
                        </div>
                    }
                })
        }}
        <Explained />
        <Unanswered page=Page::Quilt />
        {move || {
            none_chosen
                .get()
                .then(|| view! { <p class="field-error" role="alert">{said::CHOOSE_STACK}</p> })
        }}
    }
}

#[component]
fn Stack(stack: QuiltStack, other: Memo<bool>, pasting: RwSignal<bool>) -> impl IntoView {
    let store = Store::here();
    let arn = stack.arn.clone();
    let chosen = memo(move || {
        !other.get() && store.wizard.with(|wizard| wizard.answers().quilt_stack_arn == arn.as_str())
    });
    let place = said::stack_place(stack.arn.stack_name(), stack.arn.region(), stack.arn.account());
    let runs_webhook = stack.runs_webhook;
    view! {
        <RadioCard
            name="quiltStack"
            value=stack.arn.stack_name().to_owned()
            chosen
            title=stack.catalog.clone()
            on_choose=move |()| {
                pasting.set(false);
                store.choose_stack(&stack);
            }
        >
            <span>{place}</span>
            {runs_webhook
                .then(|| {
                    view! {
                        <span class="radio-card-remark">
                            <StateBadge
                                tone=Signal::stored(Tone::Attention)
                                word=Signal::stored(said::RUNS_WEBHOOK_ITSELF.to_owned())
                            />
                        </span>
                    }
                })}
        </RadioCard>
    }
}

/// What is special about the stack that is chosen, and what to do about it.
#[derive(Clone, PartialEq)]
enum Special {
    RunsWebhook,
    Elsewhere(StackArn, Caller),
}

impl Store {
    fn special(self) -> Option<Special> {
        let elsewhere = self.wizard.with(|wizard| {
            let arn: StackArn = wizard.answers().quilt_stack_arn.parse().ok()?;
            let caller = wizard.caller()?;
            let here = arn.account() == caller.account && arn.region() == caller.region;
            (!here).then(|| Special::Elsewhere(arn, caller.clone()))
        });
        elsewhere.or_else(|| {
            let check = self.wizard.with(|wizard| wizard.check_beside(Key::QuiltStackArn));
            matches!(check, CheckState::Attention(..)).then_some(Special::RunsWebhook)
        })
    }
}

#[component]
fn Explained() -> impl IntoView {
    let store = Store::here();
    let special = memo(move || store.special());
    view! {
        <div role="status">
            {move || match special.get() {
                None => ().into_any(),
                Some(Special::RunsWebhook) => view! { <RunsWebhook /> }.into_any(),
                Some(Special::Elsewhere(arn, caller)) => view! { <Elsewhere arn caller /> }.into_any(),
            }}
        </div>
    }
}

#[component]
fn RunsWebhook() -> impl IntoView {
    view! {
        <Note tone=Tone::Attention test="runs-webhook">
            <p class="note-title">{said::RUNS_WEBHOOK_TITLE}</p>
            <p>{said::RUNS_WEBHOOK_WHY}</p>
            <ul class="bullets">{said::RUNS_WEBHOOK_WAYS.map(|way| view! { <li>{way}</li> })}</ul>
            <div class="note-actions">
                <LookAgain />
            </div>
        </Note>
    }
}

#[component]
fn Elsewhere(arn: StackArn, caller: Caller) -> impl IntoView {
    let store = Store::here();
    let region = (arn.account() == caller.account).then(|| arn.region().to_owned());
    let place =
        said::elsewhere((arn.account(), arn.region()), (caller.account.as_str(), caller.region.as_str()));
    view! {
        <Note tone=Tone::Attention test="elsewhere">
            <p class="note-title">{said::ELSEWHERE_TITLE}</p>
            <p>{place}</p>
            <p>{said::ELSEWHERE_WHY}</p>
            <div class="note-actions">
                {match region {
                    Some(region) => {
                        let words = said::use_region(&region);
                        view! {
                            <Button test="use-region" on_press=move |()| store.move_to(region.clone())>
                                {words}
                            </Button>
                        }
                            .into_any()
                    }
                    None => {
                        view! {
                            <Button test="other-account" icon="arrow-left" on_press=move |()| store.go(Page::Aws)>
                                {said::OTHER_ACCOUNT}
                            </Button>
                        }
                            .into_any()
                    }
                }}
            </div>
        </Note>
    }
}

#[component]
fn NoStacks() -> impl IntoView {
    let store = Store::here();
    let title = move || store.wizard.with(|wizard| said::no_stacks(&wizard.answers().region));
    view! {
        <Note tone=Tone::Attention test="no-stacks">
            <p class="note-title">{move || title()}</p>
            <p>{said::NO_STACKS_HELP}</p>
            <div class="note-actions">
                <LookAgain />
                <Button icon="arrow-left" on_press=move |()| store.go(Page::Aws)>
                    {said::OTHER_REGION}
                </Button>
            </div>
        </Note>
    }
}

#[component]
fn NotConnected() -> impl IntoView {
    let store = Store::here();
    view! {
        <Note tone=Tone::Attention>
            <p>{said::NOT_CONNECTED}</p>
            <div class="note-actions">
                <Button test="to-aws" on_press=move |()| store.go(Page::Aws)>
                    {said::CONNECT_TO_AWS}
                </Button>
            </div>
        </Note>
    }
}

#[component]
fn LookAgain() -> impl IntoView {
    let store = Store::here();
    view! {
        <Button test="look-again" icon="rotate-ccw" on_press=move |()| store.look_for_stacks()>
            {said::LOOK_AGAIN}
        </Button>
    }
}
