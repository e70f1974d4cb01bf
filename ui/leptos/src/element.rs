//! The one type for elements: a tag, attributes and children that are known at run time.

use original::tachys::html::attribute::any_attribute::{AnyAttribute, IntoAnyAttribute};
use original::tachys::html::attribute::custom::custom_attribute;
use original::tachys::html::attribute::{Attribute, AttributeValue};
use original::tachys::html::class::{IntoClass, class};
use original::tachys::html::element::{ElementType, InnerHtmlValue, inner_html};
use original::tachys::html::event::{EventDescriptor, on};
use original::tachys::html::node_ref::{NodeRefContainer, node_ref};
use original::tachys::html::property::{IntoProperty, prop};
use original::tachys::html::style::{IntoStyle, style};
use original::tachys::hydration::Cursor;
use original::tachys::renderer::{CastFrom, Rndr, types};
use original::tachys::view::add_attr::AddAnyAttr;
use original::tachys::view::any_view::AnyViewState;
use original::tachys::view::{Mountable, Position, PositionState, Render, RenderHtml};
use wasm_bindgen::JsValue;

use crate::erase::{AnyView, add};

pub struct Element(Box<Content>);

struct Content {
    tag: &'static str,
    namespace: Option<&'static str>,
    attributes: Vec<AnyAttribute>,
    children: Vec<AnyView>,
}

/// Attributes that have a method of their own in the macro.
macro_rules! attributes {
    ($($method:ident $name:literal),* $(,)?) => {
        $(pub fn $method<V: AttributeValue>(self, value: V) -> Self {
            self.attr($name, value)
        })*
    };
}

impl Element {
    #[inline(never)]
    pub fn new(tag: &'static str, namespace: Option<&'static str>) -> Self {
        Self(Box::new(Content { tag, namespace, attributes: Vec::new(), children: Vec::new() }))
    }

    #[inline(never)]
    fn with(mut self, attribute: AnyAttribute) -> Self {
        self.0.attributes.push(attribute);
        self
    }

    #[inline(never)]
    pub fn child<C: RenderHtml>(mut self, child: C) -> Self {
        add(child, &mut self.0.children);
        self
    }

    #[inline(never)]
    pub fn attr<V: AttributeValue>(self, name: &'static str, value: V) -> Self {
        self.with(custom_attribute(name, value).into_any_attr())
    }

    #[inline(never)]
    pub fn class<C: IntoClass>(self, value: C) -> Self {
        self.with(class(value).into_any_attr())
    }

    #[inline(never)]
    pub fn style<S: IntoStyle>(self, value: S) -> Self {
        self.with(style(value).into_any_attr())
    }

    #[inline(never)]
    pub fn prop<P: IntoProperty>(self, name: &'static str, value: P) -> Self {
        self.with(prop(name, value).into_any_attr())
    }

    pub fn inner_html<V: InnerHtmlValue>(self, value: V) -> Self {
        self.with(inner_html(value).into_any_attr())
    }

    pub fn node_ref<E: ElementType, C: NodeRefContainer<E>>(self, container: C) -> Self {
        self.with(node_ref::<E, C>(container).into_any_attr())
    }

    pub fn on<E, F>(self, event: E, handler: F) -> Self
    where
        E: EventDescriptor + Send + 'static,
        E::EventType: From<JsValue> + 'static,
        F: FnMut(E::EventType) + 'static,
    {
        self.with_handler(event, Box::new(handler))
    }

    #[inline(never)]
    fn with_handler<E>(self, event: E, handler: Box<dyn FnMut(E::EventType)>) -> Self
    where
        E: EventDescriptor + Send + 'static,
        E::EventType: From<JsValue> + 'static,
    {
        self.with(on(event, handler).into_any_attr())
    }

    attributes! {
        aria_activedescendant "aria-activedescendant", aria_atomic "aria-atomic", aria_busy "aria-busy",
        aria_checked "aria-checked", aria_controls "aria-controls", aria_current "aria-current",
        aria_describedby "aria-describedby", aria_disabled "aria-disabled", aria_expanded "aria-expanded",
        aria_haspopup "aria-haspopup", aria_hidden "aria-hidden", aria_invalid "aria-invalid",
        aria_keyshortcuts "aria-keyshortcuts", aria_label "aria-label", aria_labelledby "aria-labelledby",
        aria_level "aria-level", aria_live "aria-live", aria_modal "aria-modal",
        aria_multiselectable "aria-multiselectable", aria_pressed "aria-pressed", aria_rowcount "aria-rowcount",
        aria_rowindex "aria-rowindex", aria_selected "aria-selected", aria_valuemax "aria-valuemax",
        aria_valuemin "aria-valuemin", aria_valuenow "aria-valuenow", aria_valuetext "aria-valuetext",
        autocapitalize "autocapitalize", autocomplete "autocomplete", autofocus "autofocus", checked "checked",
        colspan "colspan", cols "cols", datetime "datetime", disabled "disabled", r#for "for", hidden "hidden",
        href "href", id "id", inputmode "inputmode", lang "lang", max "max", maxlength "maxlength", min "min",
        name "name", novalidate "novalidate", open "open", pattern "pattern", placeholder "placeholder", readonly "readonly",
        required "required", role "role", rows "rows", scope "scope", selected "selected", spellcheck "spellcheck",
        src "src", step "step", tabindex "tabindex", title "title", r#type "type", value "value",
    }
}

pub struct State {
    tag: &'static str,
    element: types::Element,
    attributes: <Vec<AnyAttribute> as Attribute>::State,
    children: Vec<AnyViewState>,
}

impl Render for Element {
    type State = State;

    fn build(self) -> State {
        let Content { tag, namespace, attributes, children } = *self.0;
        let element = Rndr::create_element(tag, namespace);
        let attributes = attributes.build(&element);
        let mut children: Vec<_> = children.into_iter().map(Render::build).collect();
        for child in &mut children {
            child.mount(&element, None);
        }
        State { tag, element, attributes, children }
    }

    fn rebuild(self, state: &mut State) {
        if self.0.tag != state.tag || self.0.children.len() != state.children.len() {
            let mut new = self.build();
            state.insert_before_this(&mut new);
            state.unmount();
            *state = new;
            return;
        }
        self.0.attributes.rebuild(&mut state.attributes);
        for (child, state) in self.0.children.into_iter().zip(&mut state.children) {
            child.rebuild(state);
        }
    }
}

impl Mountable for State {
    fn unmount(&mut self) {
        Rndr::remove(&self.element);
    }

    fn mount(&mut self, parent: &types::Element, marker: Option<&types::Node>) {
        Rndr::insert_node(parent, &self.element, marker);
    }

    fn insert_before_this(&self, child: &mut dyn Mountable) -> bool {
        let Some(parent) = Rndr::get_parent(&self.element).and_then(types::Element::cast_from) else {
            return false;
        };
        child.mount(&parent, Some(&self.element));
        true
    }

    fn elements(&self) -> Vec<types::Element> {
        vec![self.element.clone()]
    }
}

impl AddAnyAttr for Element {
    type Output<A: Attribute> = Self;

    fn add_any_attr<A: Attribute>(self, attribute: A) -> Self {
        self.with(attribute.into_any_attr())
    }
}

// This page is never written by a server, so what Leptos wants for that does nothing.
impl RenderHtml for Element {
    type AsyncOutput = Self;
    type Owned = Self;

    const MIN_LENGTH: usize = 0;

    fn dry_resolve(&mut self) {}

    async fn resolve(self) -> Self {
        self
    }

    fn to_html_with_buf(self, _: &mut String, _: &mut Position, _: bool, _: bool, _: Vec<AnyAttribute>) {}

    fn hydrate<const FROM_SERVER: bool>(self, _: &Cursor, _: &PositionState) -> State {
        self.build()
    }

    fn into_owned(self) -> Self {
        self
    }
}
