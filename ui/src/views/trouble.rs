//! Nothing can be done before this is put right: a folder that can't be written, a profile that can't be read, a host
//! that does not answer.

use ipc::{Code, Problem};
use leptos::prelude::*;

use crate::components::{Button, ButtonKind, ProblemNote};
use crate::shell::Shell;
use crate::views::wizard::focus_heading;

#[component]
pub fn Trouble(problem: Problem) -> impl IntoView {
    let shell = Shell::here();
    let folder = shell.start.with_untracked(|start| start.as_ref().map(|start| start.config_folder.clone()));
    let title = match problem.code {
        Code::ConfigFolderUnwritable => "The settings can't be written",
        Code::ProfileBroken => "A profile can't be read",
        _ => "The program can't go on",
    };
    focus_heading();
    view! {
        <main class="centred" data-page="trouble">
            <h1 tabindex="-1">{title}</h1>
            <ProblemNote problem>
                <Button kind=ButtonKind::Primary test="try-again" icon="rotate-ccw" on_press=move |()| shell.reload()>
                    "Try again"
                </Button>
            </ProblemNote>
            {folder
                .map(|folder| {
                    view! {
                        <p class="small muted">"Profiles and records are kept in " <code>{folder}</code> "."</p>
                    }
                })}
        </main>
    }
}
