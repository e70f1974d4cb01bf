//! A remark beside what a page is about: for your information, or for your attention.

use leptos::prelude::*;

use super::icon::Icon;
use super::state_badge::Tone;

#[component]
pub fn Note(
    #[prop(optional)] tone: Option<Tone>,
    #[prop(optional)] test: &'static str,
    children: Children,
) -> impl IntoView {
    let (class, icon) = match tone {
        Some(Tone::Attention) => ("note note-attention", "triangle-alert"),
        Some(Tone::Good) => ("note note-good", "circle-check"),
        _ => ("note", "info"),
    };
    view! {
        <div class=class data-test=(!test.is_empty()).then_some(test)>
            <Icon name=icon large=true />
            <div class="note-body">{children()}</div>
        </div>
    }
}
