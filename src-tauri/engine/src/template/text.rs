//! The template as text: what is sent, what a person reads, and either read back.
//!
//! It is sent as YAML, a resource a line, each in flow style: JSON without the quotes that can be spared, which is an
//! eighth shorter, and CloudFormation counts bytes. What could be taken for anything but a text keeps its quotes. It
//! does not begin with a brace, by which some readers tell JSON.

use serde_json::Value;
use sha2::{Digest as _, Sha256};

/// How the template is printed for a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    Json,
    Yaml,
}

pub fn pretty(template: &Value, format: Format) -> String {
    match format {
        Format::Json => serde_json::to_string_pretty(template).unwrap_or_default(),
        Format::Yaml => yaml_serde::to_string(template).unwrap_or_default(),
    }
}

/// As it is sent.
pub fn compact(template: &Value) -> String {
    let mut text = String::new();
    for (section, content) in template.as_object().into_iter().flatten() {
        text.push_str(&scalar(section));
        text.push(':');
        match content {
            Value::Object(entries) if !entries.is_empty() => {
                for (name, body) in entries {
                    text.push_str("\n ");
                    text.push_str(&scalar(name));
                    text.push_str(": ");
                    write(body, &mut text);
                }
            }
            other => {
                text.push(' ');
                write(other, &mut text);
            }
        }
        text.push('\n');
    }
    text
}

/// Names a template's text: the first 16 hexadecimal digits of its SHA-256.
pub fn fingerprint(text: &str) -> String {
    Sha256::digest(text).iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

/// A template in JSON or YAML, its functions in their long form, which is how every tool of ours and the CDK
/// writes them.
pub fn read(text: &str) -> Result<Value, String> {
    yaml_serde::from_str(text).map_err(|error| error.to_string())
}

fn write(value: &Value, text: &mut String) {
    match value {
        Value::Object(object) => {
            text.push('{');
            for (index, (key, value)) in object.iter().enumerate() {
                text.push_str(if index > 0 { "," } else { "" });
                text.push_str(&scalar(key));
                text.push_str(": ");
                write(value, text);
            }
            text.push('}');
        }
        Value::Array(items) => {
            text.push('[');
            for (index, item) in items.iter().enumerate() {
                text.push_str(if index > 0 { "," } else { "" });
                write(item, text);
            }
            text.push(']');
        }
        Value::String(string) => text.push_str(&scalar(string)),
        plain => text.push_str(&plain.to_string()),
    }
}

/// Without quotes where nothing else can be meant; else in those that need fewer escapes.
fn scalar(text: &str) -> String {
    if is_plain(text) {
        text.to_owned()
    } else if text.contains('"') && !text.contains(['\'', '\n']) {
        format!("'{text}'")
    } else {
        Value::from(text).to_string()
    }
}

/// A word that is no number, date, truth value or null in any version of YAML.
fn is_plain(text: &str) -> bool {
    const TAKEN: [&str; 10] = ["true", "false", "yes", "no", "on", "off", "null", "y", "n", "inf"];
    text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/')
        && text.ends_with(|c: char| c.is_ascii_alphanumeric())
        && text.chars().all(|c| c.is_ascii_alphanumeric() || ":/._+-".contains(c))
        && !TAKEN.contains(&text.to_ascii_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    #[test]
    fn quotes_are_spared_where_nothing_else_can_be_meant() {
        let template = json!({
            "Version": "2012-10-17",
            "Resources": {
                "Vpc": { "Type": "AWS::EC2::VPC", "On": "no", "Count": 2, "True": true },
                "Other": { "Body": "{\"a\":\"b\"}", "Both": "it's \"so\"", "List": ["${X}", ""] },
            },
            "Outputs": {},
        });
        let text = compact(&template);
        assert_eq!(
            text,
            "Version: \"2012-10-17\"\nResources:\n Vpc: {Type: AWS::EC2::VPC,\"On\": \"no\",Count: 2,\"True\": true}\n \
             Other: {Body: '{\"a\":\"b\"}',Both: \"it's \\\"so\\\"\",List: [\"${X}\",\"\"]}\nOutputs: {}\n"
        );
        assert_eq!(read(&text), Ok(template));
    }

    fn anything() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            "[ -~\\n]{0,12}".prop_map(Value::from),
            "[A-Za-z:/._+-]{1,8}".prop_map(Value::from),
            "(?i)true|false|yes|no|on|off|null|y|n|~|\\.nan|\\.inf|1e5|0x1f|1_000|12:30:45|=|<<"
                .prop_map(Value::from),
            any::<bool>().prop_map(Value::from),
            any::<i32>().prop_map(Value::from),
        ];
        leaf.prop_recursive(3, 24, 4, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
                prop::collection::btree_map("[ -~]{1,8}", inner, 0..4)
                    .prop_map(|map| Value::Object(map.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn whatever_is_written_is_read_back_the_same(
            template in prop::collection::btree_map("[ -~]{1,8}", anything(), 1..4)
        ) {
            let template = Value::Object(template.into_iter().collect());
            prop_assert_eq!(read(&compact(&template)), Ok(template));
        }
    }
}
