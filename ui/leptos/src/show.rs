//! `<Show>` for one type of condition and content.

use original::children::{ChildrenFn, ViewFn};
use original::prelude::*;

#[component(transparent)]
pub fn Show(
    #[prop(into)] when: Signal<bool>,
    children: ChildrenFn,
    /// Shown where the condition does not hold; nothing where this is left out.
    #[prop(optional, into)]
    fallback: ViewFn,
) -> impl IntoView {
    let when = Memo::new(move |_| when.get());
    move || if when.get() { children() } else { fallback.run() }
}
