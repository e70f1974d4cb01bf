//! What is asked of the person: to sign in, to agree in the browser, to give a code.

use ipc::Timestamp;
use ipc::aws::SignInPrompt;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::super::store::Store;
use super::access::{CODE_FIELD, Need};
use crate::components::{Button, ButtonKind, CopyButton, Field, Note, Spinner, Tone};
use crate::messages::aws as said;
use crate::{backend, clock, words};

/// Beneath the sources, what the chosen one needs; the primary button does it.
#[component]
pub fn Ask() -> impl IntoView {
    let store = Store::here();
    let need = Memo::new(move |_| store.need());
    view! {
        <div class="ask" role="status">
            {move || match need.get() {
                Need::SignIn => {
                    let profile = store.wizard.with(|wizard| wizard.answers().aws_profile.clone());
                    Some(
                        view! {
                            <Note tone=Tone::Attention test="sign-in-needed">
                                <p class="note-title">{said::sign_in_first(&profile.unwrap_or_default())}</p>
                                <p>{said::SIGN_IN_HELP}</p>
                            </Note>
                        },
                    )
                }
                _ => None,
            }}
        </div>
        {move || match need.get() {
            Need::Code { device } => {
                Some(
                    view! {
                        <div class="fields">
                            <Field
                                id=CODE_FIELD
                                label=said::CODE
                                help=said::code_help(&device)
                                mono=true
                                value=Signal::derive(move || store.access.with(|access| access.code.clone()))
                                on_input=move |text| store.type_code(text)
                                error=Signal::derive(move || store.access.with(|access| access.refused.clone()))
                            />
                        </div>
                    },
                )
            }
            _ => None,
        }}
    }
}

/// The code to agree to, where, and how long it is good for.
#[component]
pub fn Waiting(prompt: SignInPrompt, opened: bool) -> impl IntoView {
    let store = Store::here();
    let SignInPrompt { code, address, expires, .. } = prompt;
    let (address_again, address_shown) = (address.clone(), address.clone());
    view! {
        <section class="agree" data-test="agree">
            <div role="status">
                <h2>{said::AGREE}</h2>
                <p>{if opened { said::AGREE_OPENED } else { said::AGREE_BY_HAND }}</p>
                <p class="agree-code">
                    <span class="mono selectable" data-test="user-code">{code.clone()}</span>
                    <CopyButton text=Signal::stored(code) label=said::COPY_CODE test="copy-code" />
                </p>
            </div>
            <p class="agree-address">
                <span class="muted">{said::ADDRESS}</span>
                <span class="mono selectable" data-test="sign-in-address">{address_shown}</span>
                <CopyButton text=Signal::stored(address) label=said::COPY_ADDRESS test="copy-address" />
            </p>
            <div class="agree-foot">
                <Spinner />
                <span>{said::WAITING}</span>
                <TimeLeft until=expires />
                <span class="spacer"></span>
                {opened
                    .then(|| {
                        view! {
                            <Button
                                kind=ButtonKind::Quiet
                                test="open-again"
                                on_press=move |()| {
                                    let address = address_again.clone();
                                    spawn_local(async move {
                                        let _ = backend::open_page(address).await;
                                    });
                                }
                            >
                                {said::OPEN_AGAIN}
                            </Button>
                        }
                    })}
                <Button test="cancel-sign-in" on_press=move |()| store.cancel_sign_in()>
                    {said::CANCEL}
                </Button>
            </div>
        </section>
    }
}

#[component]
fn TimeLeft(until: Timestamp) -> impl IntoView {
    let now = clock::ticking();
    let left = move || u64::try_from((until.0 - now.get().0).max(0) / 1000).unwrap_or_default();
    view! { <span class="muted number" role="timer">{move || said::time_left(&words::duration(left()))}</span> }
}
