//! Which Quilt stack: one that was found in the account and region, or another by its ARN.

use ipc::aws::QuiltStack;
use leptos::prelude::*;

use super::store::Store;
use super::wizard_field::WizardField;
use crate::components::{Button, Note, ProblemNote, RadioCard, RadioCards, Skeleton, StateBadge, Tone};
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
    let other = Memo::new(move |_| {
        let arn = store.wizard.with(|wizard| wizard.answers().quilt_stack_arn.clone());
        pasting.get() || (!arn.is_empty() && !known(&arn))
    });
    let connected = Memo::new(move |_| store.wizard.with(|wizard| wizard.caller().is_some()));
    let none_chosen = Memo::new(move |_| {
        store.wizard.with(|wizard| {
            wizard.page() == Page::Quilt && !other.get() && wizard.error_beneath(Key::QuiltStackArn).is_some()
        })
    });
    view! {
        {move || match (connected.get(), store.stacks.get()) {
            (false, _) => view! { <NotConnected /> }.into_any(),
            (true, None) => {
                view! { <Skeleton lines=4 label="Looking for Quilt stacks in this region" /> }.into_any()
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
                    <RadioCards legend="Quilt stacks">
                        {stacks.into_iter().map(|stack| view! { <Stack stack other pasting /> }).collect_view()}
                        <RadioCard
                            name="quiltStack"
                            value="other"
                            chosen=other
                            on_choose=move |()| {
                                pasting.set(true);
                                store.put(Key::QuiltStackArn, String::new());
                                super::store::focus(Key::QuiltStackArn.id());
                            }
                            title="Another stack"
                        >
                            "Paste its ARN. It must be in the same account and region."
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
        {move || {
            none_chosen
                .get()
                .then(|| view! { <p class="field-error" role="alert">"Choose a stack, or paste the ARN of another."</p> })
        }}
    }
}

#[component]
fn Stack(stack: QuiltStack, other: Memo<bool>, pasting: RwSignal<bool>) -> impl IntoView {
    let store = Store::here();
    let arn = stack.arn.clone();
    let chosen = Memo::new(move |_| {
        !other.get() && store.wizard.with(|wizard| wizard.answers().quilt_stack_arn == arn.as_str())
    });
    let place =
        format!("{} in {}, account {}", stack.arn.stack_name(), stack.arn.region(), stack.arn.account());
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
                                word=Signal::stored("Runs the webhook itself".to_owned())
                            />
                            "A second one would package every entry twice."
                        </span>
                    }
                })}
        </RadioCard>
    }
}

#[component]
fn NoStacks() -> impl IntoView {
    let store = Store::here();
    let region = move || store.wizard.with(|wizard| wizard.answers().region.clone());
    view! {
        <Note tone=Tone::Attention test="no-stacks">
            <p class="note-title">"There is no Quilt stack in " {region} "."</p>
            <p>"Choose another region on the AWS page, or paste the stack's ARN here if it can't be listed."</p>
            <div class="note-actions">
                <LookAgain />
                <Button icon="arrow-left" on_press=move |()| store.go(Page::Aws)>
                    "Choose another region"
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
            <p>"We are not connected to AWS, so we can't list the stacks."</p>
            <div class="note-actions">
                <Button test="to-aws" on_press=move |()| store.go(Page::Aws)>
                    "Connect to AWS"
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
            "Look again"
        </Button>
    }
}
