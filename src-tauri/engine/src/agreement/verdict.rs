//! One verdict and one remedy out of what was found. The first that holds, of:
//!
//! | what was found | verdict | remedy |
//! |---|---|---|
//! | Secrets Manager has no secret | it is missing | deploy |
//! | differences, the version of the last deployment is held, or the profile was changed later | this machine is newer | deploy |
//! | other settings, by somebody else | Secrets Manager is newer | take them into the profile |
//! | another client secret, by somebody else | Secrets Manager is newer | enter it |
//! | tasks from before the secret was written | they are older | restart them |
//! | no client secret in the keyring | it is missing | enter it |
//! | none of these | they agree, as far as it can be told | none |

use ipc::status::{Agreement, Remedy, Verdict};
use ipc::{ProfileName, Timestamp};

use crate::profiles::settings;

pub struct Facts {
    pub profile: ProfileName,
    pub here: Here,
    pub store: Store,
    pub keyring: Kept,
    /// All running tasks were started after the secret was written; none where that can't be told.
    pub in_use: Option<bool>,
}

/// The profile on this machine.
pub enum Here {
    Read {
        changed_at: Option<Timestamp>,
        /// A deployment would write the secret under the name that the environment reads.
        is_stored_as: bool,
    },
    Untold(String),
}

/// Secrets Manager.
pub enum Store {
    Held {
        /// Settings in which it differs from the profile, by their keys.
        settings: Vec<&'static str>,
        /// It differs from the client secret that the keyring holds.
        client_secret: bool,
        /// It is what the last deployment wrote.
        is_ours: bool,
        written_at: Option<Timestamp>,
    },
    Missing,
    /// It is there, and nothing was compared with it.
    Unread,
    Untold(String),
}

/// The keyring, or this session.
pub enum Kept {
    Held,
    Nothing,
    Untold(String),
}

pub fn judge(facts: &Facts) -> Agreement {
    let (verdict, remedy, sentence) = found(facts);
    let mut detail = sentence;
    for (part, why) in untold(facts) {
        detail.push_str(&format!(" {part} can't be told: {why}"));
    }
    Agreement { verdict, detail, remedy }
}

fn found(facts: &Facts) -> (Verdict, Option<Remedy>, String) {
    match &facts.store {
        Store::Missing => {
            return (
                Verdict::StoreMissing,
                Some(Remedy::Deploy),
                "Secrets Manager has no secret for it any more, and new tasks would not start.".to_owned(),
            );
        }
        Store::Held { settings, client_secret, is_ours, written_at } => {
            let (changed_at, renamed) = match &facts.here {
                Here::Read { changed_at, is_stored_as } => (*changed_at, !is_stored_as),
                Here::Untold(_) => (None, false),
            };
            let differences = differences(settings, *client_secret, renamed);
            let verb = if differences.contains(" and ") { "are" } else { "is" };
            let changed_here = *is_ours
                || renamed
                || !settings.is_empty() && changed_at > *written_at && written_at.is_some();
            if !differences.is_empty() && changed_here {
                let newest = if settings.is_empty() && !renamed { "The keyring" } else { "The profile" };
                let sentence =
                    format!("{newest} is newest: {differences} {verb} not what Secrets Manager holds.");
                return (Verdict::ProfileNewer, Some(Remedy::Deploy), sentence);
            }
            if !differences.is_empty() {
                let remedy = if settings.is_empty() { Remedy::EnterSecret } else { Remedy::Adopt };
                let sentence = format!(
                    "Secrets Manager is newest: somebody changed {differences} there after the last deployment."
                );
                return (Verdict::StoreNewer, Some(remedy), sentence);
            }
        }
        Store::Unread | Store::Untold(_) => {}
    }
    if facts.in_use == Some(false) {
        return (
            Verdict::TasksOlder,
            Some(Remedy::Restart),
            "Secrets Manager is newest: tasks run that were started before its secret was written."
                .to_owned(),
        );
    }
    if matches!(facts.keyring, Kept::Nothing) {
        return (
            Verdict::KeyringMissing,
            Some(Remedy::EnterSecret),
            format!("The keyring has no client secret for the profile \"{}\".", facts.profile),
        );
    }
    let sentence = if untold(facts).next().is_some() {
        "As far as can be told, its settings agree everywhere."
    } else {
        "Profile, Secrets Manager, tasks and keyring agree."
    };
    (Verdict::Agree, None, sentence.to_owned())
}

/// "the Benchling tenant, the metadata key and the client secret"
fn differences(keys: &[&str], client_secret: bool, renamed: bool) -> String {
    let mut names: Vec<&str> =
        keys.iter().filter_map(|key| settings::known(key)).map(|setting| setting.what).collect();
    if renamed && !keys.contains(&"benchlingTenant") {
        names.push("the profile's name");
    }
    if client_secret {
        names.push("the client secret");
    }
    match names.split_last() {
        Some((last, [])) => (*last).to_owned(),
        Some((last, others)) => format!("{} and {last}", others.join(", ")),
        None => String::new(),
    }
}

fn untold(facts: &Facts) -> impl Iterator<Item = (&'static str, &str)> {
    let profile = match &facts.here {
        Here::Untold(why) => Some(("The profile", why.as_str())),
        Here::Read { .. } => None,
    };
    let store = match &facts.store {
        Store::Untold(why) => Some(("Secrets Manager", why.as_str())),
        _ => None,
    };
    let tasks = facts.in_use.is_none() && matches!(facts.store, Store::Held { .. } | Store::Unread);
    let tasks = tasks.then_some(("Whether its tasks use the secret", "ECS names no task that runs."));
    let keyring = match &facts.keyring {
        Kept::Untold(why) => Some(("The keyring", why.as_str())),
        Kept::Held | Kept::Nothing => None,
    };
    [profile, store, tasks, keyring].into_iter().flatten()
}

#[cfg(test)]
mod tests;
