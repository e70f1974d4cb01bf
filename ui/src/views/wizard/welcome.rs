//! The first page: what this does, what it takes, and the choice to install or to rehearse.

use leptos::prelude::*;

use crate::components::Icon;
use crate::messages::wizard as said;

#[component]
pub fn Welcome() -> impl IntoView {
    let mut stops = Vec::new();
    for (index, (icon, title, text)) in said::JOURNEY_STOPS.into_iter().enumerate() {
        if index > 0 {
            stops.push(view! { <span class="journey-way" aria-hidden="true"></span> }.into_any());
        }
        stops.push(view! { <Stop icon title text own={icon == "webhook"} /> }.into_any());
    }
    view! {
        <figure class="journey" aria-label=said::JOURNEY>
            {stops}
        </figure>
        <h2>{said::WHAT_YOU_NEED}</h2>
        <ul class="needs">
            {said::NEEDS.map(|(icon, title, text)| view! { <Need icon title text /> })}
        </ul>
    }
}

#[component]
fn Stop(
    icon: &'static str,
    title: &'static str,
    text: &'static str,
    #[prop(optional)] own: bool,
) -> impl IntoView {
    view! {
        <div class="journey-stop" class:journey-own=own>
            <span class="journey-icon">
                <Icon name=icon large=true />
            </span>
            <strong>{title}</strong>
            <span>{text}</span>
        </div>
    }
}

#[component]
fn Need(icon: &'static str, title: &'static str, text: &'static str) -> impl IntoView {
    view! {
        <li>
            <Icon name=icon large=true />
            <strong>{title}</strong>
            <span class="muted">{text}</span>
        </li>
    }
}
