//! What can be shown becomes the one type for views.

use std::borrow::Cow;

use crate::small::element::Element;
use crate::small::memo::Memo;
use crate::small::signal::{Get, RwSignal, Signal};
use crate::small::view::{AnyView, Inert};

/// What the macros put around what stands between the tags.
pub trait IntoRender: Sized {
    fn into_render(self) -> AnyView;

    fn into_child(self, parent: Element) -> Element {
        parent.with_child(self.into_render())
    }
}

/// What a component makes.
pub trait IntoView: IntoRender {}

impl<T: IntoRender> IntoView for T {}

pub trait IntoAny {
    fn into_any(self) -> AnyView;
}

impl<T: IntoRender> IntoAny for T {
    fn into_any(self) -> AnyView {
        self.into_render()
    }
}

pub trait IntoMaybeErased {
    fn into_maybe_erased(self) -> AnyView;
}

impl<T: IntoRender> IntoMaybeErased for T {
    fn into_maybe_erased(self) -> AnyView {
        self.into_render()
    }
}

/// What `view!` makes of its content.
pub struct View;

impl View {
    #[expect(clippy::new_ret_no_self, reason = "the macro's name for it")]
    pub fn new(view: impl IntoRender) -> AnyView {
        view.into_render()
    }
}

pub trait CollectView {
    fn collect_view(self) -> AnyView;
}

impl<I> CollectView for I
where
    I: IntoIterator<Item: IntoRender>,
{
    fn collect_view(self) -> AnyView {
        AnyView::Several(self.into_iter().map(IntoRender::into_render).collect())
    }
}

/// What the macro makes of several views beside each other: that many children.
pub struct StaticVec(Vec<AnyView>);

impl From<Vec<AnyView>> for StaticVec {
    fn from(views: Vec<AnyView>) -> Self {
        Self(views)
    }
}

impl IntoRender for StaticVec {
    fn into_render(self) -> AnyView {
        AnyView::Several(self.0)
    }

    fn into_child(self, parent: Element) -> Element {
        parent.with_children(self.0)
    }
}

impl IntoRender for AnyView {
    fn into_render(self) -> AnyView {
        self
    }
}

impl IntoRender for Element {
    fn into_render(self) -> AnyView {
        AnyView::Element(self)
    }
}

impl IntoRender for Inert {
    fn into_render(self) -> AnyView {
        AnyView::Inert(self)
    }
}

impl IntoRender for () {
    fn into_render(self) -> AnyView {
        AnyView::nothing()
    }
}

impl<T: IntoRender> IntoRender for Option<T> {
    fn into_render(self) -> AnyView {
        self.map_or(AnyView::nothing(), T::into_render)
    }
}

impl<T: IntoRender> IntoRender for Vec<T> {
    fn into_render(self) -> AnyView {
        self.collect_view()
    }
}

impl<T: IntoRender, const N: usize> IntoRender for [T; N] {
    fn into_render(self) -> AnyView {
        self.collect_view()
    }
}

impl<F, V> IntoRender for F
where
    F: FnMut() -> V + Send + 'static,
    V: IntoRender,
{
    fn into_render(mut self) -> AnyView {
        AnyView::Follows(Box::new(move || self().into_render()))
    }
}

macro_rules! follows {
    ($($signal:ident),*) => {
        $(impl<T> IntoRender for $signal<T>
        where
            T: Clone + IntoRender + Send + Sync + 'static,
        {
            fn into_render(self) -> AnyView {
                (move || self.get()).into_render()
            }
        })*
    };
}

follows!(RwSignal, Memo, Signal);

macro_rules! text {
    ($($type:ty: $value:ident => $text:expr),* $(,)?) => {
        $(impl IntoRender for $type {
            fn into_render(self) -> AnyView {
                let $value = self;
                AnyView::Text($text)
            }
        })*
    };
}

text! {
    &'static str: text => text.into(),
    String: text => text.into(),
    Cow<'static, str>: text => text,
    u16: number => number.to_string().into(),
    u32: number => number.to_string().into(),
    u64: number => number.to_string().into(),
    usize: number => number.to_string().into(),
}
