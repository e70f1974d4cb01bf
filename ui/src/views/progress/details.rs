//! CloudFormation's own events, one click away and copyable.

use ipc::progress::{Progress, RawEvent};
use leptos::prelude::*;

use super::Run;
use crate::clock;
use crate::components::CopyButton;
use crate::derived::{derive, memo};
use crate::messages::common::progress as text;

#[component]
pub fn Details(run: Run) -> impl IntoView {
    let open = RwSignal::new(false);
    let text = derive(move || run.deployment.with(as_text));
    let count = memo(move || run.deployment.with(|d| d.events.len()));
    view! {
        <Show when=move || { count.get() > 0 }>
            <details class="disclosure" data-test="raw-events" on:toggle=move |_| open.update(|o| *o = !*o)>
                <summary>
                    {text::DETAILS} " " <span class="muted number">{move || text::events(count.get())}</span>
                </summary>
                <Show when=move || open.get()>
                    <div class="code-block events">
                        <pre tabindex="0">{text}</pre>
                        <CopyButton text label=text::COPY_EVENTS />
                    </div>
                </Show>
            </details>
        </Show>
    }
}

fn as_text(deployment: &Progress) -> String {
    deployment.events.iter().map(line).collect::<Vec<_>>().join("\n")
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
