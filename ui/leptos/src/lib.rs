//! Leptos, with one type for all views and signals where the page is built to be small.
//!
//! Leptos makes a type of every view, with its attributes and children, and code of every type; it makes its reactive
//! graph anew for every type that a signal holds. Together these were half of the page. This crate takes the place of
//! `leptos` under its name, which is how the `view!` macro finds things. The macros, the reactive graph and what works
//! with the page's nodes stay Leptos's; between them stand views and signals whose content is known at run time.
//!
//! That is so in the release build of the page only, which has `--cfg erase_components`, Leptos's own switch for fewer
//! types. In every other build this crate is Leptos and nothing else. What compiles there and not here uses something
//! of Leptos that the page had no use for before: it goes into `small`, mostly as a line in one of its lists.

#[cfg(not(erase_components))]
pub use original::*;

#[cfg(erase_components)]
mod small;
#[cfg(erase_components)]
pub use small::*;

// The macros write `::leptos`, also here.
#[cfg(erase_components)]
extern crate self as leptos;
