//! What a person has to give before we can connect: a sign-in in the browser, or the code of an MFA device.
//!
//! What is needed follows from the chosen source; the primary button does it, and the connection goes on from there.

use ipc::aws::{CredentialSource, MfaCode, SignInEnd, SignInPrompt, SourceState};
use ipc::{Code, Problem};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::super::store::{Store, focus};
use crate::backend;
use crate::messages::aws as said;

/// The id of the field for the code.
pub const CODE_FIELD: &str = "mfaCode";

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Access {
    pub step: Step,
    pub code: String,
    /// What is wrong with the code.
    pub refused: Option<String>,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub enum Step {
    #[default]
    Idle,
    /// AWS is being asked for a code to agree to, or for a role.
    Asking,
    /// The person has the code, and has not agreed yet.
    Waiting {
        prompt: SignInPrompt,
        /// The page could be opened from here.
        opened: bool,
    },
}

impl Access {
    pub fn busy(&self) -> bool {
        self.step != Step::Idle
    }
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
        let choice = self.wizard.with_untracked(|wizard| wizard.aws_choice());
        self.now_at(Step::Asking);
        let prompt = match backend::sign_in(choice.clone()).await {
            Ok(prompt) => prompt,
            Err(problem) => return self.stopped(Some(problem)),
        };
        // Another source may have been chosen meanwhile.
        if self.wizard.with_untracked(|wizard| wizard.aws_choice()) != choice {
            return self.cancel_sign_in();
        }
        // Which pages may be opened is decided elsewhere; one that may not is opened by hand.
        let opened = backend::open_page(prompt.address.clone()).await.is_ok();
        self.now_at(Step::Waiting { prompt, opened });
        match backend::await_sign_in().await {
            Ok(SignInEnd::SignedIn) => {
                self.now_at(Step::Idle);
                self.refresh_sources().await;
                self.connect().await;
            }
            Ok(SignInEnd::Cancelled) => {}
            Err(problem) => self.stopped(Some(problem)),
        }
    }

    /// Nobody waits any more; there may be nothing to cancel.
    pub fn cancel_sign_in(self) {
        if self.access.with_untracked(|access| access.step != Step::Idle) {
            self.stopped(None);
            spawn_local(async move {
                let _ = backend::cancel_sign_in().await;
            });
        }
    }

    async fn give_code(self) {
        let typed = self.access.with_untracked(|access| access.code.clone());
        let code: MfaCode = match typed.parse() {
            Ok(code) => code,
            Err(why) => return self.refuse_code(why.0),
        };
        let choice = self.wizard.with_untracked(|wizard| wizard.aws_choice());
        self.now_at(Step::Asking);
        let answer = backend::take_role(choice, code.as_str().to_owned()).await;
        self.now_at(Step::Idle);
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

    fn now_at(self, step: Step) {
        self.access.update(|access| access.step = step);
    }

    fn stopped(self, problem: Option<Problem>) {
        self.now_at(Step::Idle);
        if problem.is_some() {
            self.problem.set(problem);
        }
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
