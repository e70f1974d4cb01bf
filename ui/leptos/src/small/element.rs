//! The one type for elements: a tag, what is set on it, and children that are known at run time.

use std::borrow::Cow;

use reactive_graph::owner::Owner;
use send_wrapper::SendWrapper;
use tachys::html::event::EventDescriptor;
use tachys::renderer::{CastFrom, RemoveEventHandler, Rndr, types};
use tachys::view::{Mountable, Render};
use wasm_bindgen::{JsCast, JsValue};

use crate::small::into_render::IntoRender;
use crate::small::node_ref::NodeRef;
use crate::small::setting::{IntoClass, Kind, Setting, SettingState};
use crate::small::value::{IntoAttributeValue, Live};
use crate::small::view::{AnyView, State};

pub struct Element(Box<Content>);

struct Content {
    tag: &'static str,
    namespace: Option<&'static str>,
    settings: Vec<Setting>,
    handlers: Vec<Handler>,
    load: Option<Load>,
    children: Vec<AnyView>,
}

/// What wants to know the element.
type Load = Box<dyn FnOnce(&types::Element) + Send>;

struct Handler {
    event: Cow<'static, str>,
    handle: SendWrapper<Box<dyn FnMut(JsValue)>>,
}

pub struct ElementState {
    tag: &'static str,
    element: types::Element,
    settings: Vec<SettingState>,
    handlers: Vec<(Cow<'static, str>, RemoveEventHandler<types::Element>)>,
    children: Vec<State>,
}

/// Attributes that have a method of their own in the macro.
macro_rules! attributes {
    ($($method:ident $name:literal),* $(,)?) => {
        $(pub fn $method(self, value: impl IntoAttributeValue) -> Self {
            self.attr($name, value)
        })*
    };
}

impl Element {
    #[inline(never)]
    pub fn new(tag: &'static str, namespace: Option<&'static str>) -> Self {
        let (settings, handlers, children) = (Vec::new(), Vec::new(), Vec::new());
        Self(Box::new(Content { tag, namespace, settings, handlers, load: None, children }))
    }

    pub fn child(self, child: impl IntoRender) -> Self {
        child.into_child(self)
    }

    #[inline(never)]
    pub(crate) fn with_child(mut self, child: AnyView) -> Self {
        self.0.children.push(child);
        self
    }

    #[inline(never)]
    pub(crate) fn with_children(mut self, children: Vec<AnyView>) -> Self {
        self.0.children.extend(children);
        self
    }

    #[inline(never)]
    fn with(mut self, kind: Kind, name: &'static str, value: Live) -> Self {
        self.0.settings.push(Setting { kind, name, value });
        self
    }

    pub fn attr(self, name: &'static str, value: impl IntoAttributeValue) -> Self {
        self.with(Kind::Attribute, name, value.into_attribute_value())
    }

    pub fn class(self, value: impl IntoClass) -> Self {
        let Setting { kind, name, value } = value.into_class();
        self.with(kind, name, value)
    }

    /// `style:name=...`; what is written into the attribute is nothing that the page's security policy allows.
    pub fn style(self, (name, value): (&'static str, impl IntoAttributeValue)) -> Self {
        self.with(Kind::Style, name, value.into_attribute_value())
    }

    pub fn prop(self, name: &'static str, value: impl IntoAttributeValue) -> Self {
        self.with(Kind::Property, name, value.into_attribute_value())
    }

    pub fn inner_html(self, value: impl IntoAttributeValue) -> Self {
        self.prop("innerHTML", value)
    }

    pub fn node_ref<E: 'static>(mut self, node_ref: NodeRef<E>) -> Self {
        self.0.load = Some(Box::new(move |element| node_ref.load(element)));
        self
    }

    pub fn on<E>(self, event: E, mut handler: impl FnMut(E::EventType) + 'static) -> Self
    where
        E: EventDescriptor,
        E::EventType: JsCast,
    {
        self.with_handler(event.name(), Box::new(move |event| handler(event.unchecked_into())))
    }

    #[inline(never)]
    fn with_handler(mut self, event: Cow<'static, str>, mut handle: Box<dyn FnMut(JsValue)>) -> Self {
        let owner = Owner::current().unwrap_or_default();
        let handle: Box<dyn FnMut(JsValue)> = Box::new(move |event| owner.with(|| handle(event)));
        self.0.handlers.push(Handler { event, handle: SendWrapper::new(handle) });
        self
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

    /// Whether it can take the place of what was built, node by node.
    pub fn is_like(&self, state: &ElementState) -> bool {
        let Content { tag, settings, handlers, children, .. } = &*self.0;
        *tag == state.tag
            && settings.len() == state.settings.len()
            && settings.iter().zip(&state.settings).all(|(new, old)| new.is_like(old))
            && handlers.iter().map(|handler| &handler.event).eq(state.handlers.iter().map(|(event, _)| event))
            && children.len() == state.children.len()
    }

    pub fn build(self) -> ElementState {
        let Content { tag, namespace, settings, handlers, load, children } = *self.0;
        let element = Rndr::create_element(tag, namespace);
        let settings = settings.into_iter().map(|setting| setting.build(&element)).collect();
        let handlers = handlers.into_iter().map(|handler| handler.attach(&element)).collect();
        if let Some(load) = load {
            load(&element);
        }
        let mut children: Vec<_> = children.into_iter().map(Render::build).collect();
        for child in &mut children {
            child.mount(&element, None);
        }
        ElementState { tag, element, settings, handlers, children }
    }

    pub fn rebuild(self, state: &mut ElementState) {
        let Content { settings, handlers, load, children, .. } = *self.0;
        let element = &state.element;
        for (setting, state) in settings.into_iter().zip(&mut state.settings) {
            setting.rebuild(element, state);
        }
        for (handler, state) in handlers.into_iter().zip(&mut state.handlers) {
            *state = handler.attach(element);
        }
        if let Some(load) = load {
            load(element);
        }
        for (child, state) in children.into_iter().zip(&mut state.children) {
            child.rebuild(state);
        }
    }
}

impl Handler {
    fn attach(self, element: &types::Element) -> (Cow<'static, str>, RemoveEventHandler<types::Element>) {
        let remove = Rndr::add_event_listener(element, &self.event, self.handle.take());
        (self.event, remove)
    }
}

impl Mountable for ElementState {
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
