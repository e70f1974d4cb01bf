//! Fields for what no file says: a label, what would be right, and what the person gives.

use std::collections::BTreeMap;

use ipc::profile::ProfileFault;
use leptos::prelude::*;

use crate::messages::import as text;

#[component]
pub fn GivenFields(
    title: &'static str,
    /// Whose they are, so that each field's id is its own.
    owner: String,
    faults: Vec<ProfileFault>,
    given: RwSignal<BTreeMap<String, String>>,
) -> impl IntoView {
    let fields = faults.into_iter().filter_map(|fault| Some((fault.key?, fault.why))).map(|(key, why)| {
        let id = format!("given-{owner}-{key}");
        let (help, label) = (format!("{id}-help"), text::label(&key));
        let (known, typed) = (key.clone(), key);
        view! {
            <div class="field">
                <label class="field-label" for=id.clone()>
                    {label}
                </label>
                <div class="field-control">
                    <span class="input">
                        <input
                            id=id
                            type="text"
                            class="mono"
                            autocomplete="off"
                            autocapitalize="off"
                            spellcheck="false"
                            aria-describedby=help.clone()
                            prop:value=move || given.with(|given| given.get(&known).cloned().unwrap_or_default())
                            on:input=move |event| {
                                given
                                    .update(|given| {
                                        given.insert(typed.clone(), event_target_value(&event));
                                    })
                            }
                        />
                    </span>
                </div>
                <p class="field-help" id=help>
                    {why}
                </p>
            </div>
        }
    });
    view! {
        <div class="import-lines">
            <h3>{title}</h3>
            {fields.collect_view()}
        </div>
    }
}
