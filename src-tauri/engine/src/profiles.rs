//! Profiles on disk: `<name>.json`, flat, as the design lays them out and people's scripts read them.
//!
//! A file is read into a [`Profile`]; what it says that we don't know stays where it is when it is written
//! again. A file that can't be read is never written.

use std::path::Path;

use ipc::profile::ProfileEntry;
use ipc::{Code, Problem, Profile, ProfileName};
use serde_json::{Map, Value};

use crate::{Paths, Result, files};

pub fn load(paths: &Paths, name: &ProfileName) -> Result<Profile> {
    let path = paths.profile(name);
    let text = files::read(&path)?.ok_or_else(|| missing(name, &path))?;
    parse(&text, name).map_err(|why| broken(&path, &why))
}

/// Writes the profile over what is there, keeping the file's other keys and their order. A setting that the
/// profile leaves open keeps what the file says.
pub fn save(paths: &Paths, profile: &Profile) -> Result<()> {
    let path = paths.profile(&profile.profile);
    let mut map: Map<String, Value> = match files::read(&path)? {
        Some(text) => serde_json::from_str(&text).map_err(|error| broken(&path, &error.to_string()))?,
        None => Map::new(),
    };
    let Ok(Value::Object(known)) = serde_json::to_value(profile) else {
        return Err(Problem::new(Code::Internal, "The profile can't be written as JSON.", "Report this."));
    };
    map.extend(known);
    map.insert("benchlingSecret".into(), profile.secret_name().into());
    let mut text = serde_json::to_string_pretty(&map).unwrap_or_default();
    text.push('\n');
    files::write(&path, &text)
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
        // The rehearsed cloud keeps its state beside the rehearsal's profiles.
        .filter(|name| paths.profile(name) != paths.rehearsed_cloud())
        .collect();
    names.sort();
    Ok(names
        .into_iter()
        .map(|name| ProfileEntry {
            path: paths.profile(&name).display().to_string(),
            content: load(paths, &name),
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
