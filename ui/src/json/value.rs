//! Any value of JSON, and the way from and to JavaScript.

use std::fmt;

use js_sys::{Array, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};

/// Keys keep their order.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    Null,
    Bool(bool),
    /// JavaScript has no other numbers.
    Number(f64),
    Text(String),
    List(Vec<Value>),
    Map(Vec<(String, Value)>),
}

impl Value {
    pub fn from_js(value: &JsValue) -> Self {
        if let Some(text) = value.as_string() {
            Self::Text(text)
        } else if let Some(number) = value.as_f64() {
            Self::Number(number)
        } else if let Some(is) = value.as_bool() {
            Self::Bool(is)
        } else if let Some(list) = value.dyn_ref::<Array>() {
            Self::List(list.iter().map(|item| Self::from_js(&item)).collect())
        } else if let Some(object) = value.dyn_ref::<Object>() {
            let entries = Object::entries(object);
            let pair = |entry: JsValue| {
                let entry: Array = entry.unchecked_into();
                Some((entry.get(0).as_string()?, Self::from_js(&entry.get(1))))
            };
            Self::Map(entries.iter().filter_map(pair).collect())
        } else {
            Self::Null
        }
    }

    pub fn to_js(&self) -> JsValue {
        match self {
            Self::Null => JsValue::NULL,
            Self::Bool(is) => (*is).into(),
            Self::Number(number) => (*number).into(),
            Self::Text(text) => text.into(),
            Self::List(items) => items.iter().map(Self::to_js).collect::<Array>().into(),
            Self::Map(pairs) => {
                let object = Object::new();
                for (key, value) in pairs {
                    // Fails for frozen objects only.
                    let _ = Reflect::set(&object, &key.into(), &value.to_js());
                }
                object.into()
            }
        }
    }
}

/// A value that is not what its type wants: the key that is missing or unknown, or the kind of what is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unreadable(pub &'static str);

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "not readable: {}", self.0)
    }
}

impl std::error::Error for Unreadable {}
