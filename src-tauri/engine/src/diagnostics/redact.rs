//! What is taken out of a text before somebody else reads it.
//!
//! Secrets meet three nets, each of which holds most of them alone: of a profile only values under keys on a list
//! stay; elsewhere whatever stands under a key that sounds like a secret goes; and in the end every text that is
//! known to be a secret here is cut out wherever it stands. Tenants and client ids go by the last two ways as well,
//! and of account ids the last four digits stay.

use serde_json::{Map, Value};

use crate::secret::Secret;

/// What may be shown of a profile, in the flat layouts and in the nested one.
const SHOWN: [&str; 50] = [
    "_inherits",
    "account",
    "appDefinitionId",
    "athenaUserWorkgroup",
    "awsProfile",
    "benchlingAppDefinitionId",
    "benchlingPkgBucket",
    "benchlingSecretArn",
    "bucket",
    "catalog",
    "cdkAccount",
    "cdkRegion",
    "createdAt",
    "database",
    "deployedAt",
    "ecrRepository",
    "enableVerification",
    "enableWebhookVerification",
    "imageRepository",
    "imageTag",
    "integratedStack",
    "level",
    "logLevel",
    "metadataKey",
    "pkgKey",
    "pkgPrefix",
    "prefix",
    "privateSubnetIds",
    "profile",
    "publicSubnetIds",
    "queueArn",
    "queueUrl",
    "quiltCatalog",
    "quiltDatabase",
    "quiltRegion",
    "quiltStackArn",
    "quiltUserBucket",
    "region",
    "secretArn",
    "source",
    "stackArn",
    "stackName",
    "updatedAt",
    "updatedBy",
    "version",
    "vpcCidrBlock",
    "vpcId",
    "webhookAllowList",
    "webhookEndpoint",
    "workflow",
];

/// A secret that is shorter could stand in any word.
const SHORTEST: usize = 6;
/// Tenants that are words of ours as well: to hide them would hide what the text says.
const OUR_WORDS: [&str; 4] = ["benchling", "default", "dev", "prod"];

/// Whether a key or a variable of this name holds what nobody should read.
pub fn sounds_secret(name: &str) -> bool {
    let bare: String = name.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_lowercase();
    // Where it is kept, what it is called and which version it has may be known.
    let about_it = ["arn", "name", "revision"].iter().any(|end| bare.ends_with(end));
    !about_it
        && ["secret", "password", "token", "credential", "privatekey", "apikey", "accesskey"]
            .iter()
            .any(|word| bare.contains(word))
}

/// Leaves the values of a profile that may be shown.
pub fn profile(value: &mut Value) {
    each_leaf(value, &mut |key, leaf| {
        if !key.is_some_and(|key| SHOWN.contains(&key)) {
            *leaf = "(hidden)".into();
        }
    });
}

/// Takes out what stands under a key that sounds like a secret, at whatever depth.
pub fn record(value: &mut Value) {
    match value {
        Value::Object(map) => {
            for (key, value) in map.iter_mut() {
                if sounds_secret(key) { *value = "(removed)".into() } else { record(value) }
            }
        }
        Value::Array(list) => list.iter_mut().for_each(record),
        _ => {}
    }
}

/// Drops what stands under a key that sounds like a secret, for files that stay on this machine.
pub fn without_secrets(map: &mut Map<String, Value>) {
    fn walk(value: &mut Value) {
        match value {
            Value::Object(map) => without_secrets(map),
            Value::Array(list) => list.iter_mut().for_each(walk),
            _ => {}
        }
    }
    map.retain(|key, _| !sounds_secret(key));
    map.values_mut().for_each(walk);
}

/// Calls with each value that holds no others, and the key that it, or the list that it is in, stands under.
fn each_leaf(value: &mut Value, call: &mut dyn FnMut(Option<&str>, &mut Value)) {
    fn walk(key: Option<&str>, value: &mut Value, call: &mut dyn FnMut(Option<&str>, &mut Value)) {
        match value {
            Value::Object(map) => map.iter_mut().for_each(|(key, value)| walk(Some(key), value, call)),
            Value::Array(list) => list.iter_mut().for_each(|value| walk(key, value, call)),
            leaf => call(key, leaf),
        }
    }
    walk(None, value, call);
}

/// What is known not to be shown, wherever it stands.
#[derive(Default)]
pub struct Known {
    secrets: Vec<Secret>,
    names: Vec<(String, &'static str)>,
}

impl Known {
    pub fn secret(&mut self, secret: Secret) {
        if secret.expose().len() >= SHORTEST {
            self.secrets.push(secret);
        }
    }

    /// Learns the secrets, tenants and client ids of a profile in any layout.
    pub fn learn(&mut self, profile: &Value) {
        each_leaf(&mut profile.clone(), &mut |key, leaf| {
            let (Some(key), Some(text)) = (key, leaf.as_str()) else { return };
            match key {
                "tenant" | "benchlingTenant" => self.tenant(text),
                "clientId" | "benchlingClientId" if text.len() >= SHORTEST => {
                    self.names.push((text.to_owned(), "(client id)"));
                }
                // A name in Secrets Manager, which tells no more than profile and tenant.
                "benchlingSecret" => {}
                key if sounds_secret(key) => self.secret(Secret::new(text)),
                _ => {}
            }
        });
    }

    fn tenant(&mut self, typed: &str) {
        let Ok(tenant) = typed.parse::<ipc::Tenant>() else { return };
        if !OUR_WORDS.contains(&tenant.as_str()) {
            self.names.push((tenant.into(), "(tenant)"));
        }
    }

    /// The text as it may be shown.
    pub fn take_out(&self, text: &str) -> String {
        let mut text = text.to_owned();
        let mut secrets: Vec<&Secret> = self.secrets.iter().collect();
        // One that holds another goes first, so that nothing of it stays.
        secrets.sort_by_key(|secret| std::cmp::Reverse(secret.expose().len()));
        for secret in secrets {
            let escaped = Value::from(secret.expose()).to_string();
            text = text.replace(escaped.trim_matches('"'), "(secret)").replace(secret.expose(), "(secret)");
        }
        for (name, instead) in &self.names {
            text = replace_words(&text, name, instead);
        }
        accounts(&text)
    }
}

/// Replaces a name where it stands alone and is no part of a longer one.
fn replace_words(text: &str, name: &str, instead: &str) -> String {
    let joins = |c: char| c.is_alphanumeric() || c == '-' || c == '_';
    let mut out = String::with_capacity(text.len());
    let mut end = 0;
    for (start, _) in text.match_indices(name) {
        let after = start + name.len();
        if !text[..start].ends_with(joins) && !text[after..].starts_with(joins) {
            out.push_str(&text[end..start]);
            out.push_str(instead);
            end = after;
        }
    }
    out + &text[end..]
}

/// Of every number of twelve digits that stands alone, the last four.
fn accounts(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find(|c: char| c.is_ascii_alphanumeric()) {
        let (before, word) = rest.split_at(start);
        let end = word.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(word.len());
        let (word, after) = word.split_at(end);
        out.push_str(before);
        if word.len() == 12 && word.bytes().all(|byte| byte.is_ascii_digit()) {
            out.push_str("********");
            out.push_str(&word[8..]);
        } else {
            out.push_str(word);
        }
        rest = after;
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn keys_that_hold_secrets_are_told_from_those_that_name_them() {
        for name in
            ["benchlingClientSecret", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "api-key", "password"]
        {
            assert!(sounds_secret(name), "{name}");
        }
        for name in
            ["ProdSecretName", "secretArn", "DevSecretRevision", "pkgKey", "metadataKey", "AWS_REGION"]
        {
            assert!(!sounds_secret(name), "{name}");
        }
    }

    #[test]
    fn of_a_profile_only_what_is_listed_stays() {
        let mut value = json!({
            "imageTag": "0.6.3",
            "benchlingTenant": "acme",
            "benchling": { "clientSecret": "canary", "appDefinitionId": "appdef_1" },
            "deployment": { "vpc": { "vpcId": "vpc-1", "privateSubnetIds": ["subnet-1"] } },
            "somethingNew": ["canary"]
        });
        profile(&mut value);
        let expected = json!({
            "imageTag": "0.6.3",
            "benchlingTenant": "(hidden)",
            "benchling": { "clientSecret": "(hidden)", "appDefinitionId": "appdef_1" },
            "deployment": { "vpc": { "vpcId": "vpc-1", "privateSubnetIds": ["subnet-1"] } },
            "somethingNew": ["(hidden)"]
        });
        assert_eq!(value, expected);
    }

    #[test]
    fn what_is_known_is_cut_out_wherever_it_stands() {
        let mut known = Known::default();
        known.learn(&json!({
            "benchlingTenant": "https://acme.benchling.com",
            "benchlingClientId": "client-77",
            "benchlingClientSecret": "can\"ary\\1",
            "benchlingSecret": "quiltdata/benchling-webhook/default/acme"
        }));
        let said = r#"{"a":"can\"ary\\1 acme.benchling.com acme-dev","b":"quiltdata/benchling-webhook/default/acme"}"#;
        let left = r#"{"a":"(secret) (tenant).benchling.com acme-dev","b":"quiltdata/benchling-webhook/default/(tenant)"}"#;
        assert_eq!(known.take_out(said), left);
        assert_eq!(
            known.take_out("can\"ary\\1 of client-77, client-778"),
            "(secret) of (client id), client-778"
        );
    }

    #[test]
    fn of_account_ids_the_last_four_digits_stay() {
        let text =
            "arn:aws:ecs:r:123456789012:x 210987654321.dkr é 1780000000000 a123456789012 \"123456789012\"";
        let left =
            "arn:aws:ecs:r:********9012:x ********4321.dkr é 1780000000000 a123456789012 \"********9012\"";
        assert_eq!(Known::default().take_out(text), left);
    }
}
