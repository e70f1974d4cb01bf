//! The element that a view has made.

use std::marker::PhantomData;

use send_wrapper::SendWrapper;
use tachys::html::element::ElementType;
use tachys::renderer::types;
use wasm_bindgen::JsCast;

use crate::small::signal::{Get, RwSignal, Set};

pub struct NodeRef<E>(RwSignal<Option<SendWrapper<types::Element>>>, PhantomData<fn() -> E>);

impl<E> Clone for NodeRef<E> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<E> Copy for NodeRef<E> {}

impl<E> Default for NodeRef<E> {
    fn default() -> Self {
        Self::new()
    }
}

impl<E> NodeRef<E> {
    pub fn new() -> Self {
        Self(RwSignal::new(None), PhantomData)
    }

    pub(crate) fn load(self, element: &types::Element) {
        self.0.set(Some(SendWrapper::new(element.clone())));
    }
}

impl<E> NodeRef<E>
where
    E: ElementType,
    E::Output: JsCast,
{
    pub fn get(&self) -> Option<E::Output> {
        self.0.get().map(typed)
    }

    pub fn get_untracked(&self) -> Option<E::Output> {
        self.0.get_untracked().map(typed)
    }

    /// Nothing where the view is gone, with its signals.
    pub fn try_get_untracked(&self) -> Option<Option<E::Output>> {
        self.0.try_get_untracked().map(|element| element.map(typed))
    }
}

fn typed<T: JsCast>(element: SendWrapper<types::Element>) -> T {
    element.take().unchecked_into()
}
