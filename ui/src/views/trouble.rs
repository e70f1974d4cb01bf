//! Nothing can be done before this is put right: a folder that can't be written, a profile that can't be read, a host
//! that does not answer.

use ipc::{Code, Problem};
use leptos::prelude::*;

use crate::components::{Button, ButtonKind, ProblemNote};
use crate::messages::common::trouble as text;
use crate::shell::Shell;
use crate::views::wizard::focus_heading;

#[component]
pub fn Trouble(problem: Problem) -> impl IntoView {
    let shell = Shell::here();
    let folder = shell.start.with_untracked(|start| start.as_ref().map(|start| start.config_folder.clone()));
    let title = match problem.code {
        Code::ConfigFolderUnwritable => text::UNWRITABLE,
        Code::ProfileBroken => text::PROFILE_BROKEN,
        _ => text::CANT_GO_ON,
    };
    focus_heading();
    view! {
        <main class="centred" data-page="trouble">
            <h1 tabindex="-1">{title}</h1>
            <ProblemNote problem>
                <Button kind=ButtonKind::Primary test="try-again" icon="rotate-ccw" on_press=move |()| shell.reload()>
                    {text::TRY_AGAIN}
                </Button>
                <Button test="settings" on_press=move |()| shell.open_settings()>
                    {text::OPEN_SETTINGS}
                </Button>
            </ProblemNote>
            {folder
                .map(|folder| {
                    view! {
                        <p class="small muted">{text::KEPT_IN} " " <code>{folder}</code></p>
                    }
                })}
        </main>
    }
}
