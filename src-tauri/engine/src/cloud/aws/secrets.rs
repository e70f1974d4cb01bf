//! Secrets Manager: whether the secret needs writing, and writing it so that its name keeps its ARN.

use std::collections::BTreeMap;

use aws_sdk_secretsmanager::operation::describe_secret::DescribeSecretOutput;
use aws_sdk_secretsmanager::types;
use aws_smithy_types::DateTime;
use serde_json::Value;

use super::problem::has_code;
use super::{Aws, timestamp};
use crate::Result;
use crate::cloud::{SecretComparison, SecretFacts, SecretState};
use crate::container_secret::may_be_shown;
use crate::secret::Secret;
use crate::template::fingerprint;

impl Aws {
    pub(super) async fn secret_state(&self, name: &str, wanted: &Secret) -> Result<SecretState> {
        match self.described(name).await? {
            None => return Ok(SecretState::Missing),
            Some(described) if described.deleted_date().is_some() => {
                return Ok(SecretState::ScheduledForDeletion);
            }
            Some(_) => {}
        }
        Ok(match self.held(name).await? {
            Some((held, _)) if same_content(&held, wanted) => SecretState::Same,
            _ => SecretState::Different,
        })
    }

    pub(super) async fn compare_secret(
        &self,
        name: &str,
        wanted: &Secret,
        version: &str,
    ) -> Result<Option<SecretComparison>> {
        let Some((held, id)) = self.held(name).await? else { return Ok(None) };
        let is_version = id.as_deref() == Some(&version_id(name, version));
        Ok(Some(SecretComparison { is_version, differing: differing(&held, wanted) }))
    }

    /// The present value and the id of its version; none where the secret is not there, or has no value yet.
    async fn held(&self, name: &str) -> Result<Option<(Secret, Option<String>)>> {
        let current = self.secretsmanager.get_secret_value().secret_id(name).version_stage("AWSCURRENT");
        match current.send().await {
            Ok(mut answer) => {
                Ok(answer.secret_string.take().map(|text| (Secret::new(text), answer.version_id.take())))
            }
            Err(error) if has_code(&error, &["ResourceNotFound"]) => Ok(None),
            Err(error) => Err(self.origin.problem(&format!("read the secret {name}"), &error)),
        }
    }

    /// The version's id is made from its name, which is the run's, not from the content: writing A, B, A again, AWS would
    /// take the third call for the first.
    pub(super) async fn put_secret(
        &self,
        name: &str,
        value: &Secret,
        version: &str,
        tags: &BTreeMap<String, String>,
    ) -> Result<String> {
        let doing = format!("write the secret {name}");
        let Some(described) = self.described(name).await? else {
            let answer = self
                .secretsmanager
                .create_secret()
                .name(name)
                .client_request_token(version_id(name, version))
                .secret_string(value.expose())
                .set_tags(Some(tags.iter().map(tag).collect()))
                .send()
                .await
                .map_err(|error| self.origin.problem(&doing, &error))?;
            return Ok(answer.arn().unwrap_or(name).to_owned());
        };
        if described.deleted_date().is_some() {
            self.secretsmanager
                .restore_secret()
                .secret_id(name)
                .send()
                .await
                .map_err(|error| self.origin.problem(&format!("restore the secret {name}"), &error))?;
        }
        let answer = self
            .secretsmanager
            .put_secret_value()
            .secret_id(name)
            .client_request_token(version_id(name, version))
            .secret_string(value.expose())
            .send()
            .await
            .map_err(|error| self.origin.problem(&doing, &error))?;
        let missing = tags.iter().filter(|(key, value)| {
            !described.tags().iter().any(|tag| tag.key() == Some(key) && tag.value() == Some(value))
        });
        let missing: Vec<types::Tag> = missing.map(tag).collect();
        if !missing.is_empty() {
            self.secretsmanager
                .tag_resource()
                .secret_id(name)
                .set_tags(Some(missing))
                .send()
                .await
                .map_err(|error| self.origin.problem(&format!("tag the secret {name}"), &error))?;
        }
        Ok(answer.arn().unwrap_or(name).to_owned())
    }

    pub(super) async fn put_secret_back(&self, name: &str, version: &str) -> Result<bool> {
        let ours = version_id(name, version);
        let Some(described) = self.described(name).await? else { return Ok(false) };
        let at = |stage: &str| {
            let versions = described.version_ids_to_stages().into_iter().flatten();
            versions.filter(|(_, stages)| stages.iter().any(|s| s == stage)).map(|(id, _)| id.as_str()).next()
        };
        let (Some(current), Some(previous)) = (at("AWSCURRENT"), at("AWSPREVIOUS")) else { return Ok(false) };
        if current != ours {
            return Ok(false);
        }
        self.secretsmanager
            .update_secret_version_stage()
            .secret_id(name)
            .version_stage("AWSCURRENT")
            .move_to_version_id(previous)
            .remove_from_version_id(current)
            .send()
            .await
            .map_err(|error| self.origin.problem(&format!("put the secret {name} back"), &error))?;
        Ok(true)
    }

    pub(super) async fn secret(&self, name: &str) -> Result<Option<SecretFacts>> {
        let at = |time: Option<&DateTime>| time.map(timestamp);
        Ok(self.described(name).await?.map(|described| SecretFacts {
            written_at: at(described.last_changed_date().or(described.created_date())),
            deleted_at: at(described.deleted_date()),
        }))
    }

    pub(super) async fn delete_secret(&self, name: &str) -> Result<()> {
        match self.secretsmanager.delete_secret().secret_id(name).recovery_window_in_days(30).send().await {
            Ok(_) => Ok(()),
            Err(error) if has_code(&error, &["ResourceNotFound"]) => Ok(()),
            Err(error) => Err(self.origin.problem(&format!("delete the secret {name}"), &error)),
        }
    }

    async fn described(&self, name: &str) -> Result<Option<DescribeSecretOutput>> {
        match self.secretsmanager.describe_secret().secret_id(name).send().await {
            Ok(answer) => Ok(Some(answer)),
            Err(error) if has_code(&error, &["ResourceNotFound"]) => Ok(None),
            Err(error) => Err(self.origin.problem(&format!("describe the secret {name}"), &error)),
        }
    }
}

/// Secrets Manager takes 32 to 64 characters.
fn version_id(name: &str, version: &str) -> String {
    format!("{}{}", fingerprint(name), fingerprint(version))
}

fn differing(held: &Secret, wanted: &Secret) -> BTreeMap<String, Option<String>> {
    let keys = |secret: &Secret| {
        serde_json::from_str::<BTreeMap<String, Value>>(secret.expose()).unwrap_or_default()
    };
    let held = keys(held);
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let differs = |(key, value): (String, Value)| match held.get(&key) {
        Some(there) if *there == value => None,
        there => Some((key.clone(), there.filter(|_| may_be_shown(&key)).map(text))),
    };
    keys(wanted).into_iter().filter_map(differs).collect()
}

/// As JSON, so that neither the order of keys nor white space makes a new version.
fn same_content(held: &Secret, wanted: &Secret) -> bool {
    let parse = |secret: &Secret| serde_json::from_str::<Value>(secret.expose()).ok();
    match (parse(held), parse(wanted)) {
        (Some(held), Some(wanted)) => held == wanted,
        _ => held == wanted,
    }
}

fn tag((key, value): (&String, &String)) -> types::Tag {
    types::Tag::builder().key(key).value(value).build()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn order_and_white_space_are_no_difference() {
        let held = Secret::new(r#"{"tenant": "a", "client_id": "b"}"#);
        assert!(same_content(&held, &Secret::new(r#"{"client_id":"b","tenant":"a"}"#)));
        assert!(!same_content(&held, &Secret::new(r#"{"client_id":"b","tenant":"A"}"#)));
        assert!(!same_content(&Secret::new("not json"), &held));
    }
}
