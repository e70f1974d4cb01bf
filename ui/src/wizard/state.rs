//! Where the wizard stands: the open page, the answers, and what was found out about them since it opened.
//!
//! A live check belongs to a *question*, the values that it was asked with. It counts only as long as the question
//! is still the same: an answer that comes after the person has typed on is dropped, and nothing is asked twice.

use ipc::aws::{AwsChoice, Caller};
use ipc::plan::{DeployRequest, NetworkChoice, NetworkFound, NetworkQuery, Target};
use ipc::{AllowList, Code, Environment, Problem, ProfileName};
use serde::{Deserialize, Serialize};

use super::answers::Answers;
use super::key::Key;
use super::page::Page;
use crate::components::CheckState;
use crate::messages::wizard as said;

/// What survives a crash.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    pub page: Page,
    /// The furthest page that was open.
    pub reached: Page,
    pub answers: Answers,
}

/// What the rail shows beside a page's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    Current,
    Done,
    /// It was passed, and something in it is missing or wrong now.
    Attention,
    Ahead,
}

#[derive(Clone, Debug, PartialEq)]
struct Checked {
    key: Key,
    question: String,
    state: CheckState,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Wizard {
    pub draft: Draft,
    /// Who we are, and the choice that led there.
    pub connected: Option<(AwsChoice, Caller)>,
    /// How often the host was given a client secret, for dev and for prod; 0 where it has none.
    secrets: [u32; 2],
    /// At most one for each key.
    checks: Vec<Checked>,
    /// Fields that were left, and so may show what is wrong with them.
    left: Vec<Key>,
    /// Where the stack is, or would be put with the present choice.
    pub network: Option<NetworkFound>,
}

/// The checks that need the host.
const ASKED: [Key; 7] = [
    Key::QuiltStackArn,
    Key::AppDefinitionId,
    Key::ClientSecret,
    Key::PackageBucket,
    Key::Network,
    Key::DevAppDefinitionId,
    Key::DevClientSecret,
];

impl Wizard {
    pub fn new(draft: Draft) -> Self {
        Self { draft, ..Self::default() }
    }

    pub fn page(&self) -> Page {
        self.draft.page
    }

    pub fn answers(&self) -> &Answers {
        &self.draft.answers
    }

    pub fn go(&mut self, page: Page) {
        self.draft.page = page;
        self.draft.reached = self.draft.reached.max(page);
    }

    pub fn put(&mut self, key: Key, text: String) {
        self.draft.answers.put(key, text);
    }

    pub fn leave(&mut self, key: Key) {
        self.left.push(key);
        self.draft.answers.tidy(key);
    }

    /// Fields that have only just come up were not left yet.
    pub fn forget_left(&mut self, keys: &[Key]) {
        self.left.retain(|key| !keys.contains(key));
    }

    /// Continue was pressed: every field of the page may now show what is wrong with it.
    pub fn leave_all(&mut self, page: Page) {
        self.left.extend(Key::ALL.into_iter().filter(|key| key.page() == page));
    }

    // AWS

    pub fn aws_choice(&self) -> AwsChoice {
        let answers = self.answers();
        let region = answers.region.trim();
        AwsChoice {
            profile: answers.aws_profile.clone(),
            region: (!region.is_empty()).then(|| region.to_owned()),
        }
    }

    /// Who we are with what is chosen now.
    pub fn caller(&self) -> Option<&Caller> {
        self.connected.as_ref().filter(|(choice, _)| *choice == self.aws_choice()).map(|(_, caller)| caller)
    }

    // Secrets

    pub fn secret_held(&self, environment: Environment) -> bool {
        self.secrets[environment as usize] > 0
    }

    /// The host has taken a secret over.
    pub fn hold(&mut self, environment: Environment) {
        self.secrets[environment as usize] += 1;
    }

    /// Another one is to be given instead.
    pub fn forget_secret(&mut self, environment: Environment) {
        self.secrets[environment as usize] = 0;
    }

    // Live checks

    /// The values a check is asked with; none while one of them is missing or wrong.
    fn question(&self, key: Key) -> Option<String> {
        let answers = self.answers();
        let good = |key: Key| answers.error(key).is_none().then(|| answers.text(key).trim().to_owned());
        if !answers.wants(key) {
            return None;
        }
        let client = |environment, id| {
            let times = self.secrets[environment as usize];
            if times == 0 {
                return None;
            }
            Some(format!("{} {} {times}", good(Key::Tenant)?, good(id)?))
        };
        match key {
            Key::QuiltStackArn | Key::AppDefinitionId | Key::DevAppDefinitionId => good(key),
            Key::ClientSecret => client(Environment::Prod, Key::ClientId),
            Key::DevClientSecret => client(Environment::Dev, Key::DevClientId),
            Key::PackageBucket => Some(format!("{} {}", good(key)?, self.caller()?.region)),
            Key::Network => {
                let arn = self.network_query()?.quilt_stack_arn;
                let answers = [Key::Network, Key::Vpc, Key::Subnets].map(|key| answers.text(key));
                Some(format!("{arn} {}", answers.join(" ")))
            }
            _ => None,
        }
    }

    /// The checks of a page that could be asked and have not been, or that nobody answered.
    pub fn due(&self, page: Page) -> Vec<Key> {
        let open = |key| matches!(self.check(key), CheckState::Idle | CheckState::Unanswered(_));
        ASKED
            .into_iter()
            .filter(|key| key.page() == page && self.question(*key).is_some() && open(*key))
            .collect()
    }

    /// What keeps the checks of a page from an answer.
    pub fn unanswered(&self, page: Page) -> Option<&Problem> {
        ASKED.into_iter().filter(|key| key.page() == page).find_map(|key| match self.check(key) {
            CheckState::Unanswered(problem) => Some(problem),
            _ => None,
        })
    }

    /// A check is being asked; gives the question back, for [`Wizard::settle`].
    pub fn begin(&mut self, key: Key) -> Option<String> {
        let question = self.question(key)?;
        self.note(key, question.clone(), CheckState::Checking);
        Some(question)
    }

    /// A check was answered. What was asked with other values than the present ones is dropped.
    pub fn settle(&mut self, key: Key, question: &str, state: CheckState) {
        if self.question(key).as_deref() == Some(question) {
            self.note(key, question.to_owned(), state);
        }
    }

    fn note(&mut self, key: Key, question: String, state: CheckState) {
        self.checks.retain(|checked| checked.key != key);
        self.checks.push(Checked { key, question, state });
    }

    /// Ask again what failed: the person may have put it right where we can't see it.
    pub fn forget_failures(&mut self, page: Page) {
        self.checks.retain(|checked| checked.key.page() != page || checked.state.problem().is_none());
    }

    fn check(&self, key: Key) -> &CheckState {
        match self.checks.iter().find(|checked| checked.key == key) {
            Some(checked) if self.question(key).as_deref() == Some(&checked.question) => &checked.state,
            _ => &CheckState::Idle,
        }
    }

    /// What is shown beside a field. The client check tells about the tenant, too.
    pub fn check_beside(&self, key: Key) -> CheckState {
        match key {
            Key::Tenant => match self.check(Key::ClientSecret) {
                CheckState::Good(_) => CheckState::Good(said::VALID.into()),
                bad if concerns_tenant(bad) => bad.clone(),
                _ => CheckState::Idle,
            },
            Key::ClientSecret if concerns_tenant(self.check(key)) => CheckState::Idle,
            // What was asked in its place is whether there is anything to choose.
            Key::Network if self.answers().network_choice().is_none() => CheckState::Idle,
            // Nobody needs to be asked about these: they are checked as they are typed.
            Key::AllowList(_) => match self.answers().text(key).parse::<AllowList>() {
                Ok(list) if !list.is_open() => CheckState::Good(said::entries(list.count())),
                _ => CheckState::Idle,
            },
            _ => self.check(key).clone(),
        }
    }

    /// What is shown beneath a field: what is wrong with the text, once it was left, or what the host said.
    pub fn error_beneath(&self, key: Key) -> Option<String> {
        if let CheckState::Bad(problem) = self.check_beside(key) {
            // The page explains this one at length.
            if problem.code == Code::QuiltStackElsewhere {
                return None;
            }
            return Some(format!("{} {}", problem.message, problem.next));
        }
        if !self.left.contains(&key) { None } else { self.missing(key) }
    }

    /// What keeps this field from being right, before anybody is asked.
    fn missing(&self, key: Key) -> Option<String> {
        let secret = said::ENTER_SECRET;
        match key {
            _ if !self.answers().wants(key) => None,
            Key::ClientSecret if !self.secret_held(Environment::Prod) => Some(secret.into()),
            Key::DevClientSecret if !self.secret_held(Environment::Dev) => Some(secret.into()),
            _ => self.answers().error(key),
        }
    }

    // Pages

    /// The first field of a page that is missing or wrong.
    pub fn first_wrong(&self, page: Page) -> Option<Key> {
        Key::ALL
            .into_iter()
            .filter(|key| key.page() == page && !self.unneeded(*key))
            .find(|key| self.missing(*key).is_some() || self.check_beside(*key).problem().is_some())
    }

    /// Where dev alone is added, prod's own client is not asked for again: its secret stays where it is.
    fn unneeded(&self, key: Key) -> bool {
        let answers = self.answers();
        if matches!(key, Key::Network | Key::Vpc | Key::Subnets) {
            return self.stays().is_some();
        }
        !answers.environments.include(Environment::Prod)
            && !answers.dev_same_client
            && matches!(key, Key::AppDefinitionId | Key::ClientId | Key::ClientSecret)
    }

    pub fn checking(&self, page: Page) -> bool {
        ASKED.into_iter().any(|key| key.page() == page && *self.check(key) == CheckState::Checking)
    }

    /// Nothing is missing and nothing known to be wrong.
    pub fn complete(&self, page: Page) -> bool {
        match page {
            Page::Welcome => true,
            Page::Aws => self.caller().is_some(),
            Page::Review => false,
            _ => self.first_wrong(page).is_none(),
        }
    }

    pub fn mark(&self, page: Page) -> Mark {
        if page == self.page() {
            Mark::Current
        } else if page > self.draft.reached {
            Mark::Ahead
        } else if page == Page::Review || self.complete(page) {
            Mark::Done
        } else {
            Mark::Attention
        }
    }

    /// The first page before the review that needs attention.
    pub fn first_incomplete(&self) -> Option<Page> {
        Page::steps().iter().copied().find(|page| *page < Page::Review && !self.complete(*page))
    }

    // The end

    pub fn request(&self) -> DeployRequest {
        let environments = self.answers().environments.list().iter();
        let targets = environments.map(|&one| Target::new(one, ProfileName::usual_for(one)));
        let mut request = DeployRequest::new(targets.collect());
        // A stack that exists stays where it is, and was told to.
        if self.stays().is_none() {
            request.network = self.answers().network_choice().unwrap_or_default();
        }
        request
    }

    // The network

    /// What is asked about it; none while something else has to be answered first.
    pub fn network_query(&self) -> Option<NetworkQuery> {
        self.caller()?;
        let answers = self.answers();
        // Where a stack stays is asked even where a VPC is not named yet.
        let choice = answers.network_choice().unwrap_or(NetworkChoice::New);
        Some(NetworkQuery { choice, quilt_stack_arn: answers.text(Key::QuiltStackArn).parse().ok()? })
    }

    /// Where the stack is, and so what can't be chosen any more.
    pub fn stays(&self) -> Option<&str> {
        self.network.as_ref().filter(|network| network.fixed).map(|network| network.words.as_str())
    }
}

fn concerns_tenant(state: &CheckState) -> bool {
    state.problem().is_some_and(|problem| problem.code == Code::BenchlingTenantNotFound)
}

#[cfg(test)]
mod tests;
