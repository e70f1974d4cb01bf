//! What is asked of the host about an answer, as its field is left.

use ipc::bridge::CredentialsQuery;
use ipc::{Code, Environment, Problem, ProfileName};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::Store;
use super::connection::found;
use crate::components::CheckState;
use crate::messages::wizard as said;
use crate::wizard::{Key, Network, Page, Wizard};
use crate::{backend, words};

impl Store {
    /// Start every check of the page that can be asked now.
    pub fn ask_due(self, page: Page) {
        for key in self.wizard.with_untracked(|wizard| wizard.due(page)) {
            let Some(question) = self.wizard.try_update(|wizard| wizard.begin(key)).flatten() else {
                continue;
            };
            spawn_local(async move {
                let state = self.ask(key).await.unwrap_or_else(came_to_nothing);
                self.wizard.update(|wizard| wizard.settle(key, &question, state));
                self.go_on_if_wanted();
            });
        }
    }

    async fn ask(self, key: Key) -> Result<CheckState, Problem> {
        let answers = self.wizard.with_untracked(|wizard| wizard.answers().clone());
        let text = answers.text(key);
        match key {
            Key::QuiltStackArn => {
                let stack = backend::quilt_stack(text.parse()?).await?;
                Ok(found(&stack))
            }
            Key::AppDefinitionId | Key::DevAppDefinitionId => {
                let keys = backend::check_app_definition(text.parse()?).await?;
                Ok(CheckState::Good(said::keys_found(&words::counted(keys.count as u64, "key"))))
            }
            Key::ClientSecret | Key::DevClientSecret => {
                let (environment, id) = if key == Key::ClientSecret {
                    (Environment::Prod, Key::ClientId)
                } else {
                    (Environment::Dev, Key::DevClientId)
                };
                let query = CredentialsQuery {
                    profile: ProfileName::usual_for(environment),
                    tenant: answers.tenant.parse()?,
                    client_id: answers.text(id).trim().to_owned(),
                };
                backend::check_benchling(query).await?;
                Ok(CheckState::Good(said::ACCEPTED.into()))
            }
            Key::PackageBucket => {
                let found = backend::check_bucket(text.parse()?).await?;
                let word = match (found.readable, found.writable) {
                    (_, false) => said::NOT_WRITABLE,
                    (false, true) => said::NOT_READABLE,
                    (true, true) => said::ANOTHER_REGION,
                };
                Ok(match found.remark {
                    Some(remark) => CheckState::Attention(word.into(), Some(remark)),
                    None => CheckState::Good(said::READ_AND_WRITE.into()),
                })
            }
            Key::Network => {
                let Some(query) = self.wizard.with_untracked(Wizard::network_query) else {
                    return Ok(CheckState::Idle);
                };
                let found = backend::find_network(query).await?;
                let words = found.words.clone();
                self.wizard.update(|wizard| wizard.network = Some(found));
                Ok(CheckState::Good(words))
            }
            _ => Ok(CheckState::Idle),
        }
    }

    /// Another network is another question.
    pub fn choose_network(self, network: Network) {
        self.answer(|answers| answers.network = network);
        self.wizard.update(|wizard| wizard.forget_left(&[Key::Vpc, Key::Subnets]));
        self.ask_due(Page::Environments);
    }
}

/// No answer, or one that speaks of something else than what was typed, is no answer about it.
fn came_to_nothing(problem: Problem) -> CheckState {
    match problem.code {
        Code::BenchlingUnreachable
        | Code::AwsUnreachable
        | Code::AwsThrottled
        | Code::CredentialsExpired
        | Code::SignInNeeded
        | Code::MfaCodeNeeded
        | Code::CredentialsMissing
        | Code::Internal => CheckState::Unanswered(problem),
        _ => CheckState::Bad(problem),
    }
}
