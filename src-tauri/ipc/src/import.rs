//! What older tools left, and what a person wants of it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::profile::{ProfileDifference, ProfileFault, SecretPlace};
use crate::{Problem, ProfileName};

/// Which tool wrote a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Generation {
    /// The flat layout of the design, which we write too.
    #[serde(rename = "design")]
    Design,
    /// `default.json` and `profiles/<name>/default.json`, every value a text.
    #[serde(rename = "npm_0_6")]
    Npm06,
    /// `<name>/config.json`, nested.
    #[serde(rename = "npm_0_7")]
    Npm07,
}

/// Everything that was found; nothing of it is a secret.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ImportPreview {
    /// Where we looked.
    pub folders: Vec<String>,
    pub profiles: Vec<FoundProfile>,
    pub records: Vec<FoundRecord>,
    /// Files that can't be read, or can't be a profile.
    pub unusable: Vec<Unusable>,
}

impl ImportPreview {
    /// There is something to import that is not here yet.
    pub fn has_news(&self) -> bool {
        self.profiles.iter().any(|profile| profile.is_news)
            || self.records.iter().any(|record| record.fresh > 0)
    }

    /// What is done where a person doesn't say otherwise: each profile from its best source. What lacks something stays
    /// out.
    pub fn usual_choice(&self) -> ImportChoice {
        let profiles = self.profiles.iter().filter(|profile| profile.is_news).filter_map(|profile| {
            let source = profile.sources.first()?;
            let complete = profile.missing.is_empty();
            complete.then(|| ChosenProfile {
                name: profile.name.clone(),
                source: source.path.clone(),
                given: BTreeMap::new(),
            })
        });
        ImportChoice { profiles: profiles.collect(), records: true, remove_secrets: false }
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct FoundProfile {
    pub name: ProfileName,
    /// There is a profile of this name already.
    pub is_here: bool,
    /// To import it as it is suggested would change something.
    pub is_news: bool,
    /// The one that is suggested first.
    pub sources: Vec<FoundSource>,
    /// In what each further source is another than the first: `left` is the first one's.
    pub differing: Vec<Vec<ProfileDifference>>,
    /// Needed settings that no source has.
    pub missing: Vec<ProfileFault>,
}

/// One file that is a profile, with the files that it builds on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct FoundSource {
    pub path: String,
    pub generation: Generation,
    /// Files with derived values, and profiles that it inherits from.
    pub beside: Vec<String>,
    /// What it says, in the names and the form that we write.
    pub settings: Vec<FoundSetting>,
    /// What it says otherwise than we write it.
    pub normalised: Vec<Normalised>,
    /// What is wrong or lacking.
    pub faults: Vec<ProfileFault>,
    /// Keys that sound like a secret and that we don't take along.
    pub left_out: Vec<String>,
    /// The file that has the client secret in plain text.
    pub secret_in: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct FoundSetting {
    pub key: String,
    pub value: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Normalised {
    /// Our key.
    pub key: String,
    /// The value as it stood there.
    pub found: String,
    pub becomes: String,
}

/// A record of deployments.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct FoundRecord {
    pub path: String,
    pub rows: usize,
    /// Rows that our history has not.
    pub fresh: usize,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Unusable {
    pub path: String,
    pub problem: Problem,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ImportChoice {
    pub profiles: Vec<ChosenProfile>,
    /// Take the history along.
    pub records: bool,
    /// Take the client secret out of the older file, once it is safe in the keyring. The npm tool will ask for it then.
    pub remove_secrets: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ChosenProfile {
    pub name: ProfileName,
    /// The path of its source.
    pub source: String,
    /// What the files lack, by key.
    #[serde(default)]
    pub given: BTreeMap<String, String>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ImportResult {
    pub profiles: Vec<ImportedProfile>,
    /// Rows that are new in our history.
    pub rows: usize,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ImportedProfile {
    pub name: ProfileName,
    pub source: String,
    pub written: Result<Written, Problem>,
    pub secret: ImportedSecret,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Written {
    Created,
    Changed,
    Unchanged,
}

/// What became of the client secret.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ImportedSecret {
    /// Where it is now; none where no file had one.
    pub place: Option<SecretPlace>,
    /// The keyring has another one, which stays.
    pub other_in_keyring: bool,
    /// Files that have it no more.
    pub removed_from: Vec<String>,
    /// Files that still have it in plain text.
    pub left_in: Vec<String>,
    /// Why it is not in the keyring, or still in a file.
    pub problem: Option<Problem>,
}
