//! The names by which Leptos's macros, and the page, know what is here.

mod callback;
pub mod children;
pub mod component;
mod element;
mod held;
mod into_render;
mod memo;
mod node_ref;
mod rows;
mod setting;
mod show;
mod signal;
mod stored_value;
mod tags;
mod value;
mod view;

pub use reactive_graph as reactive;
pub use tachys::html::event as ev;
pub use {typed_builder, typed_builder_macro};

pub use crate::small::tags::{html, svg};

pub mod prelude {
    pub use leptos_dom::helpers::*;
    pub use leptos_macro::{component, view};
    pub use reactive_graph::effect::Effect;
    pub use reactive_graph::graph::untrack;
    pub use reactive_graph::owner::{Owner, expect_context, on_cleanup, provide_context};

    pub use crate::small::callback::Callback;
    pub use crate::small::children::{Children, ChildrenFn, ViewFn};
    pub use crate::small::component::IntoReactiveValue;
    pub use crate::small::into_render::{CollectView, IntoAny, IntoMaybeErased, IntoRender, IntoView, View};
    pub use crate::small::memo::Memo;
    pub use crate::small::node_ref::NodeRef;
    pub use crate::small::rows::{For, ForProps};
    pub use crate::small::show::{Show, ShowProps};
    pub use crate::small::signal::{Get, RwSignal, Set, Signal};
    pub use crate::small::stored_value::StoredValue;
    pub use crate::small::value::IntoAttributeValue;
    pub use crate::small::view::AnyView;
}

pub mod mount {
    use any_spawner::Executor;
    use reactive_graph::owner::Owner;
    use tachys::view::{Mountable, Render};

    use crate::small::into_render::IntoRender;

    /// Shows the view for as long as the page is there.
    pub fn mount_to_body<V: IntoRender>(view: impl FnOnce() -> V) {
        // Fails where it was done before, which is as good.
        drop(Executor::init_wasm_bindgen());
        let owner = Owner::new();
        let state = owner.with(|| {
            let mut state = view().into_render().build();
            state.mount(&leptos_dom::helpers::document().body().expect("a page has a body"), None);
            state
        });
        std::mem::forget((state, owner));
    }
}

pub mod task {
    pub fn spawn_local(future: impl Future<Output = ()> + 'static) {
        any_spawner::Executor::spawn_local(future);
    }
}

pub mod tachys {
    pub mod html {
        pub use tachys::html::event;

        pub use crate::small::tags::html as element;
        pub use crate::small::tags::html::InertElement;
    }

    pub mod view {
        pub mod iterators {
            pub use crate::small::into_render::StaticVec;
        }
    }

    pub use crate::small::tags::svg;
}

/// Leptos wraps a function here that is written between tags, so that its type is forgotten: so it is here anyway.
#[doc(hidden)]
pub fn __as_shared_reactive_fn<F>(function: F) -> F {
    function
}
