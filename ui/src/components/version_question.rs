//! Which version an image is, where neither the image nor its tag says so: what it needs depends on that.

use ipc::ImageTag;
use leptos::prelude::*;

use super::button::Button;
use super::field::Field;
use crate::messages::common as text;

#[component]
pub fn VersionQuestion(#[prop(into)] on_answer: Callback<ImageTag>) -> impl IntoView {
    let typed = RwSignal::new(String::new());
    let error = RwSignal::new(None::<String>);
    let answer = move || match typed.with_untracked(|text| text.parse::<ImageTag>()) {
        Ok(version) => on_answer.run(version),
        Err(why) => error.set(Some(why.to_string())),
    };
    view! {
        <form
            class="deploy-form"
            data-test="version-question"
            on:submit=move |event| {
                event.prevent_default();
                answer();
            }
        >
            <Field
                id="image-version"
                label=text::IMAGE_VERSION
                help=text::IMAGE_VERSION_HELP
                mono=true
                value=typed
                error
                on_input=move |text| {
                    error.set(None);
                    typed.set(text);
                }
            />
            <Button test="answer-version" on_press=move |()| answer()>
                {text::CHECK_AGAIN}
            </Button>
        </form>
    }
}
