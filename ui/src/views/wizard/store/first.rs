//! What a wizard begins with.

use ipc::bridge::Mode;
use ipc::{Environment, ProfileName};
use leptos::prelude::*;

use crate::draft;
use crate::shell::{Errand, Shell};
use crate::wizard::{Answers, Draft, Environments, Page};

/// The draft that was left, else what the saved profiles know.
pub fn draft(shell: Shell, mode: Mode, errand: Errand) -> Draft {
    let saved = |environment| {
        let name = ProfileName::usual_for(environment);
        shell.start.with_untracked(|start| {
            let entry = start.as_ref()?.profiles.iter().find(|entry| entry.name == name)?;
            entry.content.clone().ok()
        })
    };
    let answers = || Answers::of(saved(Environment::Prod).as_ref(), saved(Environment::Dev).as_ref());
    match errand {
        Errand::Add(environment) => {
            let mut answers = answers();
            answers.environments = match environment {
                Environment::Dev => Environments::Dev,
                Environment::Prod => Environments::Prod,
            };
            Draft { page: Page::Environments, reached: Page::Environments, answers }
        }
        Errand::Install => {
            draft::load(mode).unwrap_or_else(|| Draft { answers: answers(), ..Draft::default() })
        }
        Errand::Resume => draft::load(mode).unwrap_or_else(|| Draft {
            page: Page::Review,
            reached: Page::Review,
            answers: answers(),
        }),
    }
}
