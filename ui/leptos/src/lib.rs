//! Leptos, with one type for all elements where the page is built to be small.
//!
//! Leptos makes a type of every element, with its attributes and children, and code of every type. The page that is
//! released is built with `--cfg erase_components`, by which Leptos forgets the types of children and attributes; what
//! it makes of the elements themselves was still a quarter of the page. This crate takes the place of `leptos` under
//! its name, which is how the `view!` macro finds things, and has one type for elements, whose tag, attributes and
//! children are known at run time. What it shows and how it follows signals stays Leptos's.
//!
//! In every other build it is Leptos and nothing else. A view that compiles there and not here uses an attribute that
//! is not in the list in `element`.

pub use original::*;

#[cfg(erase_components)]
mod element;
#[cfg(erase_components)]
mod erase;
#[cfg(erase_components)]
mod rows;
#[cfg(erase_components)]
mod show;
#[cfg(erase_components)]
pub mod tags;

// The macros write `::leptos`, also here.
#[cfg(erase_components)]
extern crate self as leptos;

#[cfg(erase_components)]
pub mod prelude {
    pub use original::prelude::*;

    // What has the same name here goes before what Leptos has.
    pub use crate::erase::{AnyView, IntoAny, IntoMaybeErased, View};
    pub use crate::rows::{For, ForProps};
    pub use crate::show::{Show, ShowProps};
}

#[cfg(erase_components)]
pub use tags::html;

#[cfg(erase_components)]
pub mod tachys {
    pub use original::tachys::*;

    pub mod html {
        pub use original::tachys::html::*;

        pub use crate::tags::html as element;
    }

    pub use crate::tags::svg;
}
