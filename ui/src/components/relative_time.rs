//! "2 hours ago", with the exact time on hover and for screen readers. It ages while it is looked at.

use ipc::Timestamp;
use leptos::prelude::*;

use crate::clock;
use crate::derived::memo;
use crate::words;

#[component]
pub fn RelativeTime(
    #[prop(into)] at: Signal<Timestamp>,
    /// The present, where many share one clock.
    #[prop(optional, into)]
    now: Option<Signal<Timestamp>>,
) -> impl IntoView {
    let now = now.unwrap_or_else(clock::ticking);
    let exact = move || clock::exact(at.get());
    let ago = memo(move || words::ago(now.get().seconds_since(at.get())));
    view! {
        <time datetime=move || clock::iso(at.get()) title=exact>
            <span aria-hidden="true">{ago}</span>
            <span class="hidden-visually">{exact}</span>
        </time>
    }
}
