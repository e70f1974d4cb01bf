//! Values and deeds that follow values.
//!
//! Leptos makes code for each closure that it is given; here it is given one type of closure for each type of value.

use leptos::prelude::*;

/// Computed anew when what it reads has changed, and told on only where it differs.
pub fn memo<T: PartialEq + Send + Sync + 'static>(value: impl Fn() -> T + Send + Sync + 'static) -> Memo<T> {
    fn boxed<T: PartialEq + Send + Sync + 'static>(value: Box<dyn Fn() -> T + Send + Sync>) -> Memo<T> {
        Memo::new(move |_| value())
    }
    boxed(Box::new(value))
}

/// Computed wherever it is read.
pub fn derive<T: Send + Sync + 'static>(value: impl Fn() -> T + Send + Sync + 'static) -> Signal<T> {
    fn boxed<T: Send + Sync + 'static>(value: Box<dyn Fn() -> T + Send + Sync>) -> Signal<T> {
        Signal::derive(value)
    }
    boxed(Box::new(value))
}

/// Done now, and again when what it reads has changed.
pub fn effect(deed: impl FnMut() + 'static) {
    fn boxed(deed: Box<dyn FnMut()>) {
        Effect::new(deed);
    }
    boxed(Box::new(deed));
}
