//! A profile being written: the wizard's own state decides what is missing or wrong, and what the host is asked about
//! it. Only what was changed is asked about; where nobody answers, it says so and stands in nobody's way.

use ipc::bridge::CredentialsQuery;
use ipc::profile::{ProfileEntry, SecretPlace};
use ipc::{Code, Environment, Problem, Profile, ProfileName};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::profiles::{ProfilesPage, Told};
use crate::backend;
use crate::components::CheckState;
use crate::messages::settings::profiles as text;
use crate::owner::outliving;
use crate::views::wizard::focus;
use crate::wizard::{Answers, Draft, Key, Page, Running, Wizard};

/// The wizard's pages whose answers make a profile.
const PAGES: [Page; 4] = [Page::Benchling, Page::Quilt, Page::Packages, Page::Environments];

#[derive(Clone, Debug, PartialEq)]
pub enum Purpose {
    Add,
    Copy(Box<Profile>),
    Edit(Box<Profile>),
}

#[derive(Clone, Copy)]
pub struct Form {
    pub purpose: StoredValue<Purpose>,
    pub rows: StoredValue<Vec<ProfileEntry>>,
    pub name: RwSignal<String>,
    pub name_error: RwSignal<Option<String>>,
    pub wizard: RwSignal<Wizard>,
    /// A copy takes over the client, and with it the secret.
    pub same_client: RwSignal<bool>,
    pub in_keyring: RwSignal<bool>,
    pub problem: RwSignal<Option<Problem>>,
    pub busy: RwSignal<bool>,
    /// The name under which the host was given a secret here.
    held: RwSignal<Option<ProfileName>>,
    before: StoredValue<Answers>,
}

impl Form {
    pub fn new(purpose: Purpose, rows: Vec<ProfileEntry>) -> Self {
        let (name, from) = match &purpose {
            Purpose::Add => (String::new(), None),
            Purpose::Copy(from) => (free_name(&rows), Some(from)),
            Purpose::Edit(profile) => (profile.profile.to_string(), Some(profile)),
        };
        let from = from.map(Box::as_ref);
        let answers = Answers { prod: running(&name, from), ..Answers::of(from, None) };
        let same_client = matches!(purpose, Purpose::Copy(_));
        let form = outliving(|| Self {
            purpose: StoredValue::new(purpose.clone()),
            rows: StoredValue::new(rows),
            name: RwSignal::new(name),
            name_error: RwSignal::new(None),
            wizard: RwSignal::new(Wizard::new(Draft { answers: answers.clone(), ..Draft::default() })),
            same_client: RwSignal::new(same_client),
            in_keyring: RwSignal::new(true),
            problem: RwSignal::new(None),
            busy: RwSignal::new(false),
            held: RwSignal::new(None),
            before: StoredValue::new(answers),
        });
        match purpose {
            Purpose::Add => {}
            Purpose::Copy(_) => form.wizard.update(|wizard| wizard.hold(Environment::Prod)),
            Purpose::Edit(profile) => spawn_local(async move {
                if let Ok(Some(place)) = backend::secret_place(profile.profile).await {
                    form.in_keyring.set(place == SecretPlace::Keyring);
                    form.wizard.update(|wizard| wizard.hold(Environment::Prod));
                }
            }),
        }
        form
    }

    /// Another name may be the other environment's, which usually has tasks of another size.
    pub fn put_name(self, name: String) {
        self.name_error.set(None);
        let is_usual = !Key::sizes(Environment::Prod).into_iter().any(|key| self.changed(key));
        if is_usual {
            let before = self.before_profile();
            let usual = running(&name, before.as_ref());
            for key in Key::sizes(Environment::Prod) {
                self.put(key, usual.text(key).to_owned());
                self.before.update_value(|before| before.put(key, usual.text(key).to_owned()));
            }
        }
        self.name.set(name);
    }

    pub fn editing(self) -> bool {
        self.purpose.with_value(|purpose| matches!(purpose, Purpose::Edit(_)))
    }

    /// The profile that this one is made from.
    pub fn from(self) -> Option<ProfileName> {
        self.purpose.with_value(|purpose| match purpose {
            Purpose::Copy(from) => Some(from.profile.clone()),
            _ => None,
        })
    }

    /// Whether a copy goes on with the client that it was made from, or has one of its own.
    pub fn use_same_client(self, same: bool) {
        self.same_client.set(same);
        let before = self.before.get_value();
        self.wizard.update(|wizard| {
            wizard.forget_secret(Environment::Prod);
            let id = if same { before.client_id } else { String::new() };
            wizard.put(Key::ClientId, id);
            if same {
                wizard.hold(Environment::Prod);
            }
        });
        self.held.set(None);
    }

    pub fn put(self, key: Key, text: String) {
        self.wizard.update(|wizard| wizard.put(key, text));
    }

    pub fn leave(self, key: Key) {
        if self.wizard.with_untracked(|wizard| !wizard.answers().text(key).is_empty()) {
            self.wizard.update(|wizard| wizard.leave(key));
            spawn_local(async move { self.ask_about(key.page()).await });
        }
    }

    /// Hands a secret to the host; it does not come back.
    pub fn hold(self, secret: String) {
        let Ok(name) = self.name.with_untracked(|name| name.parse::<ProfileName>()) else {
            return self.check_name();
        };
        spawn_local(async move {
            match backend::hold_secret(name.clone(), secret).await {
                Ok(()) => {
                    self.held.set(Some(name));
                    self.wizard.update(|wizard| wizard.hold(Environment::Prod));
                    self.ask_about(Page::Benchling).await;
                }
                Err(problem) => self.problem.set(Some(problem)),
            }
        });
    }

    pub fn check_name(self) {
        let name = self.name.get_untracked();
        self.name_error.set(match name.parse::<ProfileName>() {
            Err(why) => Some(why.to_string()),
            Ok(name) if self.taken(&name) => Some(text::taken(&name)),
            Ok(_) => None,
        });
    }

    fn taken(self, name: &ProfileName) -> bool {
        let other = |row: &ProfileEntry| row.name.as_str().eq_ignore_ascii_case(name.as_str());
        !self.editing() && self.rows.with_value(|rows| rows.iter().any(other))
    }

    // Questions to the host

    fn changed(self, key: Key) -> bool {
        let differs = |key: Key| {
            self.wizard.with_untracked(|wizard| {
                self.before.with_value(|before| before.text(key).trim() != wizard.answers().text(key).trim())
            })
        };
        match key {
            Key::ClientSecret => {
                let own = !self.same_client.get_untracked();
                self.held.with_untracked(Option::is_some)
                    || differs(Key::Tenant)
                    || own && differs(Key::ClientId)
            }
            _ => differs(key),
        }
    }

    async fn ask_about(self, page: Page) {
        for key in self.wizard.with_untracked(|wizard| wizard.due(page)) {
            if !self.changed(key) {
                continue;
            }
            let question = self.wizard.try_update(|wizard| wizard.begin(key)).flatten();
            let Some(question) = question else { continue };
            let state = match self.ask(key).await {
                Ok(state) => state,
                Err(problem) if unanswered(problem.code) => CheckState::Unanswered(problem),
                Err(problem) => CheckState::Bad(problem),
            };
            self.wizard.update(|wizard| wizard.settle(key, &question, state));
        }
    }

    async fn ask(self, key: Key) -> Result<CheckState, Problem> {
        let answers = self.wizard.with_untracked(|wizard| wizard.answers().clone());
        match key {
            Key::QuiltStackArn => {
                let stack = backend::quilt_stack(answers.quilt_stack_arn.parse()?).await?;
                Ok(if stack.runs_webhook {
                    CheckState::Attention(text::RUNS_WEBHOOK.into(), None)
                } else {
                    CheckState::Good(text::FOUND.into())
                })
            }
            Key::AppDefinitionId => {
                let keys = backend::check_app_definition(answers.app_definition_id.parse()?).await?;
                Ok(CheckState::Good(text::keys_found(keys.count)))
            }
            Key::ClientSecret => {
                let name = self.name.with_untracked(|name| name.parse::<ProfileName>())?;
                let profile = self.held.get_untracked().or_else(|| self.from()).unwrap_or(name);
                let query = CredentialsQuery {
                    profile,
                    tenant: answers.tenant.parse()?,
                    client_id: answers.client_id.trim().to_owned(),
                };
                backend::check_benchling(query).await?;
                Ok(CheckState::Good(text::ACCEPTED.into()))
            }
            _ => Ok(CheckState::Idle),
        }
    }

    // The end

    pub fn save(self, page: ProfilesPage) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        self.problem.set(None);
        spawn_local(async move {
            match self.try_save().await {
                Ok(Some(name)) => page.close(Some(Told::Saved(name))),
                Ok(None) => {}
                Err(problem) => self.problem.set(Some(problem)),
            }
            self.busy.set(false);
        });
    }

    /// None where something has to be put right first; it has the focus then.
    async fn try_save(self) -> Result<Option<ProfileName>, Problem> {
        self.check_name();
        if self.name_error.with_untracked(Option::is_some) {
            focus(NAME_ID);
            return Ok(None);
        }
        let name: ProfileName = self.name.with_untracked(|name| name.parse())?;
        self.wizard.update(|wizard| {
            for page in PAGES {
                wizard.leave_all(page);
                wizard.forget_failures(page);
            }
        });
        for page in PAGES {
            self.ask_about(page).await;
        }
        let wrong = self.wizard.with_untracked(|w| PAGES.into_iter().find_map(|page| w.first_wrong(page)));
        if let Some(key) = wrong {
            focus(key.id());
            return Ok(None);
        }
        let secret_from = match self.held.get_untracked() {
            Some(held) => Some(held),
            None => self.from().filter(|_| self.same_client.get_untracked()),
        };
        if let Some(from) = secret_from.filter(|from| *from != name) {
            backend::copy_secret(from, name.clone()).await?;
        }
        let place = if self.in_keyring.get_untracked() { SecretPlace::Keyring } else { SecretPlace::Session };
        let profile = self.profile(&name)?;
        match self.from() {
            Some(from) => backend::copy_profile(from, profile, place).await?,
            None => backend::save_profile(profile, place).await?,
        }
        Ok(Some(name))
    }

    /// As it would be written; what has no field here stays as it was.
    pub fn profile(self, name: &ProfileName) -> Result<Profile, Problem> {
        let answered = self.wizard.with_untracked(|wizard| wizard.answers().profile(Environment::Prod));
        let answered = answered.map_err(|key| {
            let missing = self.wizard.with_untracked(|wizard| wizard.answers().error(key));
            Problem::new(Code::ValueInvalid, missing.unwrap_or_default(), String::new())
        })?;
        let before = self.before_profile();
        let kept = before.as_ref();
        // What nobody changed here stays open where it was: it is what is usual in its environment then.
        let given = |keys: [Key; 2]| keys.into_iter().any(|key| self.changed(key));
        let [cpu, memory, fewest, most] = Key::sizes(Environment::Prod);
        let task_size =
            if given([cpu, memory]) { answered.task_size } else { kept.and_then(|kept| kept.task_size) };
        let task_count =
            if given([fewest, most]) { answered.task_count } else { kept.and_then(|kept| kept.task_count) };
        let answered = Profile { profile: name.clone(), task_size, task_count, ..answered };
        Ok(match before {
            None => answered,
            Some(before) => Profile {
                image_repository: before.image_repository,
                enable_webhook_verification: before.enable_webhook_verification,
                aws_profile: before.aws_profile,
                ..answered
            },
        })
    }

    /// The profile that is edited or copied.
    fn before_profile(self) -> Option<Profile> {
        self.purpose.with_value(|purpose| match purpose {
            Purpose::Add => None,
            Purpose::Copy(before) | Purpose::Edit(before) => Some((**before).clone()),
        })
    }
}

/// How it runs where a profile of this name is deployed: as it says, or as is usual there.
fn running(name: &str, profile: Option<&Profile>) -> Running {
    let is_dev = name.trim() == ProfileName::usual_for(Environment::Dev).as_str();
    let environment = if is_dev { Environment::Dev } else { Environment::Prod };
    profile.map_or_else(|| Running::usual(environment), |profile| Running::of(profile, environment))
}

pub const NAME_ID: &str = "profileName";

/// What a copy is usually for.
fn free_name(rows: &[ProfileEntry]) -> String {
    let usual = Environment::ALL.map(ProfileName::usual_for);
    let free = usual.iter().find(|name| rows.iter().all(|row| row.name != **name));
    free.map(ToString::to_string).unwrap_or_default()
}

/// Nobody could be asked, so nothing is known to be wrong.
fn unanswered(code: Code) -> bool {
    matches!(
        code,
        Code::BenchlingUnreachable
            | Code::AwsUnreachable
            | Code::AwsThrottled
            | Code::CredentialsMissing
            | Code::CredentialsExpired
            | Code::PermissionDenied
            | Code::RegionMissing
    )
}
