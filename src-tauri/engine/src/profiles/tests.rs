use serde_json::{Map, Value};

use super::*;
use crate::files;

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
