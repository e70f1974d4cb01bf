//! What a person has to agree to in the browser, while we wait for it.

use ipc::Timestamp;
use ipc::aws::SignInPrompt;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::components::{Button, ButtonKind, CopyButton, Spinner};
use crate::messages::aws as said;
use crate::{backend, clock, words};

/// The code to agree to, where, and how long it is good for.
#[component]
pub fn Agree(
    prompt: SignInPrompt,
    /// The page is open in the browser.
    opened: bool,
    #[prop(into)] on_cancel: Callback<()>,
) -> impl IntoView {
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
                <Button test="cancel-sign-in" on_press=on_cancel>
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
