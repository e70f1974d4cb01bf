//! `<Show>`: its content while a condition holds.

use crate::small::children::{ChildrenFn, ViewFn};
use crate::small::into_render::IntoRender;
use crate::small::memo::Memo;
use crate::small::signal::{Get, Signal};
use crate::small::view::AnyView;
use leptos_macro::component;

#[component(transparent)]
pub fn Show(
    #[prop(into)] when: Signal<bool>,
    children: ChildrenFn,
    /// Shown where the condition does not hold; nothing where this is left out.
    #[prop(optional, into)]
    fallback: ViewFn,
) -> AnyView {
    let when = Memo::new(move |_| when.get());
    (move || if when.get() { children() } else { fallback.run() }).into_render()
}
