//! A button: the verb and the object, perhaps an icon. While busy it keeps its size and the focus.

use leptos::prelude::*;

use super::icon::{Icon, Spinner};

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ButtonKind {
    /// The one thing to do on a page.
    Primary,
    #[default]
    Secondary,
    /// Without a frame, for what is rarely wanted.
    Quiet,
    /// For what loses something.
    Danger,
}

impl ButtonKind {
    fn class(self) -> &'static str {
        match self {
            Self::Primary => "button button-primary",
            Self::Secondary => "button",
            Self::Quiet => "button button-quiet",
            Self::Danger => "button button-danger",
        }
    }
}

#[component]
pub fn Button(
    #[prop(optional)] kind: ButtonKind,
    /// The `data-test` attribute: a stable name for scripts.
    #[prop(optional)]
    test: &'static str,
    #[prop(optional)] icon: Option<&'static str>,
    /// Behind the words: "Continue ->".
    #[prop(optional)]
    icon_after: Option<&'static str>,
    #[prop(optional, into)] busy: Signal<bool>,
    #[prop(optional, into)] disabled: Signal<bool>,
    /// What a screen reader says, where the words in the button are not enough.
    #[prop(optional, into)]
    label: Option<String>,
    /// Left out where the button submits the form around it.
    #[prop(optional, into)]
    on_press: Option<Callback<()>>,
    children: Children,
) -> impl IntoView {
    let off = move || busy.get() || disabled.get();
    view! {
        <button
            class=kind.class()
            type=if on_press.is_some() { "button" } else { "submit" }
            data-test=(!test.is_empty()).then_some(test)
            aria-label=label
            aria-busy=move || busy.get().then_some("true")
            // Not `disabled`: that would take the focus away from who has just pressed it.
            aria-disabled=move || off().then_some("true")
            on:click=move |event| {
                if off() {
                    event.prevent_default();
                } else if let Some(press) = on_press {
                    press.run(());
                }
            }
        >
            {move || busy.get().then(|| view! { <Spinner /> })}
            {icon.map(|name| view! { <span class="button-icon" class:gone=busy><Icon name /></span> })}
            <span>{children()}</span>
            {icon_after.map(|name| view! { <Icon name /> })}
        </button>
    }
}
