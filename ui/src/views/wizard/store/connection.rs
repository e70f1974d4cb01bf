//! Who we are to AWS, and the Quilt stacks that are found there.

use ipc::aws::{AwsChoice, CredentialSource, QuiltStack};
use ipc::{Code, Problem};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::super::aws::Access;
use super::Store;
use crate::backend;
use crate::components::CheckState;
use crate::messages::wizard as said;
use crate::wizard::{Key, Page, Wizard};

impl Store {
    pub fn look_for_sources(self) {
        self.sources.set(None);
        spawn_local(async move {
            let sources = backend::credential_sources().await;
            if let Ok(list) = &sources {
                let chosen = self.wizard.with_untracked(|wizard| wizard.answers().aws_profile.clone());
                if !list.iter().any(|source| source.profile == chosen)
                    && let Some(first) = list.first()
                {
                    self.choose_source(first);
                } else if let Some(source) = list.iter().find(|source| source.profile == chosen)
                    && self.wizard.with_untracked(|wizard| wizard.answers().region.is_empty())
                {
                    self.choose_source(source);
                }
            }
            self.sources.set(Some(sources));
        });
    }

    pub fn choose_source(self, source: &CredentialSource) {
        self.problem.set(None);
        self.signing_in.cancel();
        self.access.set(Access::default());
        self.answer(|answers| {
            answers.aws_profile.clone_from(&source.profile);
            if let Some(region) = &source.region {
                answers.region.clone_from(region);
            }
        });
    }

    pub async fn connect(self) {
        let choice = self.wizard.with_untracked(Wizard::aws_choice);
        self.connecting.set(true);
        match backend::connect(choice.clone()).await {
            Ok(caller) => {
                self.wizard.update(|wizard| {
                    // The region that the chain knew is now the one that is chosen.
                    if wizard.answers().region.trim().is_empty() && wizard.aws_choice() == choice {
                        wizard.put(Key::Region, caller.region.clone());
                    }
                    let chosen = AwsChoice { region: Some(caller.region.clone()), ..choice };
                    wizard.connected = Some((chosen, caller));
                });
                self.look_for_stacks();
            }
            // The page asks for it; nothing is wrong.
            Err(Problem { code: code @ (Code::SignInNeeded | Code::MfaCodeNeeded), .. })
                if self.wizard.with_untracked(Wizard::page) == Page::Aws =>
            {
                self.ended(code).await;
            }
            Err(problem) => self.problem.set(Some(problem)),
        }
        self.connecting.set(false);
    }

    /// To the region of a stack that was named, and connected there.
    pub fn move_to(self, region: String) {
        self.put(Key::Region, region);
        spawn_local(async move {
            self.connect().await;
            self.ask_due(Page::Quilt);
        });
    }

    pub fn look_for_stacks(self) {
        self.stacks.set(None);
        spawn_local(async move {
            let stacks = backend::quilt_stacks().await;
            if let Ok(list) = &stacks {
                let chosen = self.wizard.with_untracked(|wizard| wizard.answers().quilt_stack_arn.clone());
                // What is known of the chosen one may be another thing now.
                let known = list.iter().find(|stack| stack.arn.as_str() == chosen);
                if let (Some(stack), _, _) | (None, true, [stack]) =
                    (known, chosen.is_empty(), list.as_slice())
                {
                    self.choose_stack(stack);
                }
            }
            self.stacks.set(Some(stacks));
        });
    }

    /// A stack out of the list needs no question.
    pub fn choose_stack(self, stack: &QuiltStack) {
        self.put(Key::QuiltStackArn, stack.arn.to_string());
        self.wizard.update(|wizard| {
            if let Some(question) = wizard.begin(Key::QuiltStackArn) {
                wizard.settle(Key::QuiltStackArn, &question, found(stack));
            }
        });
    }

    /// The catalog of the chosen stack, where it is one of the list.
    pub fn catalog(self) -> Option<String> {
        let arn = self.wizard.with(|wizard| wizard.answers().quilt_stack_arn.clone());
        self.stacks.with(|stacks| match stacks {
            Some(Ok(stacks)) => stacks.iter().find(|s| s.arn.as_str() == arn).map(|s| s.catalog.clone()),
            _ => None,
        })
    }
}

pub fn found(stack: &QuiltStack) -> CheckState {
    if stack.runs_webhook {
        CheckState::Attention(said::RUNS_WEBHOOK.into(), None)
    } else {
        CheckState::Good(said::FOUND.into())
    }
}
