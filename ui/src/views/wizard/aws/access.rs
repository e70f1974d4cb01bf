//! What a person has to give before we can connect: a sign-in in the browser, or the code of an MFA device.
//!
//! What is needed follows from the chosen source; the primary button does it, and the connection goes on from there.

use ipc::Code;
use ipc::aws::{CredentialSource, MfaCode, SourceState};
use leptos::prelude::*;

use super::super::store::{Store, focus};
use crate::backend;
use crate::messages::aws as said;

/// The id of the field for the code.
pub const CODE_FIELD: &str = "mfaCode";

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Access {
    /// AWS is being asked for a role.
    pub asking: bool,
    pub code: String,
    /// What is wrong with the code.
    pub refused: Option<String>,
}

/// What is missing before we can connect.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Need {
    Nothing,
    SignIn,
    Code { device: String },
}

impl Store {
    pub fn need(self) -> Need {
        if self.wizard.with(|wizard| wizard.caller().is_some()) {
            return Need::Nothing;
        }
        let chosen = self.wizard.with(|wizard| wizard.answers().aws_profile.clone());
        let state = self.sources.with(|sources| match sources {
            Some(Ok(list)) => list.iter().find(|one| one.profile == chosen).map(|one| one.state.clone()),
            _ => None,
        });
        match state {
            Some(SourceState::SignInNeeded) => Need::SignIn,
            Some(SourceState::CodeNeeded { device }) => Need::Code { device },
            _ => Need::Nothing,
        }
    }

    /// The primary button of the AWS page, before we are connected.
    pub async fn reach(self) {
        match untrack(|| self.need()) {
            Need::Nothing => self.connect().await,
            Need::SignIn => self.sign_in().await,
            Need::Code { .. } => self.give_code().await,
        }
    }

    async fn sign_in(self) {
        match self.signing_in.run(self.wizard.with_untracked(|wizard| wizard.aws_choice())).await {
            Ok(true) => {
                self.refresh_sources().await;
                self.connect().await;
            }
            Ok(false) => {}
            Err(problem) => self.problem.set(Some(problem)),
        }
    }

    async fn give_code(self) {
        let typed = self.access.with_untracked(|access| access.code.clone());
        let code: MfaCode = match typed.parse() {
            Ok(code) => code,
            Err(why) => return self.refuse_code(why.0),
        };
        let choice = self.wizard.with_untracked(|wizard| wizard.aws_choice());
        self.access.update(|access| access.asking = true);
        let answer = backend::take_role(choice, code.as_str().to_owned()).await;
        self.access.update(|access| access.asking = false);
        match answer {
            Ok(()) => {
                self.access.set(Access::default());
                self.refresh_sources().await;
                self.connect().await;
            }
            Err(problem) if problem.code == Code::MfaCodeRefused => {
                self.access.update(|access| access.code.clear());
                self.refuse_code(said::refused(&problem.message, &problem.next));
            }
            Err(problem) => self.problem.set(Some(problem)),
        }
    }

    fn refuse_code(self, why: String) {
        self.access.update(|access| access.refused = Some(why));
        focus(CODE_FIELD);
    }

    pub fn type_code(self, text: String) {
        self.access.update(|access| {
            access.code = text;
            access.refused = None;
        });
    }

    /// Looks again without a skeleton in between.
    async fn refresh_sources(self) {
        let sources = backend::credential_sources().await;
        self.sources.set(Some(sources));
    }

    /// Connecting has shown that a sign-in or a role has ended, whatever the files say.
    pub async fn ended(self, code: Code) {
        self.refresh_sources().await;
        let chosen = self.wizard.with_untracked(|wizard| wizard.answers().aws_profile.clone());
        self.sources.update(|sources| {
            let Some(Ok(list)) = sources else { return };
            let chosen = list.iter_mut().find(|one: &&mut CredentialSource| one.profile == chosen);
            if let Some(source) = chosen
                && code == Code::SignInNeeded
            {
                source.state = SourceState::SignInNeeded;
            }
        });
    }
}
