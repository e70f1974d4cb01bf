//! CloudFormation's own events, one click away and copyable. They are fetched while they are looked at: a stack can
//! have thousands, and the progress would carry them again after each change.

use ipc::progress::RawEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::Run;
use crate::components::CopyButton;
use crate::derived::memo;
use crate::messages::common::progress as text;
use crate::{backend, clock};

#[component]
pub fn Details(run: Run) -> impl IntoView {
    let open = RwSignal::new(false);
    let lines = RwSignal::new(String::new());
    let count = memo(move || run.deployment.with(|d| d.events));
    Effect::new(move || {
        if open.get() && count.get() > 0 {
            spawn_local(async move {
                // What can't be fetched now is fetched with the next event.
                if let Ok(events) = backend::stack_events().await {
                    lines.set(as_text(&events));
                }
            });
        }
    });
    view! {
        <Show when=move || { count.get() > 0 }>
            <details class="disclosure" data-test="raw-events" on:toggle=move |_| open.update(|o| *o = !*o)>
                <summary>
                    {text::DETAILS} " " <span class="muted number">{move || text::events(count.get())}</span>
                </summary>
                <Show when=move || open.get()>
                    <div class="code-block events">
                        <pre tabindex="0">{move || lines.get()}</pre>
                        <CopyButton text=lines label=text::COPY_EVENTS />
                    </div>
                </Show>
            </details>
        </Show>
    }
}

fn as_text(events: &[RawEvent]) -> String {
    events.iter().map(line).collect::<Vec<_>>().join("\n")
}

fn line(event: &RawEvent) -> String {
    let reason = event.reason.as_ref().map(|reason| format!("  {reason}")).unwrap_or_default();
    format!(
        "{}  {:<28} {}  {}{reason}",
        clock::iso(event.at),
        event.status,
        event.logical_id,
        event.resource_type
    )
}
