//! The client secret: a type that can't be shown, and the store that keeps it.

use std::collections::HashMap;
use std::fmt;
use std::sync::Mutex;

use ipc::bridge::Mode;
use ipc::profile::SecretPlace;
use ipc::{Code, Problem, ProfileName};
use zeroize::Zeroizing;

use crate::Result;

/// The service under which every entry is found: `secret-tool lookup service benchling-webhook username default`.
pub const SERVICE: &str = "benchling-webhook";

/// A rehearsal's entries live apart from the real ones.
pub fn service(mode: Mode) -> String {
    match mode {
        Mode::Real => SERVICE.into(),
        Mode::Rehearsal => format!("{SERVICE}-rehearsal"),
    }
}

/// A text that is never printed and never serialised; its memory is wiped when it goes.
#[derive(Clone)]
pub struct Secret(Zeroizing<String>);

impl Secret {
    pub fn new(text: impl Into<String>) -> Self {
        Self(Zeroizing::new(text.into()))
    }

    /// The text itself. Every call is a place to ask where it goes from there.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(...)")
    }
}

impl PartialEq for Secret {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}

/// Keeps one client secret for each profile. Not found is an answer, `None`; locked, denied and missing are
/// problems of their own. Implementations block: call them from a blocking task.
pub trait SecretStore: Send + Sync {
    fn load(&self, profile: &ProfileName) -> Result<Option<Secret>>;
    fn save(&self, profile: &ProfileName, secret: &Secret) -> Result<()>;
    fn remove(&self, profile: &ProfileName) -> Result<()>;
}

/// This program's memory: "for this session only", and the store of most tests.
#[derive(Default)]
pub struct SessionStore {
    /// Each with where it is kept besides.
    secrets: Mutex<HashMap<ProfileName, (Secret, SecretPlace)>>,
    refusals: Mutex<Refusals>,
    /// Looking waits for its turn: what one answer unlocks, the next question need not ask for.
    pub(crate) turn: tokio::sync::Mutex<()>,
}

/// Why the keyring did not tell whoever only looked.
#[derive(Default)]
struct Refusals {
    all: Option<Problem>,
    of: HashMap<ProfileName, Problem>,
}

impl SessionStore {
    fn map(&self) -> std::sync::MutexGuard<'_, HashMap<ProfileName, (Secret, SecretPlace)>> {
        self.secrets.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    fn refusals(&self) -> std::sync::MutexGuard<'_, Refusals> {
        self.refusals.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    /// Why the keyring does not tell of any profile.
    pub fn refused_all(&self) -> Option<Problem> {
        self.refusals().all.clone()
    }

    /// Why it does not tell of this one, or of any.
    pub fn refused(&self, profile: &ProfileName) -> Option<Problem> {
        let refusals = self.refusals();
        refusals.all.as_ref().or(refusals.of.get(profile)).cloned()
    }

    pub fn refuse(&self, profile: &ProfileName, why: Problem) {
        self.refusals().of.insert(profile.clone(), why);
    }

    pub fn refuse_all(&self, why: Problem) {
        self.refusals().all = Some(why);
    }

    pub fn forgive(&self, profile: &ProfileName) {
        self.refusals().of.remove(profile);
    }

    /// Remembers what the keyring has, so that it need not be asked again.
    pub fn remember(&self, profile: &ProfileName, secret: &Secret) {
        self.map().insert(profile.clone(), (secret.clone(), SecretPlace::Keyring));
        // The keyring has told of one, so it may be asked of the others again.
        self.refusals().all = None;
    }

    /// Where a secret that this session holds is kept.
    pub fn place(&self, profile: &ProfileName) -> Option<SecretPlace> {
        self.map().get(profile).map(|(_, place)| *place)
    }

    /// A text that somebody else wrote, without the secrets that this session knows.
    pub fn mask(&self, text: &str) -> String {
        let map = self.map();
        let secrets = map.values().map(|(secret, _)| secret.expose()).filter(|secret| !secret.is_empty());
        secrets.fold(text.to_owned(), |text, secret| text.replace(secret, "(secret)"))
    }
}

impl SecretStore for SessionStore {
    fn load(&self, profile: &ProfileName) -> Result<Option<Secret>> {
        Ok(self.map().get(profile).map(|(secret, _)| secret.clone()))
    }
    fn save(&self, profile: &ProfileName, secret: &Secret) -> Result<()> {
        self.map().insert(profile.clone(), (secret.clone(), SecretPlace::Session));
        Ok(())
    }
    fn remove(&self, profile: &ProfileName) -> Result<()> {
        self.map().remove(profile);
        Ok(())
    }
}

/// The OS keyring. Value: `{"clientSecret": "..."}`.
pub struct Keyring {
    service: String,
}

impl Keyring {
    pub fn real() -> Self {
        Self { service: service(Mode::Real) }
    }

    pub fn rehearsal() -> Self {
        Self { service: service(Mode::Rehearsal) }
    }

    fn entry(&self, profile: &ProfileName) -> Result<keyring::Entry> {
        keyring::Entry::new(&self.service, profile.as_str()).map_err(problem)
    }
}

impl SecretStore for Keyring {
    fn load(&self, profile: &ProfileName) -> Result<Option<Secret>> {
        let text = match self.entry(profile)?.get_password() {
            Ok(text) => Zeroizing::new(text),
            Err(keyring::Error::NoEntry) => return Ok(None),
            Err(error) => return Err(problem(error)),
        };
        let value: serde_json::Value = serde_json::from_str(&text).unwrap_or_default();
        Ok(value.get("clientSecret").and_then(|v| v.as_str()).map(Secret::new))
    }

    fn save(&self, profile: &ProfileName, secret: &Secret) -> Result<()> {
        let value = Zeroizing::new(serde_json::json!({ "clientSecret": secret.expose() }).to_string());
        self.entry(profile)?.set_password(&value).map_err(problem)
    }

    fn remove(&self, profile: &ProfileName) -> Result<()> {
        match self.entry(profile)?.delete_credential() {
            Ok(()) | Err(keyring::Error::NoEntry) => Ok(()),
            Err(error) => Err(problem(error)),
        }
    }
}

/// Missing, locked and denied have different remedies, so they are different problems.
fn problem(error: keyring::Error) -> Problem {
    let text = error.to_string().to_ascii_lowercase();
    let problem = match &error {
        keyring::Error::NoStorageAccess(_) if text.contains("locked") => locked(),
        keyring::Error::NoStorageAccess(cause) | keyring::Error::PlatformFailure(cause) => {
            let cause = cause.to_string().to_ascii_lowercase();
            if cause.contains("locked") {
                locked()
            } else if cause.contains("prompt") || cause.contains("denied") || cause.contains("dismissed") {
                Problem::new(
                    Code::KeyringDenied,
                    "The keyring refused to let this program read or write its entry.",
                    "Allow access when the keyring asks, or keep the secret for this session only.",
                )
            } else {
                missing()
            }
        }
        keyring::Error::Ambiguous(_) => Problem::new(
            Code::KeyringAmbiguous,
            "The keyring has more than one entry of this program for this profile.",
            "Remove what another program has put there, or keep the secret for this session only.",
        ),
        // Windows keeps 2560 bytes, which are 1280 letters.
        keyring::Error::TooLong(_, limit) => Problem::new(
            Code::KeyringDenied,
            format!("The client secret is longer than this keyring keeps ({limit} bytes)."),
            "Check that you pasted the client secret alone, or keep it for this session only.",
        ),
        _ => missing(),
    };
    problem.because(&error)
}

fn locked() -> Problem {
    Problem::new(
        Code::KeyringLocked,
        "The keyring is locked.",
        "Unlock it and try again, or keep the secret for this session only.",
    )
}

fn missing() -> Problem {
    Problem::new(
        Code::KeyringMissing,
        "This machine has no keyring that answers.",
        "Start one (GNOME Keyring, KWallet, KeePassXC) and try again, or keep the secret for this session only.",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_never_printed() {
        assert_eq!(format!("{:?}", Secret::new("canary")), "Secret(...)");
    }

    #[test]
    fn each_trouble_of_a_keyring_has_an_answer_of_its_own() {
        let failed = |text: &str| keyring::Error::PlatformFailure(text.to_owned().into());
        let told = [
            failed("the collection is locked"),
            failed("the prompt was dismissed"),
            failed("no such interface org.freedesktop.secrets"),
            keyring::Error::TooLong("password".into(), 2560),
            keyring::Error::Ambiguous(Vec::new()),
        ]
        .map(problem);
        let codes = told.each_ref().map(|problem| problem.code);
        assert_eq!(
            codes,
            [
                Code::KeyringLocked,
                Code::KeyringDenied,
                Code::KeyringMissing,
                Code::KeyringDenied,
                Code::KeyringAmbiguous,
            ]
        );
        assert!(told[4].message.contains("more than one entry"));
        assert!(told[3].message.contains("2560") && told[3].message != told[1].message);
        assert!(told.iter().all(|problem| problem.next.contains("this session only")));
    }

    #[test]
    fn a_text_is_rid_of_the_secrets_that_the_session_knows() {
        let session = SessionStore::default();
        session.save(&"default".parse().unwrap(), &Secret::new("canary")).unwrap();
        session.save(&"dev".parse().unwrap(), &Secret::new("")).unwrap();
        assert_eq!(session.mask("401 for canary, twice: canary"), "401 for (secret), twice: (secret)");
    }
}
