//! What is asked of the person: to sign in, or to give a code.

use leptos::prelude::*;

use super::super::store::Store;
use super::access::{CODE_FIELD, Need};
use crate::components::{Field, Note, Tone};
use crate::derived::{derive, memo};
use crate::messages::aws as said;

/// Beneath the sources, what the chosen one needs; the primary button does it.
#[component]
pub fn Ask() -> impl IntoView {
    let store = Store::here();
    let need = memo(move || store.need());
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
                                value=derive(move || store.access.with(|access| access.code.clone()))
                                on_input=move |text| store.type_code(text)
                                error=derive(move || store.access.with(|access| access.refused.clone()))
                            />
                        </div>
                    },
                )
            }
            _ => None,
        }}
    }
}
