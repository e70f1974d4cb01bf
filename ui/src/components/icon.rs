//! A drawing from the sprite; it never carries meaning alone, a word is always beside it.

use leptos::prelude::*;

/// All icons of the window, put into the page once. Made by `scripts/icons-subset`.
pub const SPRITE: &str = include_str!("../../icons/sprite.svg");

#[component]
pub fn Icon(
    /// A name in the sprite, as in Lucide: `circle-check`.
    #[prop(into)]
    name: Signal<&'static str>,
    /// 20 pixels rather than 16.
    #[prop(optional)]
    large: bool,
) -> impl IntoView {
    view! {
        <svg class="icon" class:icon-large=large aria-hidden="true" focusable="false">
            <use href=move || format!("#i-{}", name.get())></use>
        </svg>
    }
}

/// Something is under way.
#[component]
pub fn Spinner() -> impl IntoView {
    view! { <svg class="icon spinner" aria-hidden="true"><use href="#i-loader-circle"></use></svg> }
}
