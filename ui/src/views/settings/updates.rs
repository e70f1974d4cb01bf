//! Newer versions of this program: looked for when this comes up, unless that is switched off, and installed on a word.

use ipc::Problem;
use ipc::bridge::Updates;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::backend;
use crate::components::{Button, ButtonKind, ProblemNote, Switch};
use crate::derived::memo;
use crate::messages::settings::updates as text;
use crate::taste;

#[component]
pub fn UpdatesPart() -> impl IntoView {
    let answer = RwSignal::new(None::<Result<Updates, Problem>>);
    let (looks, asking) = (RwSignal::new(taste::looks_for_updates()), RwSignal::new(false));
    let ask = move || {
        asking.set(true);
        spawn_local(async move {
            let found = backend::find_update().await;
            let _ = asking.try_set(false);
            let _ = answer.try_set(Some(found));
        });
    };
    if looks.get_untracked() {
        ask();
    }
    let install = move || {
        asking.set(true);
        spawn_local(async move {
            // Where it is installed the program starts again, and nothing comes back.
            let failed = backend::install_update().await.err();
            let _ = asking.try_set(false);
            if let Some(problem) = failed {
                let _ = answer.try_set(Some(Err(problem)));
            }
        });
    };
    let said = move || match answer.get() {
        Some(Ok(Updates::Elsewhere)) => text::ELSEWHERE.to_owned(),
        Some(Ok(Updates::Off)) => text::OFF.to_owned(),
        Some(Ok(Updates::Newest)) => text::NEWEST.to_owned(),
        Some(Ok(Updates::Found { version, notes })) => text::found(&version, &notes),
        _ => String::new(),
    };
    let found = memo(move || answer.with(|a| matches!(a, Some(Ok(Updates::Found { .. })))));
    let problem = move || answer.get().and_then(Result::err);
    view! {
        <h2>{text::TITLE}</h2>
        <Switch
            id="lookForUpdates"
            label=text::LOOK
            help=text::LOOK_HELP
            on=looks
            on_change=move |on| {
                looks.set(on);
                taste::choose_looks_for_updates(on);
            }
        />
        <p role="status" data-test="updates">
            {move || said()}
        </p>
        {move || problem().map(|problem| view! { <ProblemNote problem /> })}
        <div class="note-actions">
            {move || {
                if found.get() {
                    view! {
                        <Button kind=ButtonKind::Primary test="install-update" busy=asking on_press=move |()| install()>
                            {text::INSTALL}
                        </Button>
                    }
                } else {
                    view! {
                        <Button test="look-for-update" icon="rotate-ccw" busy=asking on_press=move |()| ask()>
                            {text::LOOK_NOW}
                        </Button>
                    }
                }
            }}
        </div>
    }
}
