//! What a profile's keys may hold: the one table by which a file is read, told about, repaired and imported.

use std::str::FromStr;

use ipc::profile::ProfileFault;
use ipc::{
    AllowList, AppDefinitionId, BucketName, ImageRepository, ImageTag, InvalidName, LogLevel, StackArn,
    TaskCount, TaskSize, Tenant,
};
use serde_json::{Map, Value};

/// A key that we know.
pub struct Setting {
    pub key: &'static str,
    /// As a person calls it.
    pub what: &'static str,
    /// A profile is nothing without it.
    pub needed: bool,
    shape: Shape,
}

enum Shape {
    /// A text that is checked, and comes back as we write it.
    Name(fn(&str) -> Result<String, InvalidName>),
    Text,
    Flag,
}

fn name<T: FromStr<Err = InvalidName> + ToString>(text: &str) -> Result<String, InvalidName> {
    text.parse::<T>().map(|value| value.to_string())
}

const fn setting(key: &'static str, what: &'static str, needed: bool, shape: Shape) -> Setting {
    Setting { key, what, needed, shape }
}

/// In the order in which they are asked for.
pub const SETTINGS: [Setting; 15] = [
    setting("benchlingTenant", "the Benchling tenant", true, Shape::Name(name::<Tenant>)),
    setting("benchlingAppDefinitionId", "the app definition id", true, Shape::Name(name::<AppDefinitionId>)),
    setting("benchlingClientId", "the app's client id", true, Shape::Text),
    setting("quiltStackArn", "the Quilt stack's ARN", true, Shape::Name(name::<StackArn>)),
    setting("benchlingPkgBucket", "the bucket for packages", true, Shape::Name(name::<BucketName>)),
    setting("pkgPrefix", "the first part of package names", false, Shape::Text),
    setting("pkgKey", "the metadata key", false, Shape::Text),
    setting("logLevel", "how much is logged", false, Shape::Name(name::<LogLevel>)),
    setting("imageTag", "the image tag", false, Shape::Name(name::<ImageTag>)),
    setting("imageRepository", "the image's repository", false, Shape::Name(name::<ImageRepository>)),
    setting("webhookAllowList", "the access list", false, Shape::Name(name::<AllowList>)),
    setting("enableWebhookVerification", "whether signatures are verified", false, Shape::Flag),
    setting("awsProfile", "the AWS profile", false, Shape::Text),
    setting("taskSize", "the size of a task", false, Shape::Name(name::<TaskSize>)),
    setting("taskCount", "the number of tasks", false, Shape::Name(name::<TaskCount>)),
];

pub fn known(key: &str) -> Option<&'static Setting> {
    SETTINGS.iter().find(|setting| setting.key == key)
}

impl Setting {
    /// The value as we write it, or what would be right.
    pub fn read(&self, value: &Value) -> Result<Value, String> {
        match (&self.shape, value) {
            (Shape::Name(check), Value::String(text)) => check(text).map(Value::String).map_err(|why| why.0),
            (Shape::Text, Value::String(text)) if self.needed && text.trim().is_empty() => {
                Err("It is empty.".to_owned())
            }
            (Shape::Text, Value::String(_)) | (Shape::Flag, Value::Bool(_)) => Ok(value.clone()),
            (Shape::Flag, Value::String(text)) => match text.trim().to_ascii_lowercase().as_str() {
                "true" => Ok(true.into()),
                "false" => Ok(false.into()),
                _ => Err("It has to be true or false.".to_owned()),
            },
            (Shape::Flag, other) => Err(format!("It is {}; it has to be true or false.", kind(other))),
            (_, other) => Err(format!("It is {}; it has to be a text in quotes.", kind(other))),
        }
    }

    /// As a person types it.
    pub fn typed(&self, text: &str) -> Result<Value, String> {
        self.read(&Value::String(text.to_owned()))
    }
}

/// Reads each known key, in place. What is null counts as absent. Answers with everything that is wrong.
pub fn check(map: &mut Map<String, Value>) -> Vec<ProfileFault> {
    let mut faults = Vec::new();
    for setting in &SETTINGS {
        let key = setting.key;
        match map.get_mut(key) {
            Some(value) if !value.is_null() => match setting.read(value) {
                Ok(right) => *value = right,
                Err(why) => faults.push(ProfileFault {
                    key: Some(key.into()),
                    why: format!("\"{key}\" is not right: {why}"),
                }),
            },
            _ => {
                map.shift_remove(key);
                if setting.needed {
                    let why = format!("\"{key}\" ({}) is missing.", setting.what);
                    faults.push(ProfileFault { key: Some(key.into()), why });
                }
            }
        }
    }
    faults
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}
