//! The moment before the host has answered.

use leptos::prelude::*;

use crate::components::Skeleton;
use crate::messages::common as text;

#[component]
pub fn Loading() -> impl IntoView {
    view! {
        <main class="centred" data-page="loading">
            <Skeleton lines=3 label=text::LOADING />
        </main>
    }
}
