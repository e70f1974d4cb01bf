//! A view whose type is forgotten.
//!
//! Leptos's own is eight words, which every function that puts children into an element moves about; this one is a
//! pointer to it. What is forgotten already is not wrapped again.

use std::any::Any;

use original::prelude::{IntoAny as Wrap, RenderHtml};
use original::tachys::html::attribute::Attribute;
use original::tachys::html::attribute::any_attribute::AnyAttribute;
use original::tachys::hydration::Cursor;
use original::tachys::view::add_attr::AddAnyAttr;
use original::tachys::view::any_view::{AnyView as Wide, AnyViewState};
use original::tachys::view::iterators::StaticVec;
use original::tachys::view::{Position, PositionState, Render};

pub struct AnyView(Box<Wide>);

impl AnyView {
    /// What `view!` does in a debug build, for tools that exchange views while they are shown.
    pub fn with_view_marker(self, _: &str) -> Self {
        self
    }
}

/// The view itself, if that is its type. Known when this is compiled.
fn is<T: 'static, A: 'static>(view: &mut Option<T>) -> Option<A> {
    let view: &mut dyn Any = view;
    view.downcast_mut::<Option<A>>().and_then(Option::take)
}

pub fn erase<T: RenderHtml>(view: T) -> AnyView {
    let mut view = Some(view.into_owned());
    match is(&mut view) {
        Some(erased) => erased,
        None => wrap(view),
    }
}

#[inline(never)]
fn wrap<T: RenderHtml + 'static>(mut view: Option<T>) -> AnyView {
    let wide = is(&mut view).or_else(|| view.map(Wrap::into_any));
    // There is one, so the last is never.
    AnyView(Box::new(wide.unwrap_or_else(|| Wrap::into_any(()))))
}

/// Several views beside each other are that many children.
#[inline(never)]
pub fn add<T: RenderHtml>(view: T, children: &mut Vec<AnyView>) {
    let mut view = Some(view.into_owned());
    if let Some(views) = is::<_, StaticVec<AnyView>>(&mut view) {
        children.extend(views);
    } else if let Some(view) = view {
        children.push(erase(view));
    }
}

pub trait IntoAny {
    fn into_any(self) -> AnyView;
}

impl<T: RenderHtml> IntoAny for T {
    fn into_any(self) -> AnyView {
        erase(self)
    }
}

pub trait IntoMaybeErased {
    fn into_maybe_erased(self) -> AnyView;
}

impl<T: RenderHtml> IntoMaybeErased for T {
    fn into_maybe_erased(self) -> AnyView {
        erase(self)
    }
}

/// What `view!` makes of its content.
pub struct View;

impl View {
    #[expect(clippy::new_ret_no_self, reason = "the macro's name for it")]
    pub fn new<T: RenderHtml>(view: T) -> AnyView {
        erase(view)
    }
}

impl Render for AnyView {
    type State = AnyViewState;

    fn build(self) -> AnyViewState {
        (*self.0).build()
    }

    fn rebuild(self, state: &mut AnyViewState) {
        (*self.0).rebuild(state);
    }
}

impl AddAnyAttr for AnyView {
    type Output<A: Attribute> = Self;

    fn add_any_attr<A: Attribute>(self, attribute: A) -> Self {
        erase(self.0.add_any_attr(attribute))
    }
}

// This page is never written by a server, so what Leptos wants for that does nothing.
impl RenderHtml for AnyView {
    type AsyncOutput = Self;
    type Owned = Self;

    const MIN_LENGTH: usize = 0;

    fn dry_resolve(&mut self) {}

    async fn resolve(self) -> Self {
        self
    }

    fn to_html_with_buf(self, _: &mut String, _: &mut Position, _: bool, _: bool, _: Vec<AnyAttribute>) {}

    fn hydrate<const FROM_SERVER: bool>(self, _: &Cursor, _: &PositionState) -> AnyViewState {
        self.build()
    }

    fn into_owned(self) -> Self {
        self
    }
}
