//! The wizard's state in the page: one signal around [`Wizard`], and what is asked of the host on its behalf.
//!
//! Continue may be pressed while a check is still under way, or a secret on its way to the host. It is then *wanted*:
//! whatever ends next tries again, and typing on takes it back.

use ipc::aws::{CredentialSource, QuiltStack};
use ipc::bridge::{CredentialsQuery, Mode};
use ipc::{Code, Environment, Problem, ProfileName};
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;

use super::aws::Access;
use super::review_run::Review;
use crate::components::CheckState;
use crate::messages::wizard as said;
use crate::owner::outliving;
use crate::shell::{Errand, Shell};
use crate::wizard::{Answers, Draft, Environments, Key, Network, Page, Wizard};
use crate::{backend, draft, words};

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
            wizard: RwSignal::new(Wizard::new(first_draft(shell, mode, errand))),
            sources: RwSignal::new(None),
            stacks: RwSignal::new(None),
            problem: RwSignal::new(None),
            connecting: RwSignal::new(false),
            access: RwSignal::new(Access::default()),
            review: RwSignal::new(Review::default()),
            closed: RwSignal::new(false),
            wanted: RwSignal::new(false),
            holding: RwSignal::new(0),
        });
        on_cleanup(move || {
            store.closed.set(true);
            store.cancel_sign_in();
            store.drop_review();
        });
        provide_context(store);
        let kept = Memo::new(move |_| store.wizard.with(|wizard| wizard.draft.clone()));
        Effect::new(move || {
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
        self.cancel_sign_in();
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
            || self.access.with(Access::busy)
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

    // Questions to the host

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

    /// The catalog of the chosen stack, where it is one of the list.
    pub fn catalog(self) -> Option<String> {
        let arn = self.wizard.with(|wizard| wizard.answers().quilt_stack_arn.clone());
        self.stacks.with(|stacks| match stacks {
            Some(Ok(stacks)) => stacks.iter().find(|s| s.arn.as_str() == arn).map(|s| s.catalog.clone()),
            _ => None,
        })
    }

    /// To the region of a stack that was named, and connected there.
    pub fn move_to(self, region: String) {
        self.put(Key::Region, region);
        spawn_local(async move {
            self.connect().await;
            self.ask_due(Page::Quilt);
        });
    }

    /// Another network is another question.
    pub fn choose_network(self, network: Network) {
        self.answer(|answers| answers.network = network);
        self.wizard.update(|wizard| wizard.forget_left(&[Key::Vpc, Key::Subnets]));
        self.ask_due(Page::Environments);
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
        self.cancel_sign_in();
        self.access.set(Access::default());
        self.answer(|answers| {
            answers.aws_profile.clone_from(&source.profile);
            if let Some(region) = &source.region {
                answers.region.clone_from(region);
            }
        });
    }

    pub(super) async fn connect(self) {
        let choice = self.wizard.with_untracked(Wizard::aws_choice);
        self.connecting.set(true);
        match backend::connect(choice.clone()).await {
            Ok(caller) => {
                self.wizard.update(|wizard| {
                    // The region that the chain knew is now the one that is chosen.
                    if wizard.answers().region.trim().is_empty() && wizard.aws_choice() == choice {
                        wizard.put(Key::Region, caller.region.clone());
                    }
                    let chosen = ipc::aws::AwsChoice { region: Some(caller.region.clone()), ..choice };
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
}

fn found(stack: &QuiltStack) -> CheckState {
    if stack.runs_webhook {
        CheckState::Attention(said::RUNS_WEBHOOK.into(), None)
    } else {
        CheckState::Good(said::FOUND.into())
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

/// The draft that was left, else what the saved profiles know.
fn first_draft(shell: Shell, mode: Mode, errand: Errand) -> Draft {
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

/// Give the focus to the element of this id, once it is there.
pub fn focus(id: &'static str) {
    request_animation_frame(move || {
        let element = document().get_element_by_id(id);
        if let Some(element) = element.and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok()) {
            let _ = element.focus();
        }
    });
}
