//! What is set on an element, and follows what it was made of.

use reactive_graph::effect::RenderEffect;
use tachys::renderer::{Rndr, types};
use wasm_bindgen::JsValue;

use crate::small::value::{IntoAttributeValue, Live, Value};

#[derive(Clone, Copy, PartialEq)]
pub enum Kind {
    Attribute,
    Class,
    Style,
    Property,
}

pub struct Setting {
    pub kind: Kind,
    pub name: &'static str,
    pub value: Live,
}

pub struct SettingState {
    kind: Kind,
    name: &'static str,
    value: LiveState,
}

enum LiveState {
    Fixed(Value),
    Follows { _effect: RenderEffect<Value> },
}

impl Setting {
    pub fn is_like(&self, state: &SettingState) -> bool {
        self.kind == state.kind && self.name == state.name
    }

    pub fn build(self, element: &types::Element) -> SettingState {
        let Self { kind, name, value } = self;
        let value = match value {
            Live::Fixed(value) => {
                apply(element, kind, name, &value);
                LiveState::Fixed(value)
            }
            Live::Follows(value) => {
                let element = element.clone();
                let effect = RenderEffect::new(move |before: Option<Value>| {
                    let value = value();
                    if kind == Kind::Property || before.as_ref() != Some(&value) {
                        apply(&element, kind, name, &value);
                    }
                    value
                });
                LiveState::Follows { _effect: effect }
            }
        };
        SettingState { kind, name, value }
    }

    /// A property is set again in any case: whoever uses the page may have changed it.
    pub fn rebuild(self, element: &types::Element, state: &mut SettingState) {
        if let (Live::Fixed(new), LiveState::Fixed(old)) = (&self.value, &state.value)
            && new == old
            && self.kind != Kind::Property
        {
            return;
        }
        *state = self.build(element);
    }
}

fn apply(element: &types::Element, kind: Kind, name: &str, value: &Value) {
    match (kind, value) {
        (Kind::Attribute, Value::Nothing | Value::Flag(false)) => Rndr::remove_attribute(element, name),
        (Kind::Attribute, Value::Flag(true)) => Rndr::set_attribute(element, name, ""),
        (Kind::Attribute, Value::Text(text)) => Rndr::set_attribute(element, name, text),
        (Kind::Class, Value::Flag(true)) => Rndr::add_class(&Rndr::class_list(element), name),
        (Kind::Class, _) => Rndr::remove_class(&Rndr::class_list(element), name),
        (Kind::Style, Value::Text(text)) => Rndr::set_css_property(&Rndr::style(element), name, text),
        (Kind::Style, _) => Rndr::remove_css_property(&Rndr::style(element), name),
        (Kind::Property, Value::Nothing) => Rndr::set_property_or_value(element, name, &JsValue::UNDEFINED),
        (Kind::Property, Value::Flag(flag)) => {
            Rndr::set_property_or_value(element, name, &JsValue::from_bool(*flag))
        }
        (Kind::Property, Value::Text(text)) => {
            Rndr::set_property_or_value(element, name, &JsValue::from_str(text))
        }
    }
}

/// `class="..."`, and `class:name=...`.
pub trait IntoClass {
    fn into_class(self) -> Setting;
}

impl<T: IntoAttributeValue> IntoClass for T {
    fn into_class(self) -> Setting {
        Setting { kind: Kind::Attribute, name: "class", value: self.into_attribute_value() }
    }
}

impl<T: IntoAttributeValue> IntoClass for (&'static str, T) {
    fn into_class(self) -> Setting {
        Setting { kind: Kind::Class, name: self.0, value: self.1.into_attribute_value() }
    }
}
