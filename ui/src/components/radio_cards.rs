//! A choice with room to explain each answer. Native radio buttons underneath: arrows move, space chooses.

use leptos::prelude::*;

use super::icon::Icon;

#[component]
pub fn RadioCards(
    /// What is chosen, for screen readers; the heading above says it to everybody else.
    #[prop(into)]
    legend: String,
    children: Children,
) -> impl IntoView {
    view! {
        <fieldset class="radio-cards">
            <legend class="hidden-visually">{legend}</legend>
            {children()}
        </fieldset>
    }
}

#[component]
pub fn RadioCard(
    /// The same for all cards of a choice.
    name: &'static str,
    /// What this card stands for; also its `data-test` value, behind the name: `environments-both`.
    #[prop(into)]
    value: String,
    #[prop(into)] chosen: Signal<bool>,
    #[prop(into)] on_choose: Callback<()>,
    #[prop(into)] title: String,
    #[prop(optional, into)] icon: Option<&'static str>,
    /// The second line and whatever else explains it.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let test = format!("{name}-{value}");
    view! {
        <label class="radio-card" data-test=test>
            <input
                type="radio"
                name=name
                value=value
                prop:checked=chosen
                on:change=move |_| on_choose.run(())
            />
            <span class="radio-mark" aria-hidden="true"></span>
            <span class="radio-card-body">
                <span class="radio-card-title">{icon.map(|name| view! { <Icon name /> })} {title}</span>
                {children.map(|children| view! { <span class="radio-card-detail">{children()}</span> })}
            </span>
        </label>
    }
}
