//! Values of the bridge as JavaScript has them, and as text in the page's own storage.
//!
//! The types are read out of JavaScript's objects, and its own parser reads the text: one more in WebAssembly, with a
//! copy for each type, would be a tenth of the page's size. What comes out is what `serde_json` makes on the other
//! side: maps are plain objects, nothing is `null`.

use js_sys::JSON;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::JsValue;

pub fn write<T: Serialize>(value: &T) -> Result<JsValue, String> {
    value.serialize(&Serializer::json_compatible()).map_err(|error| error.to_string())
}

pub fn read<T: DeserializeOwned>(value: JsValue) -> Result<T, String> {
    serde_wasm_bindgen::from_value(value).map_err(|error| error.to_string())
}

/// None where a value has no text.
pub fn to_text<T: Serialize>(value: &T) -> Option<String> {
    JSON::stringify(&write(value).ok()?).ok()?.as_string()
}

/// None where the text is not such a value.
pub fn from_text<T: DeserializeOwned>(text: &str) -> Option<T> {
    read(JSON::parse(text).ok()?).ok()
}
