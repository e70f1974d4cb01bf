//! How a call reaches the host: `window.__TAURI_INTERNALS__`, which Tauri puts into the page before it loads.
//!
//! `invoke` is looked up at each call rather than bound at start, so that a page without a host (a browser, a host
//! that is not up yet) meets a [`Problem`] and not a trap.

use ipc::{Code, Problem};
use js_sys::{Function, Object, Promise, Reflect};
use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use crate::json;

/// The arguments of a command that takes none: `{}`.
#[derive(Serialize)]
pub struct NoArguments {}

/// Call a command with its named arguments.
pub async fn call<A: Serialize, T: DeserializeOwned>(command: &str, arguments: &A) -> Result<T, Problem> {
    let arguments = json::write(arguments).map_err(|why| broken(command, &why))?;
    let answer = invoke(command, &arguments).await?;
    json::read(&answer).map_err(|why| broken(command, &why))
}

/// Call `react` with each event's payload, for as long as the page lives.
pub async fn on_event<T: DeserializeOwned + 'static>(
    event: &str,
    mut react: impl FnMut(T) + 'static,
) -> Result<(), Problem> {
    let handler = Closure::<dyn FnMut(JsValue)>::new(move |message: JsValue| {
        let payload = Reflect::get(&message, &"payload".into()).unwrap_or(JsValue::UNDEFINED);
        // What a newer host says and we can't read is not worth an error: the next event, or a call, tells again.
        if let Ok(payload) = json::read(&payload) {
            react(payload);
        }
    });
    let register = member("transformCallback")?;
    let id = register
        .call1(&JsValue::UNDEFINED, handler.as_ref())
        .map_err(|error| broken("listen", &words_of(&error)))?;
    handler.forget();
    let arguments = Object::new();
    let target = Object::new();
    for (object, key, value) in [
        (&target, "kind", JsValue::from_str("Any")),
        (&arguments, "event", JsValue::from_str(event)),
        (&arguments, "target", target.clone().into()),
        (&arguments, "handler", id),
    ] {
        Reflect::set(object, &key.into(), &value).map_err(|error| broken("listen", &words_of(&error)))?;
    }
    invoke("plugin:event|listen", &arguments).await.map(drop)
}

async fn invoke(command: &str, arguments: &JsValue) -> Result<JsValue, Problem> {
    let promise = member("invoke")?
        .call2(&JsValue::UNDEFINED, &JsValue::from_str(command), arguments)
        .map_err(|error| broken(command, &words_of(&error)))?;
    JsFuture::from(Promise::resolve(&promise))
        .await
        // A command's own error is a Problem; anything else is the bridge's, and a text.
        .map_err(|error| json::read(&error).unwrap_or_else(|_: String| broken(command, &words_of(&error))))
}

fn member(name: &str) -> Result<Function, Problem> {
    Reflect::get(&js_sys::global(), &"__TAURI_INTERNALS__".into())
        .and_then(|internals| Reflect::get(&internals, &name.into()))
        .ok()
        .and_then(|member| member.dyn_into().ok())
        .ok_or_else(|| {
            Problem::new(
                Code::Internal,
                "This page has lost the program behind it.",
                "Close the window and start the program again.",
            )
        })
}

fn broken(command: &str, why: &str) -> Problem {
    Problem::new(
        Code::Internal,
        "The window and the program behind it did not understand each other.",
        "Try again. If it stays, start the program again and tell us what the details say.",
    )
    .because_text(format!("{command}: {why}"))
}

fn words_of(value: &JsValue) -> String {
    value.as_string().unwrap_or_else(|| String::from(Object::from(value.clone()).to_string()))
}
