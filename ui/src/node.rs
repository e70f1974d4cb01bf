//! Elements of the page, asked for when something else has happened first.

use leptos::html::ElementType;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// The element, unless its view was left meanwhile: in the next frame it may be, and reading what is gone is a fault.
pub fn still_there<E>(node: NodeRef<E>) -> Option<E::Output>
where
    E: ElementType,
    E::Output: JsCast + Clone + 'static,
{
    node.try_get_untracked().flatten()
}
