//! A problem where it happened: what happened and why, what to do next, and on demand what lies beneath.

use ipc::Problem;
use leptos::prelude::*;

use super::copy_button::CopyButton;
use super::icon::Icon;

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
                    <summary>"Details"</summary>
                    <div class="code-block">
                        <pre tabindex="0">{details.clone()}</pre>
                        <CopyButton text=details label="Copy the details" />
                    </div>
                </details>
            </div>
        </div>
    }
}

/// The problem as one text, for those who are asked for help.
fn details(problem: &Problem) -> String {
    let mut lines = vec![format!("{} ({})", problem.message, problem.code)];
    lines.extend(problem.causes.iter().map(|cause| format!("because: {cause}")));
    lines.join("\n")
}
