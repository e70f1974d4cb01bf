//! An environment that doesn't exist: a card that offers to make it.

use ipc::Environment;
use leptos::prelude::*;

use super::Board;
use crate::components::{Button, Icon};
use crate::shell::{Errand, Screen, Shell};

#[component]
pub fn AbsentCard(environment: Environment, board: Board) -> impl IntoView {
    let shell = Shell::here();
    let (test, icon, words) = match environment {
        Environment::Dev => (
            "make-dev",
            "flask-conical",
            "A place to try a new version before prod gets it. It shares prod's network and load balancer, has its own address, tasks and secret, and never touches prod.",
        ),
        Environment::Prod => (
            "make-prod",
            "webhook",
            "The environment that your production tenant sends its events to, with at least two tasks.",
        ),
    };
    view! {
        <div class="absent">
            <span class="absent-icon"><Icon name=icon large=true /></span>
            <p class="absent-title">{format!("There is no {environment} environment yet")}</p>
            <p class="muted">{words}</p>
            <Button
                test=test
                icon="plus"
                disabled=Signal::derive(move || board.blocked.with(Option::is_some))
                on_press=move |()| shell.open(Screen::Wizard(Errand::Add(environment)))
            >
                {format!("Make {environment}")}
            </Button>
        </div>
    }
}
