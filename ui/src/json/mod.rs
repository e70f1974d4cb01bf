//! Values of the bridge as JavaScript has them, and as text in the page's own storage.
//!
//! Everything passes through one [`Value`]: JavaScript's own parser reads the text, one function copies what it made
//! into a `Value`, and each type is read out of that. What reads a type is compiled once for each of a hundred types, so
//! it has to be little: of an error it says no more than the key, and nothing in it has to be released. Reading the types
//! out of JavaScript's objects themselves made the page a tenth larger.

mod read;
mod value;
mod write;

use js_sys::JSON;
use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::JsValue;

pub use value::Value;

pub fn write<T: Serialize>(value: &T) -> Result<JsValue, String> {
    value.serialize(write::Writer).map(|value| value.to_js()).map_err(|error| error.to_string())
}

pub fn read<T: DeserializeOwned>(value: &JsValue) -> Result<T, String> {
    T::deserialize(&Value::from_js(value)).map_err(|error| error.to_string())
}

/// None where a value has no text.
pub fn to_text<T: Serialize>(value: &T) -> Option<String> {
    JSON::stringify(&write(value).ok()?).ok()?.as_string()
}

/// None where the text is not such a value.
pub fn from_text<T: DeserializeOwned>(text: &str) -> Option<T> {
    read(&JSON::parse(text).ok()?).ok()
}

#[cfg(test)]
mod tests;
