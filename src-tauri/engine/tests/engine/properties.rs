//! The laws, for any input that proptest thinks of; and for what is near the truth.

use proptest::collection::{btree_map, vec};
use proptest::prelude::*;
use serde_json::{Map, Value, json};

use crate::laws;

/// Keys of all generations, and others.
fn key() -> impl Strategy<Value = String> {
    let known = [
        "benchlingTenant",
        "benchlingClientId",
        "benchlingClientSecret",
        "benchlingAppDefinitionId",
        "quiltStackArn",
        "benchlingPkgBucket",
        "quiltUserBucket",
        "quiltCatalog",
        "imageTag",
        "logLevel",
        "webhookAllowList",
        "enableWebhookVerification",
        "quilt",
        "benchling",
        "packages",
        "deployment",
        "logging",
        "security",
        "stackArn",
        "catalog",
        "tenant",
        "clientId",
        "clientSecret",
        "bucket",
        "level",
        "enableVerification",
        "ecrRepository",
        "_inherits",
        "_metadata",
        "active",
        "history",
        "dev",
        "prod",
        "stage",
        "timestamp",
        "deployedAt",
        "endpoint",
        "stackName",
        "outcome",
        "profile",
        "taskSize",
        "awsProfile",
        "benchlingSecret",
    ];
    prop_oneof![4 => prop::sample::select(known.to_vec()).prop_map(str::to_owned), 1 => "x-[a-z]{1,6}", 1 => ".{0,8}"]
}

fn leaf() -> impl Strategy<Value = Value> {
    let near = [
        "my-company",
        "https://my-company.benchling.com/",
        "appdef_X1",
        "s3://packages",
        "true",
        "FALSE",
        "yes",
        "v0.6.3",
        "latest",
        "info",
        "prod",
        "dev",
        "2025-11-04T10:00:00.000Z",
        "2025-11-04T11:00:00+01:00",
        "",
        " ",
        "arn:aws:cloudformation:us-east-1:123456789012:stack/quilt/abc",
        "203.0.113.0/24, 10.0.0.1",
        "https://x/prod/",
        "BenchlingWebhookStack",
        "1024/2048",
    ];
    prop_oneof![
        6 => prop::sample::select(near.to_vec()).prop_map(Value::from),
        1 => Just(Value::Null),
        1 => any::<bool>().prop_map(Value::from),
        1 => any::<i64>().prop_map(Value::from),
        1 => any::<f64>().prop_map(Value::from),
        1 => ".{0,12}".prop_map(Value::from),
    ]
}

fn any_object() -> impl Strategy<Value = Map<String, Value>> {
    let value = leaf().prop_recursive(4, 40, 6, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..4).prop_map(Value::from),
            btree_map(key(), inner, 0..6).prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    });
    vec((key(), value), 0..12).prop_map(|pairs| pairs.into_iter().collect())
}

/// A profile that can be read, with anything beside.
fn profile() -> impl Strategy<Value = String> {
    any_object().prop_map(|mut map| {
        let right = json!({
            "benchlingTenant": "https://my-company.benchling.com", "benchlingAppDefinitionId": "appdef_X1",
            "benchlingClientId": "id", "benchlingPkgBucket": "packages", "enableWebhookVerification": "true",
            "quiltStackArn": "arn:aws:cloudformation:us-east-1:123456789012:stack/quilt/abc", "imageTag": "v0.6.3",
            "logLevel": "info", "taskSize": null, "webhookAllowList": "", "awsProfile": null,
        });
        map.extend(right.as_object().cloned().unwrap());
        serde_json::to_string(&map).unwrap()
    })
}

/// Something that looks like a config file.
fn config() -> impl Strategy<Value = String> {
    let line = prop_oneof![
        "\\[(profile |sso-session |services )?[a-z ]{0,6}\\]?",
        "(role_arn|source_profile|sso_session|sso_start_url|mfa_serial|region|credential_process) ?=? ?[a-z:/]{0,8}",
        ".{0,20}",
    ];
    vec(line, 0..20).prop_map(|lines| lines.join("\n"))
}

proptest! {
    #[test]
    fn any_json_as_a_profile_is_read_or_told_and_loses_nothing(map in any_object(), right in profile()) {
        laws::profile(serde_json::to_string(&map).unwrap().as_bytes());
        laws::profile(right.as_bytes());
    }

    #[test]
    fn any_json_as_a_record_loses_no_row_and_no_key(map in any_object()) {
        let text = serde_json::to_string(&map).unwrap();
        laws::deploy_json(text.as_bytes());
        laws::deployments_json(text.as_bytes());
    }

    #[test]
    fn any_text_as_any_file_is_no_panic(text in ".{0,200}", config in config()) {
        laws::profile(text.as_bytes());
        laws::deployments_json(text.as_bytes());
        laws::aws_config(text.as_bytes());
        laws::aws_config(config.as_bytes());
    }
}

/// What the fuzzer has found once.
#[test]
fn a_catalog_is_normalised_in_one_go() {
    for (found, becomes) in
        [("5.8. /", "https://5.8."), ("http://quilt.example.com/ /", "https://quilt.example.com")]
    {
        let text = format!(r#"{{"quiltCatalog":"{found}"}}"#);
        laws::profile(text.as_bytes());
        let flat = engine::import::flatten(serde_json::from_str(&text).unwrap());
        assert_eq!(flat.map["quiltCatalog"], becomes);
    }
}
