//! Where something will be. It shows after 300 ms only, so that a quick answer never flashes.

use leptos::prelude::*;

#[component]
pub fn Skeleton(
    /// How many lines of text to suggest.
    #[prop(default = 3)]
    lines: usize,
    /// What is being awaited, for screen readers.
    #[prop(into)]
    label: String,
) -> impl IntoView {
    view! {
        <div class="skeleton" role="status">
            <span class="hidden-visually">{label}</span>
            {(0..lines).map(|_| view! { <span class="skeleton-line" aria-hidden="true"></span> }).collect_view()}
        </div>
    }
}
