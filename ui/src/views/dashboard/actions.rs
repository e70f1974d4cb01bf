//! What can be done with an environment: three things at hand, the rest in a menu.

use ipc::Environment;
use ipc::status::{Deployed, Remedy};
use leptos::prelude::*;

use super::Board;
use crate::components::{Button, Menu, MenuItem};
use crate::derived::derive;
use crate::messages::board::cards as texts;
use crate::views::rollback::Destination;

#[component]
pub fn Actions(environment: Environment, present: Memo<Option<Deployed>>, board: Board) -> impl IntoView {
    let blocked = derive(move || board.blocked.with(Option::is_some));
    let [deploy, test, logs, more] = match environment {
        Environment::Dev => ["deploy-dev", "test-dev", "logs-dev", "more-dev"],
        Environment::Prod => ["deploy-prod", "test-prod", "logs-prod", "more-prod"],
    };
    view! {
        <div class="env-actions">
            <Button
                test=deploy
                icon="rocket"
                disabled=blocked
                label=texts::deploy_to(environment)
                on_press=move |()| board.deploying.set(Some(environment))
            >
                {texts::DEPLOY}
            </Button>
            <Button
                test=test
                icon="list-checks"
                label=texts::test(environment)
                on_press=move |()| board.testing.set(Some(environment))
            >
                {texts::TEST}
            </Button>
            <Button
                test=logs
                label=texts::show_logs(environment)
                on_press=move |()| board.reading.set(Some(environment))
            >
                {texts::LOGS}
            </Button>
            <Menu words=texts::MORE label=texts::more(environment) test=more items=items(environment, present, board) />
        </div>
    }
}

fn items(environment: Environment, present: Memo<Option<Deployed>>, board: Board) -> Vec<MenuItem> {
    let blocked = derive(move || board.blocked.with(Option::is_some));
    let [back, rotate, remove] = match environment {
        Environment::Dev => ["rollback-dev", "rotate-dev", "remove-dev"],
        Environment::Prod => ["rollback-prod", "rotate-prod", "remove-prod"],
    };
    let item = |test, words, on_choose| MenuItem { test, words, disabled: blocked, danger: false, on_choose };
    let previous =
        derive(move || present.with(|d| texts::roll_back(d.as_ref().and_then(|d| d.previous.as_ref()))));
    vec![
        item(
            back,
            previous,
            Callback::new(move |()| board.returning.set(Some(Destination { environment, to: None }))),
        ),
        item(
            rotate,
            Signal::stored(texts::ROTATE.to_owned()),
            Callback::new(move |()| board.settling.set(Some((environment, Remedy::EnterSecret)))),
        ),
        // Looking changes nothing, so it is not in anybody's way.
        MenuItem {
            disabled: Signal::stored(false),
            ..item(
                "drift",
                Signal::stored(texts::DRIFT.to_owned()),
                Callback::new(move |()| board.drifting.set(true)),
            )
        },
        MenuItem {
            danger: true,
            ..item(
                remove,
                Signal::stored(texts::remove(environment)),
                Callback::new(move |()| board.removing.set(Some(environment))),
            )
        },
    ]
}
