//! Signing in with SSO: a code, a page in the browser on which to agree to it, and the wait until somebody has.
//!
//! One at a time: a new one, or [`SigningIn::cancel`], takes the turn from the one before, whose answer then counts for
//! nothing.

use ipc::Problem;
use ipc::aws::{AwsChoice, SignInEnd, SignInPrompt};
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::backend;
use crate::derived::memo;

#[derive(Clone, Debug, Default, PartialEq)]
pub enum Step {
    #[default]
    Idle,
    /// AWS is being asked for a code.
    Asking,
    /// The person has the code, and has not agreed yet.
    Waiting {
        prompt: SignInPrompt,
        /// The page could be opened from here.
        opened: bool,
    },
}

/// Outlives the view that makes it, since the wait may.
#[derive(Clone, Copy)]
pub struct SigningIn {
    pub step: RwSignal<Step>,
    turn: StoredValue<u32>,
}

impl SigningIn {
    pub fn new() -> Self {
        Self { step: RwSignal::new(Step::Idle), turn: StoredValue::new(0) }
    }

    pub fn busy(self) -> bool {
        self.step.with(|step| *step != Step::Idle)
    }

    /// The code to agree to, and whether its page is open.
    pub fn prompt(self) -> Memo<Option<(SignInPrompt, bool)>> {
        memo(move || {
            self.step.with(|step| match step {
                Step::Waiting { prompt, opened } => Some((prompt.clone(), *opened)),
                _ => None,
            })
        })
    }

    /// True once somebody has signed in; false where it was given up.
    pub async fn run(self, choice: AwsChoice) -> Result<bool, Problem> {
        let turn = self.next(Step::Asking);
        let answer = self.wait(choice, turn).await;
        if self.turn.get_value() != turn {
            return Ok(false);
        }
        self.step.set(Step::Idle);
        answer
    }

    async fn wait(self, choice: AwsChoice, turn: u32) -> Result<bool, Problem> {
        let prompt = backend::sign_in(choice).await?;
        if self.turn.get_value() != turn {
            // Given up before there was anything to cancel.
            if self.step.with_untracked(|step| *step == Step::Idle) {
                backend::cancel_sign_in().await?;
            }
            return Ok(false);
        }
        // Which pages may be opened is decided elsewhere; one that may not is opened by hand.
        let opened = backend::open_page(prompt.address.clone()).await.is_ok();
        self.step.set(Step::Waiting { prompt, opened });
        Ok(backend::await_sign_in().await? == SignInEnd::SignedIn)
    }

    /// Nobody waits any more; there may be nothing to cancel.
    pub fn cancel(self) {
        if self.step.with_untracked(|step| *step != Step::Idle) {
            self.next(Step::Idle);
            spawn_local(async move {
                let _ = backend::cancel_sign_in().await;
            });
        }
    }

    fn next(self, step: Step) -> u32 {
        self.turn.update_value(|turn| *turn += 1);
        self.step.set(step);
        self.turn.get_value()
    }
}
