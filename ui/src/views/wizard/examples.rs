//! Example answers for a rehearsal, put in only when asked for, and only where nothing was typed.

use ipc::Environment;

use super::store::Store;
use crate::wizard::{Environments, Key, Page};

const BENCHLING: &[(Key, &str)] = &[
    (Key::Tenant, "my-company"),
    (Key::AppDefinitionId, "appdef_rehearsal"),
    (Key::ClientId, "rehearsal-client"),
];
const PACKAGES: &[(Key, &str)] = &[(Key::PackageBucket, "my-company-quilt")];
const ENVIRONMENTS: &[(Key, &str)] =
    &[(Key::DevAppDefinitionId, "appdef_rehearsal_dev"), (Key::DevClientId, "rehearsal-dev-client")];

/// None where a page asks for nothing that could be made up.
pub fn examples(page: Page) -> Option<&'static [(Key, &'static str)]> {
    match page {
        Page::Benchling => Some(BENCHLING),
        Page::Packages => Some(PACKAGES),
        Page::Environments => Some(ENVIRONMENTS),
        _ => None,
    }
}

impl Store {
    pub fn fill_in_examples(self, page: Page) {
        use leptos::prelude::*;
        for (key, text) in examples(page).unwrap_or_default() {
            if self.wizard.with_untracked(|wizard| wizard.answers().text(*key).is_empty()) {
                self.put(*key, (*text).to_owned());
            }
        }
        if page == Page::Environments {
            self.answer(|answers| {
                if answers.environments == Environments::Prod {
                    answers.environments = Environments::Both;
                }
            });
        }
        let secret = |environment| {
            if !self.wizard.with_untracked(|wizard| wizard.secret_held(environment)) {
                self.hold(environment, "rehearsal-secret".to_owned());
            }
        };
        if page == Page::Benchling {
            secret(Environment::Prod);
        } else if page == Page::Environments
            && self.wizard.with_untracked(|wizard| wizard.answers().wants(Key::DevClientSecret))
        {
            secret(Environment::Dev);
        }
        self.ask_due(page);
    }
}
