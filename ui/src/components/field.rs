//! A labelled line of text: label, control, live check beside it, and beneath it the error or else the help.

use leptos::prelude::*;

use super::check_line::{CheckLine, CheckState};
use super::icon::Icon;

/// The frame that all fields share, so that every one has its label, help and error at the same place.
#[component]
pub fn FieldFrame(
    id: &'static str,
    #[prop(into)] label: String,
    #[prop(optional, into)] help: String,
    #[prop(optional, into)] error: Signal<Option<String>>,
    #[prop(optional, into)] check: Signal<CheckState>,
    children: Children,
) -> impl IntoView {
    view! {
        <div class="field" class:field-bad=move || error.with(Option::is_some)>
            <label class="field-label" for=id>
                {label}
            </label>
            <div class="field-control">{children()}</div>
            <div class="field-check">
                <CheckLine state=check />
            </div>
            <p class="field-remark" role="status" hidden=move || check.with(|state| state.remark().is_none())>
                {move || check.with(|state| state.remark().map(str::to_owned))}
            </p>
            <p class="field-help" id=format!("{id}-help") hidden=move || error.with(Option::is_some)>
                {help}
            </p>
            <p class="field-error" id=format!("{id}-error") role="alert" hidden=move || error.with(Option::is_none)>
                <Icon name="circle-alert" />
                <span>{move || error.get()}</span>
            </p>
        </div>
    }
}

#[component]
pub fn Field(
    /// Also the key by which scripts find it.
    id: &'static str,
    #[prop(into)] label: String,
    #[prop(optional, into)] help: String,
    #[prop(optional)] placeholder: &'static str,
    /// What always follows the value: `.benchling.com`.
    #[prop(optional)]
    suffix: &'static str,
    /// Ids and ARNs are set in the fixed font.
    #[prop(optional)]
    mono: bool,
    #[prop(into)] value: Signal<String>,
    #[prop(into)] on_input: Callback<String>,
    /// Run when the field is left, if it has been touched at all.
    #[prop(optional, into)]
    on_leave: Option<Callback<()>>,
    #[prop(optional, into)] error: Signal<Option<String>>,
    #[prop(optional, into)] check: Signal<CheckState>,
) -> impl IntoView {
    view! {
        <FieldFrame id label help error check>
            <span class="input" class:input-with-suffix=!suffix.is_empty()>
                <input
                    id=id
                    name=id
                    type="text"
                    class:mono=mono
                    placeholder=placeholder
                    autocomplete="off"
                    autocapitalize="off"
                    spellcheck="false"
                    prop:value=value
                    aria-describedby=format!("{id}-help {id}-error")
                    aria-invalid=move || error.with(Option::is_some).then_some("true")
                    on:input=move |event| on_input.run(event_target_value(&event))
                    on:blur=move |_| {
                        if let Some(leave) = on_leave {
                            // A field that goes away while it has the focus is left when its owner is gone already.
                            let _ = leave.try_run(());
                        }
                    }
                />
                {(!suffix.is_empty()).then(|| view! { <span class="input-suffix">{suffix}</span> })}
            </span>
        </FieldFrame>
    }
}
