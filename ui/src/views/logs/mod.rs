//! What an environment writes: the newest lines, followed until somebody scrolls up to read.

mod reader;
mod viewer;

use ipc::Environment;
use leptos::prelude::*;

use self::viewer::Viewer;
use crate::components::Dialog;
use crate::derived::derive;
use crate::messages::board::logs as texts;

/// Opens when an environment is set, and unsets it when it is closed.
#[component]
pub fn LogsDialog(environment: RwSignal<Option<Environment>>) -> impl IntoView {
    let close = move |()| environment.set(None);
    Environment::ALL
        .into_iter()
        .map(|chosen| {
            let open = derive(move || environment.get() == Some(chosen));
            view! {
                <Dialog title=texts::title(chosen) test="logs-dialog" open on_close=close>
                    <Viewer environment=chosen />
                </Dialog>
            }
        })
        .collect_view()
}
