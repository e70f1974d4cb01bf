//! The quiet striped bar over everything while rehearsing: it says so, chooses what should go wrong, and leaves.

use ipc::bridge::{Fault, Mode};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::icon::Icon;
use crate::backend;
use crate::messages::common as text;
use crate::shell::Shell;

#[component]
pub fn RehearsalBar() -> impl IntoView {
    let shell = Shell::here();
    let choose = move |event| {
        let key = event_target_value(&event);
        let fault = Fault::ALL.into_iter().find(|fault| fault.as_str() == key);
        spawn_local(async move {
            if let Err(problem) = backend::rehearse_failure(fault).await {
                shell.fail(problem);
            }
        });
    };
    view! {
        <Show when=move || shell.mode() == Mode::Rehearsal>
            <div class="rehearsal-bar" role="region" aria-label=text::REHEARSAL data-test="rehearsal-bar">
                <Icon name="flask-conical" />
                <strong>{text::REHEARSAL_SAYS}</strong>
                <span class="spacer"></span>
                <label for="rehearseFailure">{text::REHEARSE_FAILURE}</label>
                <span class="input input-select input-small">
                    <select id="rehearseFailure" on:change=choose>
                        <option value="">{text::NO_FAILURE}</option>
                        {Fault::ALL
                            .into_iter()
                            .map(|fault| view! { <option value=fault.as_str()>{fault.title()}</option> })
                            .collect_view()}
                    </select>
                    <Icon name="chevron-down" />
                </span>
                <button
                    type="button"
                    class="button button-quiet button-small"
                    data-test="leave-rehearsal"
                    on:click=move |_| shell.choose_mode(Mode::Real)
                >
                    {text::LEAVE_REHEARSAL}
                </button>
            </div>
        </Show>
    }
}
