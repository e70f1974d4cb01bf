//! What the tests of this window said, kept in the page's storage so that the path to prod stays lit after a restart.
//! A result counts only for what it was run against.

use std::collections::BTreeMap;

use ipc::check::Verification;
use ipc::status::Status;
use ipc::{Environment, Timestamp};
use leptos::prelude::window;

use crate::board::promote::{Tested, deployed};
use crate::json;

const KEY: &str = "tested";

#[derive(Clone, Debug, Default, PartialEq)]
pub struct TestResults(BTreeMap<Environment, Tested>);

impl TestResults {
    pub fn load() -> Self {
        let text = storage().and_then(|s| s.get_item(KEY).ok().flatten()).unwrap_or_default();
        Self(json::from_text(&text).unwrap_or_default())
    }

    pub fn of(&self, environment: Environment) -> Option<&Tested> {
        self.0.get(&environment)
    }

    pub fn note(&mut self, status: Option<&Status>, answer: &Verification, at: Timestamp) {
        let Some(environment) = answer.environment else { return };
        let Some(running) = status.and_then(|s| deployed(s, environment)) else { return };
        self.0.insert(environment, Tested::of(running, answer.passed(), at));
        // Without storage the result lasts as long as the page.
        if let (Some(storage), Some(text)) = (storage(), json::to_text(&self.0)) {
            let _ = storage.set_item(KEY, &text);
        }
    }
}

fn storage() -> Option<web_sys::Storage> {
    window().local_storage().ok().flatten()
}
