//! The one type for views.
//!
//! Leptos makes a type of each view, with code that builds it and code that changes it. Here what a view can be is known
//! at run time. What it comes to in the page is as Leptos has it: a view that is built anew changes the nodes of the one
//! before where both are of the same shape, and stands in its place where they are not.

use std::borrow::Cow;

use reactive_graph::effect::RenderEffect;
use tachys::reactive_graph::RenderEffectState;
use tachys::renderer::{Rndr, types};
use tachys::view::{Mountable, Render};

use crate::small::element::{Element, ElementState};
use crate::small::rows::{Rows, RowsState};

pub enum AnyView {
    Text(Cow<'static, str>),
    Element(Element),
    /// An element that nothing follows, as it is written.
    Inert(Inert),
    Several(Vec<AnyView>),
    /// Built anew whenever what it has looked at changes.
    Follows(Box<dyn FnMut() -> AnyView + Send>),
    Rows(Rows),
}

#[derive(Clone, Copy)]
pub struct Inert {
    html: &'static str,
    make: fn(Cow<'static, str>) -> types::Element,
}

impl Inert {
    pub const fn html(html: &'static str) -> Self {
        Self { html, make: Rndr::create_element_from_html }
    }

    pub const fn svg(html: &'static str) -> Self {
        Self { html, make: Rndr::create_svg_element_from_html }
    }
}

impl AnyView {
    pub const fn nothing() -> Self {
        Self::Several(Vec::new())
    }

    /// What `view!` does in a debug build, for tools that exchange views while they are shown.
    pub fn with_view_marker(self, _: &str) -> Self {
        self
    }
}

pub enum State {
    Text(types::Text, Cow<'static, str>),
    Element(ElementState),
    Inert(Inert, types::Element),
    /// And a comment behind them, which holds their place when there are none.
    Several(Vec<State>, types::Placeholder),
    /// Where it goes, all that follows anything within it has ended.
    Follows(RenderEffectState<State>),
    Rows(RenderEffectState<RowsState>),
}

impl Render for AnyView {
    type State = State;

    fn build(self) -> State {
        match self {
            Self::Text(text) => State::Text(Rndr::create_text_node(&text), text),
            Self::Element(element) => State::Element(element.build()),
            Self::Inert(inert) => State::Inert(inert, (inert.make)(inert.html.into())),
            Self::Several(views) => {
                State::Several(views.into_iter().map(Render::build).collect(), Rndr::create_placeholder())
            }
            Self::Follows(mut view) => {
                State::Follows(RenderEffect::new(move |before| renew(view(), before)).into())
            }
            Self::Rows(rows) => State::Rows(rows.build().into()),
        }
    }

    fn rebuild(self, state: &mut State) {
        match (self, state) {
            (Self::Text(new), State::Text(node, old)) => {
                if new != *old {
                    Rndr::set_text(node, &new);
                    *old = new;
                }
            }
            (Self::Element(new), State::Element(old)) if new.is_like(old) => new.rebuild(old),
            (Self::Inert(new), State::Inert(old, _)) if new.html == old.html => {}
            (Self::Several(new), State::Several(old, end)) => rebuild_several(new, old, end),
            (new, old) => {
                let mut new = new.build();
                old.insert_before_this(&mut new);
                old.unmount();
                *old = new;
            }
        }
    }
}

/// What an effect keeps of a view.
pub fn renew<T: Render>(view: T, before: Option<T::State>) -> T::State {
    match before {
        Some(mut state) => {
            view.rebuild(&mut state);
            state
        }
        None => view.build(),
    }
}

fn rebuild_several(new: Vec<AnyView>, old: &mut Vec<State>, end: &types::Placeholder) {
    for mut left_over in old.drain(new.len().min(old.len())..) {
        left_over.unmount();
    }
    let kept = old.len();
    for (place, view) in new.into_iter().enumerate() {
        if place < kept {
            view.rebuild(&mut old[place]);
        } else {
            let mut state = view.build();
            Rndr::mount_before(&mut state, end.as_ref());
            old.push(state);
        }
    }
}

impl Mountable for State {
    fn unmount(&mut self) {
        match self {
            Self::Text(node, _) => node.unmount(),
            Self::Element(element) => element.unmount(),
            Self::Inert(_, element) => element.unmount(),
            Self::Several(states, end) => {
                states.iter_mut().for_each(Mountable::unmount);
                end.unmount();
            }
            Self::Follows(effect) => effect.unmount(),
            Self::Rows(effect) => effect.unmount(),
        }
    }

    fn mount(&mut self, parent: &types::Element, marker: Option<&types::Node>) {
        match self {
            Self::Text(node, _) => node.mount(parent, marker),
            Self::Element(element) => element.mount(parent, marker),
            Self::Inert(_, element) => element.mount(parent, marker),
            Self::Several(states, end) => {
                for state in states {
                    state.mount(parent, marker);
                }
                end.mount(parent, marker);
            }
            Self::Follows(effect) => effect.mount(parent, marker),
            Self::Rows(effect) => effect.mount(parent, marker),
        }
    }

    fn insert_before_this(&self, child: &mut dyn Mountable) -> bool {
        match self {
            Self::Text(node, _) => node.insert_before_this(child),
            Self::Element(element) => element.insert_before_this(child),
            Self::Inert(_, element) => element.insert_before_this(child),
            Self::Several(states, end) => match states.first() {
                Some(first) => first.insert_before_this(child),
                None => end.insert_before_this(child),
            },
            Self::Follows(effect) => effect.insert_before_this(child),
            Self::Rows(effect) => effect.insert_before_this(child),
        }
    }

    fn elements(&self) -> Vec<types::Element> {
        match self {
            Self::Text(..) => Vec::new(),
            Self::Element(element) => element.elements(),
            Self::Inert(_, element) => element.elements(),
            Self::Several(states, _) => states.iter().flat_map(Mountable::elements).collect(),
            Self::Follows(effect) => effect.elements(),
            Self::Rows(effect) => effect.elements(),
        }
    }
}
