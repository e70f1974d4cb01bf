//! An environment that doesn't exist: a card that offers to make it.

use ipc::Environment;
use leptos::prelude::*;

use super::Board;
use crate::components::{Button, Icon};
use crate::derived::derive;
use crate::messages::board::cards as texts;
use crate::shell::{Errand, Screen, Shell};

#[component]
pub fn AbsentCard(environment: Environment, board: Board) -> impl IntoView {
    let shell = Shell::here();
    let (test, icon) = match environment {
        Environment::Dev => ("make-dev", "flask-conical"),
        Environment::Prod => ("make-prod", "webhook"),
    };
    view! {
        <div class="absent">
            <span class="absent-icon"><Icon name=icon large=true /></span>
            <p class="absent-title">{texts::absent(environment)}</p>
            <p class="muted">{texts::absent_words(environment)}</p>
            <Button
                test=test
                icon="plus"
                disabled=derive(move || board.blocked.with(Option::is_some))
                on_press=move |()| shell.open(Screen::Wizard(Errand::Add(environment)))
            >
                {texts::make(environment)}
            </Button>
        </div>
    }
}
