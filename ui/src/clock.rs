//! The page's clock: now, a signal that ticks, and moments as people read them.

use std::time::Duration;

use ipc::Timestamp;
use js_sys::Date;
use leptos::prelude::*;
use wasm_bindgen::JsValue;

pub fn now() -> Timestamp {
    // Milliseconds since 1970 fit an i64 for longer than any clock runs.
    Timestamp(Date::now() as i64)
}

/// The present, every second, for as long as the owner lives: for running times and relative ones.
pub fn ticking() -> Signal<Timestamp> {
    let moment = RwSignal::new(now());
    if let Ok(interval) = set_interval_with_handle(move || moment.set(now()), Duration::from_secs(1)) {
        on_cleanup(move || interval.clear());
    }
    moment.into()
}

/// In the person's own language and time zone: "23 November 2026 at 14:02".
pub fn exact(at: Timestamp) -> String {
    String::from(date(at).to_locale_string("default", &JsValue::UNDEFINED))
}

/// The same as short as it can be told: "18:02" today, with its date on another day.
pub fn short(at: Timestamp) -> String {
    let (then, today) = (date(at), date(now()));
    let time = format!("{:02}:{:02}", then.get_hours(), then.get_minutes());
    if then.to_date_string() == today.to_date_string() {
        time
    } else {
        let day = String::from(then.to_locale_date_string("default", &JsValue::UNDEFINED));
        format!("{day}, {time}")
    }
}

/// For machines.
pub fn iso(at: Timestamp) -> String {
    String::from(date(at).to_iso_string())
}

/// A moment as RFC 3339 has it; none where the text is not one.
pub fn parse(text: &str) -> Option<Timestamp> {
    let milliseconds = Date::parse(text);
    milliseconds.is_finite().then_some(Timestamp(milliseconds as i64))
}

fn date(at: Timestamp) -> Date {
    Date::new(&JsValue::from_f64(at.0 as f64))
}
