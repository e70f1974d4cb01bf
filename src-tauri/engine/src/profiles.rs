//! Profiles on disk: `<name>.json`, flat, as the design lays them out and people's scripts read them.
//!
//! A file is read into a [`Profile`]; what it says that we don't know stays where it is when it is written
//! again, and goes along when it is copied. A file that can't be read is never written and never removed. What is
//! removed is kept in `removed/` first, without anything that sounds like a secret.

use std::path::Path;

use ipc::profile::{ProfileEntry, ProfileRemoval};
use ipc::{Code, Environment, Problem, Profile, ProfileName};
use serde_json::{Map, Value};

use crate::diagnostics::without_secrets;
use crate::secret::SecretStore;
use crate::{Engine, Paths, Result, clock, files, history, journal};

pub fn load(paths: &Paths, name: &ProfileName) -> Result<Profile> {
    let path = paths.profile(name);
    let text = files::read(&path)?.ok_or_else(|| missing(name, &path))?;
    parse(&text, name).map_err(|why| broken(&path, &why))
}

/// Writes the profile over what is there, keeping the file's other keys and their order. A setting that the
/// profile leaves open keeps what the file says.
pub fn save(paths: &Paths, profile: &Profile) -> Result<()> {
    let map = keys(&paths.profile(&profile.profile))?;
    write(paths, profile, map.unwrap_or_default())
}

/// Writes a profile that does not exist yet, with the keys of `from` that we don't know. Its secret in Secrets Manager
/// has a name of its own, by the profile's.
pub fn copy(paths: &Paths, from: &ProfileName, profile: &Profile) -> Result<()> {
    let known = load(paths, from)?;
    refuse_taken(paths, &profile.profile)?;
    let mut map = keys(&paths.profile(from))?.unwrap_or_default();
    if let Ok(Value::Object(settings)) = serde_json::to_value(known) {
        for key in settings.keys() {
            map.shift_remove(key);
        }
    }
    without_secrets(&mut map);
    write(paths, profile, map)
}

/// A name under which nothing is kept yet.
pub fn refuse_taken(paths: &Paths, name: &ProfileName) -> Result<()> {
    if !paths.profile(name).exists() {
        return Ok(());
    }
    Err(Problem::new(
        Code::ValueInvalid,
        format!("There is a profile \"{name}\" already."),
        "Choose another name, or edit the one that is there.",
    ))
}

/// Takes a profile away: its entry in the keyring unless that is to be kept, then its file. Answers with the file that
/// keeps its content.
pub async fn remove(engine: &Engine, removal: &ProfileRemoval) -> Result<String> {
    let (paths, name) = (&engine.paths, &removal.profile);
    load(paths, name)?;
    let mut map = keys(&paths.profile(name))?.unwrap_or_default();
    if removal.typed.trim() != name.as_str() {
        return Err(Problem::new(
            Code::ConfirmationNeeded,
            format!("This needs the word \"{name}\". Nothing was changed."),
            "Type the profile's name if you want to delete it.",
        ));
    }
    refuse_running(paths, name)?;
    without_secrets(&mut map);
    let moment: String = clock::rfc3339(engine.clock.now()).chars().filter(|c| !"-:".contains(*c)).collect();
    let kept = paths.removed().join(format!("{name}-{moment}.json"));
    files::write(&kept, pretty(&map))?;
    if !removal.keep_secret {
        match engine.with_keyring(name, |keyring, name| keyring.remove(name)).await {
            // Where there is no keyring, nothing is in it.
            Err(problem) if problem.code == Code::KeyringMissing => {}
            answer => answer?,
        }
    }
    engine.session.remove(name)?;
    let path = paths.profile(name);
    std::fs::remove_file(&path).map_err(|error| {
        Problem::new(
            Code::ConfigFolderUnwritable,
            format!("{} can't be deleted.", path.display()),
            "Give yourself write access to its folder, and try again.",
        )
        .because(&error)
    })?;
    Ok(kept.display().to_string())
}

/// What goes on, or was cut off, still needs its profile.
fn refuse_running(paths: &Paths, name: &ProfileName) -> Result<()> {
    let running = journal::newest(paths)?;
    if running.is_some_and(|run| run.plan.targets.iter().any(|target| target.profile == *name)) {
        return Err(Problem::new(
            Code::StackBusy,
            format!("A deployment of the profile \"{name}\" has not ended yet. Nothing was changed."),
            "Wait until it has ended, then delete the profile.",
        ));
    }
    Ok(())
}

fn keys(path: &Path) -> Result<Option<Map<String, Value>>> {
    let text = files::read(path)?;
    text.map(|text| serde_json::from_str(&text).map_err(|error| broken(path, &error.to_string()))).transpose()
}

fn write(paths: &Paths, profile: &Profile, mut map: Map<String, Value>) -> Result<()> {
    let Ok(Value::Object(known)) = serde_json::to_value(profile) else {
        return Err(Problem::new(Code::Internal, "The profile can't be written as JSON.", "Report this."));
    };
    map.extend(known);
    map.insert("benchlingSecret".into(), profile.secret_name().into());
    files::write(&paths.profile(&profile.profile), pretty(&map))
}

fn pretty(map: &Map<String, Value>) -> String {
    let mut text = serde_json::to_string_pretty(map).unwrap_or_default();
    text.push('\n');
    text
}

/// Every profile in the folder, by name; a broken file is a row that says what is wrong with it.
pub fn list(paths: &Paths) -> Result<Vec<ProfileEntry>> {
    let entries = match std::fs::read_dir(paths.base()) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => {
            return Err(Problem::new(
                Code::ConfigFolderUnwritable,
                format!("The folder {} can't be read.", paths.base().display()),
                "Check that it belongs to you, or choose another folder with --config-dir.",
            )
            .because(&error));
        }
    };
    let mut names: Vec<ProfileName> = entries
        .filter_map(|entry| {
            let name = entry.ok()?.file_name().into_string().ok()?;
            name.strip_suffix(".json")?.parse().ok()
        })
        .collect();
    names.sort();
    let deployed = Environment::ALL.map(|environment| {
        // A record that can't be read is told where it matters.
        let current = history::current(paths, environment).ok().flatten();
        (environment, current.map(|row| row.profile.unwrap_or_else(|| ProfileName::usual_for(environment))))
    });
    Ok(names
        .into_iter()
        .map(|name| ProfileEntry {
            path: paths.profile(&name).display().to_string(),
            content: load(paths, &name),
            deployed: deployed
                .iter()
                .filter(|(_, profile)| profile.as_ref() == Some(&name))
                .map(|(environment, _)| *environment)
                .collect(),
            name,
        })
        .collect())
}

/// The file's own `profile` key is a label; its name is what counts.
fn parse(text: &str, name: &ProfileName) -> std::result::Result<Profile, String> {
    let mut value: Value = serde_json::from_str(text).map_err(|error| format!("It is not JSON: {error}."))?;
    let map = value.as_object_mut().ok_or("It is JSON, but not an object.")?;
    map.insert("profile".into(), name.as_str().into());
    // One key at a time, so that the answer names the key.
    for (key, what) in REQUIRED {
        if !map.contains_key(key) {
            return Err(format!("\"{key}\" ({what}) is missing."));
        }
    }
    serde_path(map).map_err(|(key, why)| format!("\"{key}\" is not right: {why}"))?;
    serde_json::from_value(value).map_err(|error| error.to_string())
}

const REQUIRED: [(&str, &str); 5] = [
    ("benchlingTenant", "the Benchling tenant"),
    ("benchlingAppDefinitionId", "the app definition id"),
    ("benchlingClientId", "the app's client id"),
    ("quiltStackArn", "the Quilt stack's ARN"),
    ("benchlingPkgBucket", "the bucket for packages"),
];

/// Finds the first key whose value its type refuses, by reading each on its own.
fn serde_path(map: &Map<String, Value>) -> std::result::Result<(), (String, String)> {
    fn check<T: serde::de::DeserializeOwned>(
        map: &Map<String, Value>,
        key: &str,
    ) -> std::result::Result<(), (String, String)> {
        match map.get(key) {
            Some(value) => serde_json::from_value::<T>(value.clone())
                .map(drop)
                .map_err(|error| (key.to_owned(), error.to_string())),
            None => Ok(()),
        }
    }
    check::<ipc::Tenant>(map, "benchlingTenant")?;
    check::<ipc::AppDefinitionId>(map, "benchlingAppDefinitionId")?;
    check::<String>(map, "benchlingClientId")?;
    check::<ipc::StackArn>(map, "quiltStackArn")?;
    check::<ipc::BucketName>(map, "benchlingPkgBucket")?;
    check::<ipc::ImageTag>(map, "imageTag")?;
    check::<ipc::ImageRepository>(map, "imageRepository")?;
    check::<ipc::LogLevel>(map, "logLevel")?;
    check::<ipc::TaskSize>(map, "taskSize")?;
    check::<ipc::TaskCount>(map, "taskCount")
}

fn missing(name: &ProfileName, path: &Path) -> Problem {
    Problem::new(
        Code::ProfileMissing,
        format!("There is no profile \"{name}\"."),
        format!("Create it with the wizard or with: benchling-webhook setup-profile {name}"),
    )
    .because_text(format!("{} does not exist", path.display()))
}

fn broken(path: &Path, why: &str) -> Problem {
    Problem::new(
        Code::ProfileBroken,
        format!("The profile {} can't be read. {why}", path.display()),
        "Correct the file in a text editor, or move it away and create the profile again. We don't change it.",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paths() -> (tempfile::TempDir, Paths) {
        let folder = tempfile::tempdir().unwrap();
        let paths = Paths::at(folder.path().join("benchling-webhook"));
        (folder, paths)
    }

    const FILE: &str = r#"{
  "zeta": [1, 2],
  "benchlingTenant": "https://my-company.benchling.com",
  "benchlingAppDefinitionId": "appdef_X1",
  "benchlingClientId": "id",
  "quiltStackArn": "arn:aws:cloudformation:us-east-1:123456789012:stack/quilt/abc",
  "benchlingPkgBucket": "s3://packages",
  "enableWebhookVerification": "true",
  "imageTag": "v0.6.3",
  "queueArn": "arn:x"
}"#;

    #[test]
    fn unknown_keys_keep_their_place_when_a_profile_is_written_again() {
        let (_folder, paths) = paths();
        let name: ProfileName = "default".parse().unwrap();
        files::write(&paths.profile(&name), FILE).unwrap();
        let profile = load(&paths, &name).unwrap();
        assert_eq!(profile.benchling_tenant.as_str(), "my-company");
        assert_eq!(profile.image_tag.as_str(), "0.6.3");
        save(&paths, &profile).unwrap();
        let text = files::read(&paths.profile(&name)).unwrap().unwrap();
        let map: Map<String, Value> = serde_json::from_str(&text).unwrap();
        let keys: Vec<&str> = map.keys().map(String::as_str).collect();
        assert_eq!(&keys[..3], ["zeta", "benchlingTenant", "benchlingAppDefinitionId"]);
        assert_eq!(map["queueArn"], "arn:x");
        assert_eq!(map["benchlingSecret"], "quiltdata/benchling-webhook/default/my-company");
        assert_eq!(load(&paths, &name).unwrap(), profile);
    }

    #[test]
    fn a_broken_file_names_the_key_and_is_not_written_over() {
        let (_folder, paths) = paths();
        let name: ProfileName = "default".parse().unwrap();
        files::write(&paths.profile(&name), FILE).unwrap();
        let good = load(&paths, &name).unwrap();
        for (text, says) in [
            ("{", "not JSON"),
            ("[]", "not an object"),
            (&FILE.replace("appdef_X1", "nonsense"), "\"benchlingAppDefinitionId\" is not right"),
            (
                &FILE.replace("\"benchlingTenant\"", "\"tenant\""),
                "\"benchlingTenant\" (the Benchling tenant) is missing",
            ),
        ] {
            files::write(&paths.profile(&name), text).unwrap();
            let problem = load(&paths, &name).unwrap_err();
            assert_eq!(problem.code, Code::ProfileBroken);
            assert!(problem.message.contains(says), "{}", problem.message);
        }
        files::write(&paths.profile(&name), "{").unwrap();
        assert_eq!(save(&paths, &good).unwrap_err().code, Code::ProfileBroken);
        assert_eq!(files::read(&paths.profile(&name)).unwrap().unwrap(), "{");
    }

    fn given(paths: &Paths) -> Profile {
        files::write(&paths.base().join("default.json"), FILE).unwrap();
        load(paths, &"default".parse().unwrap()).unwrap()
    }

    #[test]
    fn a_copy_takes_along_what_we_dont_know_but_no_secret_and_replaces_nothing() {
        let (_folder, paths) = paths();
        let from = given(&paths);
        let text = FILE.replace("\"queueArn\"", "\"benchlingClientSecret\": \"canary\", \"queueArn\"");
        files::write(&paths.base().join("default.json"), text).unwrap();
        let to = Profile { profile: "dev".parse().unwrap(), image_tag: "0.18.0".parse().unwrap(), ..from };
        copy(&paths, &"default".parse().unwrap(), &to).unwrap();
        assert_eq!(load(&paths, &to.profile).unwrap(), to);
        let written = files::read(&paths.profile(&to.profile)).unwrap().unwrap();
        assert!(!written.contains("canary"), "{written}");
        let map: Map<String, Value> = serde_json::from_str(&written).unwrap();
        assert_eq!(map["queueArn"], "arn:x");
        assert_eq!(map["zeta"][1], 2);
        assert_eq!(map["benchlingSecret"], "quiltdata/benchling-webhook/dev/my-company");
        let again = copy(&paths, &"default".parse().unwrap(), &to).unwrap_err();
        assert_eq!(again.code, Code::ValueInvalid);
        files::write(&paths.profile(&to.profile), "{").unwrap();
        assert!(copy(&paths, &"default".parse().unwrap(), &to).is_err());
        assert_eq!(files::read(&paths.profile(&to.profile)).unwrap().unwrap(), "{");
    }

    #[test]
    fn the_list_shows_broken_files_and_skips_records() {
        let (_folder, paths) = paths();
        assert_eq!(list(&paths).unwrap(), []);
        files::write(&paths.base().join("default.json"), FILE).unwrap();
        files::write(&paths.base().join("dev.json"), "{").unwrap();
        files::write(&paths.deploy_record(), "{}").unwrap();
        let rows = list(&paths).unwrap();
        assert_eq!(
            rows.iter().map(|r| (r.name.as_str(), r.content.is_ok())).collect::<Vec<_>>(),
            [("default", true), ("dev", false)]
        );
    }
}
