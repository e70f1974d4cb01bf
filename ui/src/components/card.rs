//! A surface for one thing.

use leptos::prelude::*;

#[component]
pub fn Card(
    /// More class names.
    #[prop(optional)]
    class: &'static str,
    #[prop(optional)] test: &'static str,
    children: Children,
) -> impl IntoView {
    view! {
        <section class=format!("card {class}") data-test=(!test.is_empty()).then_some(test)>
            {children()}
        </section>
    }
}
