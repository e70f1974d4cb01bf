//! The few words of CloudFormation's language that the template is written with.

use ipc::plan::Group;
use serde_json::{Map, Value, json};

use super::names::group_of;

pub fn reference(id: &str) -> Value {
    json!({ "Ref": id })
}

pub fn attribute(id: &str, name: &str) -> Value {
    json!({ "Fn::GetAtt": [id, name] })
}

pub fn sub(text: impl Into<String>) -> Value {
    json!({ "Fn::Sub": text.into() })
}

pub fn when(condition: &str, then: Value, otherwise: Value) -> Value {
    json!({ "Fn::If": [condition, then, otherwise] })
}

/// As if the property or list entry were not written.
pub fn nothing() -> Value {
    reference("AWS::NoValue")
}

pub fn equals(parameter: &str, value: &str) -> Value {
    json!({ "Fn::Equals": [reference(parameter), value] })
}

pub fn differs(parameter: &str, value: &str) -> Value {
    json!({ "Fn::Not": [equals(parameter, value)] })
}

/// Both the named condition and another one.
pub fn and(condition: &str, other: Value) -> Value {
    json!({ "Fn::And": [{ "Condition": condition }, other] })
}

/// A parameter that holds a comma separated list, as a list.
pub fn list(parameter: &str) -> Value {
    json!({ "Fn::Split": [",", reference(parameter)] })
}

/// The policy by which a service may take a role.
pub fn trust(service: &str) -> Value {
    json!({ "Version": "2012-10-17", "Statement": [{
        "Effect": "Allow", "Principal": { "Service": service }, "Action": "sts:AssumeRole",
    }] })
}

pub fn allow(actions: &[&str], resources: Value) -> Value {
    json!({ "Effect": "Allow", "Action": one_or_all(actions.iter().map(ToString::to_string).collect()), "Resource": resources })
}

/// IAM takes a single text for a list of one, and the template's bytes are counted.
fn one_or_all(mut all: Vec<String>) -> Value {
    match all.len() {
        1 => all.remove(0).into(),
        _ => all.into(),
    }
}

/// One resource, built up and then put into the template.
pub struct Resource {
    pub id: String,
    pub kind: &'static str,
    condition: Option<String>,
    after: Vec<String>,
    metadata: Option<Value>,
    deletion: Option<&'static str>,
    properties: Value,
    /// The image's version, where it is a tag.
    version: Option<Value>,
}

impl Resource {
    pub fn new(id: impl Into<String>, kind: &'static str, properties: Value) -> Self {
        Self {
            id: id.into(),
            kind,
            condition: None,
            after: Vec::new(),
            metadata: None,
            deletion: None,
            properties,
            version: None,
        }
    }

    /// Exists only while the condition holds.
    pub fn only_if(mut self, condition: impl Into<String>) -> Self {
        self.condition = Some(condition.into());
        self
    }

    /// Waits for resources that none of its properties mentions.
    pub fn after<I: Into<String>>(mut self, ids: impl IntoIterator<Item = I>) -> Self {
        self.after.extend(ids.into_iter().map(Into::into));
        self
    }

    /// Waits for resources that exist only under another condition. CloudFormation refuses to depend on a
    /// resource that does not exist, but reads references in metadata like any other.
    pub fn after_if<S: AsRef<str>>(mut self, condition: &str, ids: impl IntoIterator<Item = S>) -> Self {
        let ids: Value = ids.into_iter().map(|id| reference(id.as_ref())).collect();
        self.metadata = Some(json!({ "After": when(condition, ids, nothing()) }));
        self
    }

    /// Stays in the account when the stack lets go of it, unless the very creation is being rolled back.
    pub fn kept(mut self) -> Self {
        self.deletion = Some("RetainExceptOnCreate");
        self
    }

    pub fn version(mut self, version: Value) -> Self {
        self.version = Some(version);
        self
    }

    /// As it stands in the template, with its tags.
    pub fn into_json(mut self) -> (String, Value) {
        self.tag();
        let mut body = Map::new();
        body.insert("Type".into(), self.kind.into());
        if let Some(condition) = self.condition {
            body.insert("Condition".into(), condition.into());
        }
        if !self.after.is_empty() {
            body.insert("DependsOn".into(), self.after.into());
        }
        if let Some(metadata) = self.metadata {
            body.insert("Metadata".into(), metadata);
        }
        if let Some(deletion) = self.deletion {
            body.insert("DeletionPolicy".into(), deletion.into());
            body.insert("UpdateReplacePolicy".into(), "Retain".into());
        }
        if self.properties.as_object().is_some_and(|properties| !properties.is_empty()) {
            body.insert("Properties".into(), self.properties);
        }
        (self.id, body.into())
    }

    /// The tags in which one resource differs from another; the rest is on the stack, which hands them down.
    fn tag(&mut self) {
        if !is_taggable(self.kind) {
            return;
        }
        let mut tags: Vec<(&str, Value)> = Vec::new();
        match group_of(&self.id) {
            Group::Shared => {}
            Group::Dev => tags.push(("Environment", "dev".into())),
            Group::Prod => tags.push(("Environment", "prod".into())),
        }
        if matches!(self.kind, "AWS::EC2::VPC" | "AWS::EC2::Subnet") {
            // Where people choose a network they see nothing but this.
            tags.push(("Name", format!("{} {}", super::PROJECT, self.id).into()));
        }
        if let Some(version) = self.version.take() {
            tags.push(("Version", version));
        }
        if !tags.is_empty() {
            self.properties["Tags"] =
                tags.into_iter().map(|(key, value)| json!({ "Key": key, "Value": value })).collect();
        }
    }
}

/// What costs money or grants rights. Alarms have their environment in their name.
fn is_taggable(kind: &str) -> bool {
    matches!(
        kind,
        "AWS::ApiGateway::Stage"
            | "AWS::EC2::Subnet"
            | "AWS::EC2::VPC"
            | "AWS::ECS::Service"
            | "AWS::ECS::TaskDefinition"
            | "AWS::ElasticLoadBalancingV2::TargetGroup"
            | "AWS::IAM::Role"
            | "AWS::Logs::LogGroup"
            | "AWS::SQS::Queue"
    )
}
