//! Tests of the evaluation: what each function gives, and that no input brings it down.

use std::collections::BTreeMap;

use proptest::prelude::*;
use serde_json::{Map, Value, json};

use super::change::plan;
use super::evaluate::Scope;
use super::quilt::first_world;
use super::template::typed;
use super::view::StackView;
use super::world::{Resource, StoredChangeSet};
use crate::cloud::Parameter;
use ipc::Timestamp;

fn evaluated(value: &Value) -> Result<Option<Value>, String> {
    let template = json!({
        "Parameters": { "Zones": { "Type": "CommaDelimitedList" }, "Name": { "Type": "String" } },
        "Mappings": { "Sizes": { "prod": { "cpu": 1024 } } },
        "Conditions": {
            "IsProd": { "Fn::Equals": [{ "Ref": "Name" }, "prod"] },
            "IsDev": { "Fn::Not": [{ "Condition": "IsProd" }] },
            "Either": { "Fn::Or": [{ "Condition": "IsDev" }, { "Condition": "IsProd" }] },
            "Neither": { "Fn::And": [{ "Condition": "IsDev" }, { "Condition": "IsProd" }] },
        },
    });
    let parameters =
        BTreeMap::from([("Zones".to_owned(), "a, b".to_owned()), ("Name".to_owned(), "prod".to_owned())]);
    let names = ("stack", "arn:aws:cloudformation:us-east-1:123456789012:stack/stack/guid");
    let mut scope = Scope::new(&template, names, typed(&template, &parameters))?;
    let role = Resource {
        resource_type: "AWS::IAM::Role".to_owned(),
        physical_id: "stack-Role-1".to_owned(),
        properties: Map::new(),
        depends_on: Vec::new(),
        deletion_policy: None,
        update_replace_policy: None,
    };
    scope.known.insert("Role".to_owned(), role);
    scope.resolve(value)
}

#[test]
fn functions_give_what_cloudformation_documents() {
    let cases = [
        (json!({ "Ref": "Name" }), json!("prod")),
        (json!({ "Ref": "Zones" }), json!(["a", "b"])),
        (json!({ "Ref": "Role" }), json!("stack-Role-1")),
        (json!({ "Ref": "AWS::StackName" }), json!("stack")),
        (json!({ "Fn::GetAtt": ["Role", "Arn"] }), json!("arn:aws:iam::123456789012:role/stack-Role-1")),
        (json!({ "Fn::GetAtt": "Role.Arn" }), json!("arn:aws:iam::123456789012:role/stack-Role-1")),
        (
            json!({ "Fn::Sub": "${Name}/${Role}/${!Name}/${AWS::Region}" }),
            json!("prod/stack-Role-1/${Name}/us-east-1"),
        ),
        (
            json!({ "Fn::Sub": ["${X}-${Role.Arn}", { "X": { "Ref": "Name" } }] }),
            json!("prod-arn:aws:iam::123456789012:role/stack-Role-1"),
        ),
        (json!({ "Fn::Join": [",", { "Ref": "Zones" }] }), json!("a,b")),
        (json!({ "Fn::Join": ["-", ["a", 1, true]] }), json!("a-1-true")),
        (json!({ "Fn::Select": ["1", { "Fn::Split": ["/", "x/y/z"] }] }), json!("y")),
        (json!({ "Fn::FindInMap": ["Sizes", { "Ref": "Name" }, "cpu"] }), json!(1024)),
        (json!({ "Fn::If": ["IsProd", "yes", { "Ref": "Nowhere" }] }), json!("yes")),
        (json!({ "Fn::If": ["Neither", "yes", "no"] }), json!("no")),
        (json!({ "Fn::If": ["Either", "yes", "no"] }), json!("yes")),
        (json!({ "Fn::Select": [0, { "Fn::GetAZs": "" }] }), json!("us-east-1a")),
        (json!([{ "Fn::If": ["IsDev", 1, { "Ref": "AWS::NoValue" }] }, 2]), json!([2])),
        (json!({ "A": { "Ref": "AWS::NoValue" }, "B": 1 }), json!({ "B": 1 })),
        // A policy's own Condition is data.
        (json!({ "Condition": { "Bool": { "x": "y" } } }), json!({ "Condition": { "Bool": { "x": "y" } } })),
    ];
    for (value, expected) in cases {
        assert_eq!(evaluated(&value), Ok(Some(expected)), "{value}");
    }
}

#[test]
fn what_can_not_be_evaluated_is_refused_with_its_name() {
    let cases = [
        (
            json!({ "Fn::GetAtt": ["Role", "Colour"] }),
            "resource Role does not support attribute type Colour in Fn::GetAtt",
        ),
        (json!({ "Fn::Select": [9, ["a"]] }), "Fn::Select cannot select nonexistent value at index 9"),
        (json!({ "Fn::FindInMap": ["Sizes", "test", "cpu"] }), "Unable to get mapping for Sizes::test::cpu"),
        (json!({ "Ref": "Nowhere" }), "Unresolved resource dependencies [Nowhere]"),
    ];
    for (value, words) in cases {
        let said = evaluated(&value).unwrap_err();
        assert!(said.contains(words), "{said}");
    }
}

#[test]
fn conditions_that_need_each_other_are_refused() {
    let template = json!({ "Conditions": { "A": { "Fn::Not": [{ "Condition": "B" }] }, "B": { "Fn::Not": [{ "Condition": "A" }] } } });
    let said = Scope::new(&template, ("s", "arn"), BTreeMap::new()).err().unwrap();
    assert!(said.contains("Circular dependency"), "{said}");
}

/// JSON that is likely to hold functions, well formed or not.
fn value() -> impl Strategy<Value = Value> {
    let name = || {
        prop::sample::select(vec![
            "A",
            "B",
            "P",
            "C",
            "A.Arn",
            "AWS::Region",
            "AWS::NoValue",
            "${A}${P",
            "",
            "7",
        ])
    };
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        name().prop_map(Value::from),
        ".{0,8}".prop_map(Value::from),
        Just(json!("10.0.0.0/16")),
    ];
    let function = prop::sample::select(vec![
        "Ref",
        "Condition",
        "Fn::GetAtt",
        "Fn::Sub",
        "Fn::Join",
        "Fn::If",
        "Fn::Select",
        "Fn::Split",
        "Fn::GetAZs",
        "Fn::Cidr",
        "Fn::FindInMap",
        "Fn::Equals",
        "Fn::And",
        "Fn::Or",
        "Fn::Not",
        "Fn::Unknown",
    ]);
    leaf.prop_recursive(5, 48, 4, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            (function.clone(), inner.clone()).prop_map(|(name, value)| json!({ name: value })),
            (function.clone(), prop::collection::vec(inner.clone(), 0..4))
                .prop_map(|(name, items)| json!({ name: items })),
            prop::collection::btree_map("[A-C]|Type|Properties|DependsOn", inner, 0..4)
                .prop_map(|object| Value::Object(object.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn no_template_brings_it_down(
        a in value(), b in value(), condition in value(), output in value(), parameter in value(), whole in value(),
    ) {
        let world = first_world(Timestamp(0));
        let view = StackView::at(&world.stacks[0], Timestamp(0));
        let template = json!({
            "Parameters": { "P": parameter },
            "Conditions": { "C": condition },
            "Resources": {
                "A": { "Type": "AWS::EC2::VPC", "Properties": { "CidrBlock": a } },
                "B": { "Type": "AWS::ECS::Service", "Condition": "C", "Properties": b },
            },
            "Outputs": { "O": { "Value": output } },
        });
        for template in [template, json!({ "Resources": whole.clone() }), whole] {
            let asked = StoredChangeSet {
                id: "arn".to_owned(),
                name: "name".to_owned(),
                stack: "stack".to_owned(),
                created_stack: true,
                template: template.to_string(),
                parameters: BTreeMap::from([("P".to_owned(), Parameter::Value("x".to_owned()))]),
                tags: BTreeMap::new(),
                token: String::new(),
                executed: None,
            };
            let _ = plan(&world, &view, &asked);
        }
    }
}
