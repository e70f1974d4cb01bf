//! The first page: what this does, what it takes, and the choice to install or to rehearse.

use leptos::prelude::*;

use crate::components::Icon;

#[component]
pub fn Welcome() -> impl IntoView {
    view! {
        <figure class="journey" aria-label="From a Benchling entry, through the webhook in your AWS account, to a Quilt package">
            <Stop icon="flask-conical" title="Benchling" text="A scientist writes a notebook entry." />
            <span class="journey-way" aria-hidden="true"></span>
            <Stop icon="webhook" title="Webhook" text="A small service in your own AWS account hears of it." own=true />
            <span class="journey-way" aria-hidden="true"></span>
            <Stop icon="package" title="Quilt" text="The entry and its files become a package." />
        </figure>
        <h2>"What you need"</h2>
        <ul class="needs">
            <Need icon="cloud" title="AWS credentials on this computer" text="for the account that has your Quilt stack" />
            <Need icon="key-round" title="A Benchling app" text="you can make one from our manifest on the way" />
            <Need icon="clock" title="About fifteen minutes" text="most of them AWS's own, while you watch" />
            <Need icon="wallet" title="A monthly cost" text="shown line by line before anything is made" />
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
