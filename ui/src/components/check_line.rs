//! The state of a live check, shown beside its field: nothing, checking, and what came of it in a word or two.

use ipc::Problem;
use leptos::prelude::*;

use super::icon::{Icon, Spinner};
use crate::messages::common;

#[derive(Clone, Debug, Default, PartialEq)]
pub enum CheckState {
    #[default]
    Idle,
    Checking,
    /// Good, and what was found: "2 keys found".
    Good(String),
    /// Usable, but the person should know: in a word or two, and in sentences where that is not enough.
    Attention(String, Option<String>),
    /// Nobody answered, so nothing is known. Not wrong.
    Unanswered(Problem),
    Bad(Problem),
}

impl CheckState {
    /// What is wrong with the value.
    pub fn problem(&self) -> Option<&Problem> {
        match self {
            Self::Bad(problem) => Some(problem),
            _ => None,
        }
    }

    /// The sentences beneath the field.
    pub fn remark(&self) -> Option<&str> {
        match self {
            Self::Attention(_, remark) => remark.as_deref(),
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
                CheckState::Checking => view! { <Spinner /> <span>{common::CHECKING}</span> }.into_any(),
                CheckState::Good(found) => mark("circle-check", found),
                CheckState::Attention(why, _) => mark("triangle-alert", why),
                CheckState::Unanswered(_) => mark("circle-help", common::NO_ANSWER.to_owned()),
                CheckState::Bad(problem) => {
                    mark("circle-alert", common::not_accepted(problem.code).to_owned())
                }
            }}
        </span>
    }
}

fn mark(icon: &'static str, word: String) -> AnyView {
    view! { <Icon name=icon /> <span>{word}</span> }.into_any()
}

fn tone(state: &CheckState) -> &'static str {
    match state {
        CheckState::Idle => "idle",
        CheckState::Checking => "checking",
        CheckState::Good(_) => "good",
        CheckState::Attention(..) => "attention",
        CheckState::Unanswered(_) => "unanswered",
        CheckState::Bad(_) => "failed",
    }
}
