//! Signals that outlive the view that makes them.

use std::mem::ManuallyDrop;

use leptos::prelude::Owner;

/// An answer of the host may come when a view is gone, and a signal that is gone with it must not be read. What is made
/// here stays, a few kilobytes each time.
pub fn outliving<T>(make: impl FnOnce() -> T) -> T {
    let present = Owner::current();
    // What is made without a present owner has no parent to go with.
    if let Some(present) = present.clone() {
        present.unset();
    }
    let made = ManuallyDrop::new(Owner::new()).with(make);
    if let Some(present) = present {
        present.set();
    }
    made
}
