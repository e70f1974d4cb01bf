//! A small ring that fills as the usual time passes. It stands still otherwise: with a dozen resources under way, a
//! dozen spinners would say no more and disturb.

use leptos::prelude::*;

use crate::words::decimal;

/// Of a circle with a radius of 6.
const ROUND: f64 = std::f64::consts::TAU * 6.0;

#[component]
pub fn Ring(
    /// How much of the usual time has passed, from 0 to 1.
    #[prop(into)]
    share: Signal<f64>,
) -> impl IntoView {
    // Never quite full, since only the host knows when it is done.
    let dash = move || format!("{} {}", decimal(share.get().clamp(0.06, 0.94) * ROUND), decimal(ROUND));
    view! {
        <svg class="icon ring" viewBox="0 0 16 16" aria-hidden="true">
            <circle class="ring-rest" cx="8" cy="8" r="6"></circle>
            <circle class="ring-share" cx="8" cy="8" r="6" stroke-dasharray=dash transform="rotate(-90 8 8)"></circle>
        </svg>
    }
}
