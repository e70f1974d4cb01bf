//! A problem where it happened: what happened and why, what to do next, and on demand what lies beneath.

use ipc::Problem;
use leptos::prelude::*;

use super::copy_button::CopyButton;
use super::icon::Icon;
use crate::messages::common as text;

#[component]
pub fn ProblemNote(
    problem: Problem,
    /// Buttons that do what the next action says.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let details = details(&problem);
    let code = problem.code.as_str();
    view! {
        <div class="note note-failed" role="alert" data-test="problem" data-code=code.clone()>
            <Icon name="circle-alert" large=true />
            <div class="note-body">
                <p class="note-title">{problem.message}</p>
                <p>{problem.next}</p>
                {children.map(|children| view! { <div class="note-actions">{children()}</div> })}
                <details class="disclosure">
                    <summary>{text::DETAILS}</summary>
                    <div class="code-block">
                        <pre tabindex="0">{details.clone()}</pre>
                        <CopyButton text=details label=text::COPY_DETAILS />
                    </div>
                </details>
            </div>
        </div>
    }
}

/// The problem as one text, for those who are asked for help.
fn details(problem: &Problem) -> String {
    let mut lines = vec![format!("{} ({})", problem.message, problem.code)];
    lines.extend(problem.causes.iter().map(|cause| text::because(cause)));
    lines.join("\n")
}
