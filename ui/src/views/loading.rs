//! The moment before the host has answered.

use leptos::prelude::*;

use crate::components::Skeleton;

#[component]
pub fn Loading() -> impl IntoView {
    view! {
        <main class="centred" data-page="loading">
            <Skeleton lines=3 label="Loading" />
        </main>
    }
}
