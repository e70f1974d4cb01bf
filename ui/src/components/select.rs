//! A choice among a few known values.

use leptos::prelude::*;

use super::check_line::CheckState;
use super::field::FieldFrame;
use super::icon::Icon;

/// One entry: the value and the words for it.
pub type Choice = (String, String);

#[component]
pub fn Select(
    id: &'static str,
    #[prop(into)] label: String,
    #[prop(optional, into)] help: String,
    #[prop(into)] options: Signal<Vec<Choice>>,
    #[prop(into)] value: Signal<String>,
    #[prop(into)] on_change: Callback<String>,
    #[prop(optional, into)] error: Signal<Option<String>>,
    #[prop(optional, into)] check: Signal<CheckState>,
) -> impl IntoView {
    view! {
        <FieldFrame id label help error check>
            <span class="input input-select">
                <select
                    id=id
                    name=id
                    aria-describedby=format!("{id}-help {id}-error")
                    on:change=move |event| on_change.run(event_target_value(&event))
                >
                    {move || {
                        let chosen = value.get();
                        options
                            .get()
                            .into_iter()
                            .map(|(key, words)| {
                                let selected = key == chosen;
                                view! { <option value=key selected=selected>{words}</option> }
                            })
                            .collect_view()
                    }}
                </select>
                <Icon name="chevron-down" />
            </span>
        </FieldFrame>
    }
}
