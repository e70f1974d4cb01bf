//! A state in a word, with its icon and colour; the colour is never the only carrier.

use leptos::prelude::*;

use super::icon::{Icon, Spinner};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    Good,
    Attention,
    Failed,
    Running,
    /// Nothing to say yet, or not asked.
    Neutral,
    /// Not to be told from here, offline.
    Unknown,
}

impl Tone {
    pub fn key(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::Attention => "attention",
            Self::Failed => "failed",
            Self::Running => "running",
            Self::Neutral => "neutral",
            Self::Unknown => "unknown",
        }
    }

    /// None for what turns instead.
    pub fn icon(self) -> Option<&'static str> {
        match self {
            Self::Good => Some("circle-check"),
            Self::Attention => Some("triangle-alert"),
            Self::Failed => Some("circle-x"),
            Self::Running => None,
            Self::Neutral => Some("circle-dashed"),
            Self::Unknown => Some("circle-help"),
        }
    }
}

#[component]
pub fn StateBadge(#[prop(into)] tone: Signal<Tone>, #[prop(into)] word: Signal<String>) -> impl IntoView {
    view! {
        <span class="badge" data-tone=move || tone.get().key()>
            <ToneIcon tone />
            <span>{word}</span>
        </span>
    }
}

/// The icon alone, where the word stands elsewhere in the row.
#[component]
pub fn ToneIcon(#[prop(into)] tone: Signal<Tone>) -> impl IntoView {
    view! {
        {move || match tone.get().icon() {
            Some(name) => view! { <Icon name /> }.into_any(),
            None => view! { <Spinner /> }.into_any(),
        }}
    }
}
