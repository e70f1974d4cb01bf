//! What is written and read here is what `serde_json` writes and reads on the other side.

use std::fmt::Debug;

use ipc::aws::SourceState;
use ipc::plan::{Group, NetworkChoice};
use ipc::progress::ResourceState;
use ipc::{Code, Environment, Problem, Timestamp};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::value::Value;
use super::write::Writer;
use crate::board::fixtures;

fn value(json: &serde_json::Value) -> Value {
    match json {
        serde_json::Value::Null => Value::Null,
        serde_json::Value::Bool(is) => Value::Bool(*is),
        serde_json::Value::Number(number) => Value::Number(number.as_f64().unwrap()),
        serde_json::Value::String(text) => Value::Text(text.clone()),
        serde_json::Value::Array(items) => Value::List(items.iter().map(value).collect()),
        serde_json::Value::Object(map) => {
            Value::Map(map.iter().map(|(key, of)| (key.clone(), value(of))).collect())
        }
    }
}

fn read<T: DeserializeOwned>(json: &str) -> Result<T, String> {
    T::deserialize(&value(&serde_json::from_str(json).unwrap())).map_err(|error| error.to_string())
}

fn agrees<T: Serialize + DeserializeOwned + PartialEq + Debug>(of: &T) {
    let json = serde_json::to_value(of).unwrap();
    assert_eq!(of.serialize(Writer).unwrap(), value(&json));
    assert_eq!(&T::deserialize(&value(&json)).unwrap(), of);
}

#[test]
fn every_kind_of_value_crosses_as_serde_json_writes_it() {
    let rows = vec![
        fixtures::resource("One", Group::Prod, ResourceState::Failed, Some(1), Some(5)),
        fixtures::resource("Two", Group::Shared, ResourceState::Waiting, None, None),
    ];
    agrees(&fixtures::progress(rows, 9));
    agrees(&SourceState::SignedIn { until: Some(Timestamp(1_764_000_000_123)) });
    agrees(&SourceState::Ready);
    agrees(&NetworkChoice::Existing {
        vpc: "vpc-1".into(),
        subnets: vec!["subnet-1".into(), "subnet-2".into()],
    });
    agrees(&vec![(Environment::Dev, -3.5), (Environment::Prod, 7.0)]);
    agrees(&Problem::new(Code::Internal, "It broke.", "Try again.").because_text("why"));
    agrees(&std::collections::BTreeMap::from([(Environment::Dev, None), (Environment::Prod, Some('x'))]));
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
enum Shape {
    Dot,
    Round(u8),
    Flat { wide: u8, high: u8 },
}

#[derive(Debug, PartialEq, Deserialize)]
struct Sample {
    must: u8,
    #[serde(default)]
    may: Option<String>,
}

#[test]
fn variants_of_every_kind_are_read() {
    for shape in [Shape::Dot, Shape::Round(3), Shape::Flat { wide: 1, high: 2 }] {
        agrees(&shape);
    }
}

#[test]
fn keys_may_come_in_any_order_with_others_between_and_optional_ones_may_be_missing() {
    let sample = |may: Option<&str>| Ok(Sample { must: 1, may: may.map(Into::into) });
    assert_eq!(read(r#"{"new": [1], "may": "x", "must": 1}"#), sample(Some("x")));
    assert_eq!(read(r#"{"must": 1}"#), sample(None));
    assert_eq!(read(r#"{"must": 1, "may": null}"#), sample(None));
}

#[test]
fn what_cannot_be_read_says_why() {
    assert_eq!(read::<Sample>("{}"), Err("not readable: a value without one of its keys".to_owned()));
    assert_eq!(read::<Sample>(r#"{"must": "1"}"#), Err("not readable: a value of another kind".to_owned()));
    assert_eq!(read::<Shape>(r#""square""#), Err("not readable: a word that is new here".to_owned()));
    // Larger than the type holds.
    assert!(read::<Sample>(r#"{"must": 256}"#).is_err());
}
