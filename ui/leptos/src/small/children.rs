//! What stands between the tags of a component.

use std::sync::Arc;

use crate::small::into_render::IntoRender;
use crate::small::view::AnyView;

pub type Children = Box<dyn FnOnce() -> AnyView + Send>;
pub type ChildrenFn = Arc<dyn Fn() -> AnyView + Send + Sync>;

/// What the macro calls on what it has wrapped into a function, whichever of these the component takes.
pub trait ToChildren<F> {
    fn to_children(function: F) -> Self;
}

impl<F, V> ToChildren<F> for Children
where
    F: FnOnce() -> V + Send + 'static,
    V: IntoRender,
{
    fn to_children(function: F) -> Self {
        Box::new(move || function().into_render())
    }
}

impl<F, V> ToChildren<F> for ChildrenFn
where
    F: Fn() -> V + Send + Sync + 'static,
    V: IntoRender,
{
    fn to_children(function: F) -> Self {
        Arc::new(move || function().into_render())
    }
}

/// What the macro puts around views that need nothing of their surroundings.
pub struct ChildrenOptContainer<T>(pub T);

impl<T: IntoRender + Send + 'static> ToChildren<ChildrenOptContainer<T>> for Children {
    fn to_children(view: ChildrenOptContainer<T>) -> Self {
        Box::new(move || view.0.into_render())
    }
}

/// A view that is made where it is wanted.
#[derive(Clone)]
pub struct ViewFn(ChildrenFn);

impl ViewFn {
    pub fn run(&self) -> AnyView {
        (self.0)()
    }
}

impl Default for ViewFn {
    fn default() -> Self {
        Self(Arc::new(AnyView::nothing))
    }
}

impl<F, V> From<F> for ViewFn
where
    F: Fn() -> V + Send + Sync + 'static,
    V: IntoRender,
{
    fn from(function: F) -> Self {
        Self(ToChildren::to_children(function))
    }
}
