//! The state of a live check, shown beside its field: nothing, checking, and what came of it in a word or two.

use ipc::Problem;
use leptos::prelude::*;

use super::icon::{Icon, Spinner};

#[derive(Clone, Debug, Default, PartialEq)]
pub enum CheckState {
    #[default]
    Idle,
    Checking,
    /// Good, and what was found: "2 keys found".
    Good(String),
    /// Usable, but the person should know.
    Attention(String),
    Bad(Problem),
}

impl CheckState {
    pub fn problem(&self) -> Option<&Problem> {
        match self {
            Self::Bad(problem) => Some(problem),
            _ => None,
        }
    }
}

#[component]
pub fn CheckLine(#[prop(into)] state: Signal<CheckState>) -> impl IntoView {
    view! {
        <span class="check-line" role="status" data-state=move || state.with(tone)>
            {move || match state.get() {
                CheckState::Idle => ().into_any(),
                CheckState::Checking => view! { <Spinner /> <span>"Checking"</span> }.into_any(),
                CheckState::Good(found) => view! { <Icon name="circle-check" /> <span>{found}</span> }.into_any(),
                CheckState::Attention(why) => {
                    view! { <Icon name="triangle-alert" /> <span>{why}</span> }.into_any()
                }
                CheckState::Bad(_) => view! { <Icon name="circle-alert" /> <span>"Not accepted"</span> }.into_any(),
            }}
        </span>
    }
}

fn tone(state: &CheckState) -> &'static str {
    match state {
        CheckState::Idle => "idle",
        CheckState::Checking => "checking",
        CheckState::Good(_) => "good",
        CheckState::Attention(_) => "attention",
        CheckState::Bad(_) => "failed",
    }
}
