//! A button with a menu of what is done less often. Arrow keys, Home and End move in it; Escape, Tab or a press elsewhere
//! close it; and the focus is back at the button before what was chosen happens, so that a dialog gives it back there.

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{FocusEvent, HtmlElement, KeyboardEvent};

use super::icon::Icon;
use crate::node::still_there;

/// Pixels, a little more than an entry is high.
const ENTRY: u32 = 40;

#[derive(Clone)]
pub struct MenuItem {
    /// The `data-test` attribute.
    pub test: &'static str,
    pub words: Signal<String>,
    /// It can't be chosen now.
    pub disabled: Signal<bool>,
    /// It loses something.
    pub danger: bool,
    pub on_choose: Callback<()>,
}

#[component]
pub fn Menu(
    words: &'static str,
    /// What a screen reader says of the button.
    #[prop(into)]
    label: String,
    test: &'static str,
    items: Vec<MenuItem>,
) -> impl IntoView {
    let open = RwSignal::new(false);
    // Where there is no room beneath.
    let up = RwSignal::new(false);
    let count = u32::try_from(items.len() + 1).unwrap_or_default();
    let button = NodeRef::<html::Button>::new();
    let list = NodeRef::<html::Div>::new();
    let entries = move || -> Vec<HtmlElement> {
        let Some(found) = still_there(list).and_then(|list| list.query_selector_all("button").ok()) else {
            return Vec::new();
        };
        (0..found.length()).filter_map(|n| found.get(n)?.dyn_into().ok()).collect()
    };
    let focus = move |n: usize| {
        if let Some(entry) = entries().get(n) {
            let _ = entry.focus();
        }
    };
    let show = move |last: bool| {
        let room =
            button.get_untracked().zip(window().inner_height().ok().and_then(|height| height.as_f64()));
        up.set(room.is_some_and(|(button, height)| {
            button.get_bounding_client_rect().bottom() + f64::from(ENTRY * count) > height
        }));
        open.set(true);
        request_animation_frame(move || focus(if last { entries().len().saturating_sub(1) } else { 0 }));
    };
    let close = move || {
        open.set(false);
        if let Some(button) = button.get_untracked() {
            let _ = button.focus();
        }
    };
    let on_button = move |event: KeyboardEvent| {
        match event.key().as_str() {
            "ArrowDown" => show(false),
            "ArrowUp" => show(true),
            _ => return,
        }
        event.prevent_default();
    };
    let on_list = move |event: KeyboardEvent| {
        let entries = entries();
        let active = document().active_element();
        let at = entries.iter().position(|e| active.as_ref() == Some(e.as_ref())).unwrap_or_default();
        let count = entries.len().max(1);
        match event.key().as_str() {
            "ArrowDown" => focus((at + 1) % count),
            "ArrowUp" => focus((at + count - 1) % count),
            "Home" => focus(0),
            "End" => focus(count - 1),
            "Escape" => close(),
            "Tab" => return close(),
            _ => return,
        }
        event.prevent_default();
    };
    let left = move |event: FocusEvent| {
        let to = event.related_target().and_then(|to| to.dyn_into::<web_sys::Node>().ok());
        let inside = list.get_untracked().is_some_and(|list| list.contains(to.as_ref()));
        let at_button = button.get_untracked().is_some_and(|button| button.contains(to.as_ref()));
        if !inside && !at_button {
            open.set(false);
        }
    };
    view! {
        <div class="menu">
            <button
                type="button"
                class="button"
                node_ref=button
                // Some web views give the focus on a press only to what says that it takes it.
                tabindex="0"
                aria-haspopup="menu"
                aria-expanded=move || open.get().to_string()
                aria-label=label.clone()
                data-test=test
                on:click=move |_| if open.get_untracked() { close() } else { show(false) }
                on:keydown=on_button
            >
                <span>{words}</span>
                <Icon name="chevron-down" />
            </button>
            <Show when=move || open.get()>
                <div
                    class="menu-list"
                    class:menu-up=up
                    role="menu"
                    aria-label=label.clone()
                    node_ref=list
                    on:keydown=on_list
                    on:focusout=left
                >
                    {items
                        .clone()
                        .into_iter()
                        .map(|item| {
                            let disabled = item.disabled;
                            view! {
                                <button
                                    type="button"
                                    role="menuitem"
                                    class="menu-item"
                                    class:menu-danger=item.danger
                                    tabindex="-1"
                                    aria-disabled=move || disabled.get().then_some("true")
                                    data-test=item.test
                                    on:click=move |_| {
                                        if !disabled.get_untracked() {
                                            close();
                                            item.on_choose.run(());
                                        }
                                    }
                                >
                                    {item.words}
                                </button>
                            }
                        })
                        .collect_view()}
                </div>
            </Show>
        </div>
    }
}
