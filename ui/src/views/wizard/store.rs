//! The wizard's state in the page: one signal around [`Wizard`], and what is asked of the host on its behalf.
//!
//! Continue may be pressed while a check is still under way, or a secret on its way to the host. It is then *wanted*:
//! whatever ends next tries again, and typing on takes it back.

mod connection;
mod first;
mod questions;

use ipc::aws::{CredentialSource, QuiltStack};
use ipc::bridge::Mode;
use ipc::{Environment, Problem, ProfileName};
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;

use super::aws::Access;
use super::review_run::Review;
use crate::derived::{effect, memo};
use crate::owner::outliving;
use crate::shell::{Errand, Shell};
use crate::signing_in::SigningIn;
use crate::wizard::{Answers, Key, Page, Wizard};
use crate::{backend, draft};

#[derive(Clone, Copy)]
pub struct Store {
    pub shell: Shell,
    pub mode: Mode,
    pub errand: Errand,
    pub wizard: RwSignal<Wizard>,
    /// None while they are looked up.
    pub sources: RwSignal<Option<Result<Vec<CredentialSource>, Problem>>>,
    pub stacks: RwSignal<Option<Result<Vec<QuiltStack>, Problem>>>,
    /// What went wrong on the page, not with one field of it.
    pub problem: RwSignal<Option<Problem>>,
    pub connecting: RwSignal<bool>,
    /// What is asked of the person before we can connect.
    pub access: RwSignal<Access>,
    pub signing_in: SigningIn,
    pub review: RwSignal<Review>,
    /// Another screen has been opened.
    pub closed: RwSignal<bool>,
    wanted: RwSignal<bool>,
    /// Secrets on their way to the host.
    holding: RwSignal<u32>,
}

impl Store {
    pub fn provide(errand: Errand) -> Self {
        let shell = Shell::here();
        let mode = shell.start.with_untracked(|start| start.as_ref().map(|s| s.mode).unwrap_or_default());
        let store = outliving(|| Self {
            shell,
            mode,
            errand,
            wizard: RwSignal::new(Wizard::new(first::draft(shell, mode, errand))),
            sources: RwSignal::new(None),
            stacks: RwSignal::new(None),
            problem: RwSignal::new(None),
            connecting: RwSignal::new(false),
            access: RwSignal::new(Access::default()),
            signing_in: SigningIn::new(),
            review: RwSignal::new(Review::default()),
            closed: RwSignal::new(false),
            wanted: RwSignal::new(false),
            holding: RwSignal::new(0),
        });
        on_cleanup(move || {
            store.closed.set(true);
            store.signing_in.cancel();
            store.drop_review();
        });
        provide_context(store);
        let kept = memo(move || store.wizard.with(|wizard| wizard.draft.clone()));
        effect(move || {
            kept.with(|kept| {
                if kept.reached > Page::Welcome {
                    draft::save(mode, kept);
                }
            });
        });
        spawn_local(store.restore());
        store
    }

    pub fn here() -> Self {
        expect_context()
    }

    /// What a draft can't hold is found out again: who we are, and which secrets the host has.
    async fn restore(self) {
        for environment in Environment::ALL {
            let place = backend::secret_place(ProfileName::usual_for(environment)).await;
            if let Ok(Some(_)) = place {
                self.wizard.update(|wizard| wizard.hold(environment));
            }
        }
        if self.wizard.with_untracked(|wizard| wizard.draft.reached > Page::Aws) {
            self.connect().await;
        }
        match self.wizard.with_untracked(Wizard::page) {
            Page::Review => self.start_review(),
            page => self.ask_due(page),
        }
    }

    // Pages

    pub fn go(self, page: Page) {
        self.wanted.set(false);
        self.problem.set(None);
        self.signing_in.cancel();
        if self.wizard.with_untracked(Wizard::page) == Page::Review {
            self.drop_review();
        }
        self.wizard.update(|wizard| wizard.go(page));
        if page == Page::Review {
            self.start_review();
        } else {
            self.ask_due(page);
        }
    }

    pub fn back(self) {
        if let Some(previous) = self.previous() {
            self.go(previous);
        }
    }

    /// There is no welcome where somebody came from the dashboard.
    pub fn previous(self) -> Option<Page> {
        let previous = self.wizard.with(Wizard::page).previous()?;
        (previous != Page::Welcome || !matches!(self.errand, Errand::Add(_))).then_some(previous)
    }

    pub fn busy(self) -> bool {
        self.wanted.get()
            || self.connecting.get()
            || self.signing_in.busy()
            || self.access.with(|access| access.asking)
            || self.review.with(Review::busy)
    }

    /// The primary button, or Enter.
    pub fn advance(self) {
        if untrack(|| self.busy()) {
            return;
        }
        self.problem.set(None);
        let page = self.wizard.with_untracked(Wizard::page);
        self.wizard.update(|wizard| {
            wizard.leave_all(page);
            wizard.forget_failures(page);
        });
        match page {
            Page::Aws if self.wizard.with_untracked(|wizard| wizard.caller().is_none()) => {
                spawn_local(async move {
                    if self.wizard.with_untracked(|wizard| wizard.first_wrong(Page::Aws).is_none()) {
                        self.reach().await;
                    }
                });
            }
            Page::Review => self.deploy_or_check_again(),
            _ => {
                self.ask_due(page);
                self.wanted.set(true);
                self.go_on_if_wanted();
            }
        }
    }

    fn go_on_if_wanted(self) {
        let page = self.wizard.with_untracked(Wizard::page);
        let under_way = self.holding.get_untracked() > 0 || self.wizard.with_untracked(|w| w.checking(page));
        if !self.wanted.get_untracked() || under_way {
            return;
        }
        self.wanted.set(false);
        match self.wizard.with_untracked(|wizard| wizard.first_wrong(page)) {
            Some(key) => focus(key.id()),
            None => {
                if let Some(next) = page.next() {
                    self.go(next);
                }
            }
        }
    }

    // Fields

    pub fn put(self, key: Key, text: String) {
        self.wanted.set(false);
        self.wizard.update(|wizard| wizard.put(key, text));
    }

    /// Change answers that are not texts.
    pub fn answer(self, change: impl FnOnce(&mut Answers)) {
        self.wanted.set(false);
        self.wizard.update(|wizard| change(&mut wizard.draft.answers));
    }

    pub fn leave(self, key: Key) {
        // Who only passes through an empty field is not told off; Continue will.
        if self.wizard.with_untracked(|wizard| !wizard.answers().text(key).is_empty()) {
            self.wizard.update(|wizard| wizard.leave(key));
            self.ask_due(key.page());
        }
    }

    /// Hand a secret to the host; it does not come back.
    pub fn hold(self, environment: Environment, secret: String) {
        self.holding.update(|count| *count += 1);
        spawn_local(async move {
            match backend::hold_secret(ProfileName::usual_for(environment), secret).await {
                Ok(()) => {
                    self.wizard.update(|wizard| wizard.hold(environment));
                    self.ask_due(self.wizard.with_untracked(Wizard::page));
                }
                Err(problem) => self.problem.set(Some(problem)),
            }
            self.holding.update(|count| *count -= 1);
            self.go_on_if_wanted();
        });
    }
}

/// Give the focus to the element of this id, once it is there.
pub fn focus(id: &'static str) {
    request_animation_frame(move || {
        let element = document().get_element_by_id(id);
        if let Some(element) = element.and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok()) {
            let _ = element.focus();
        }
    });
}
