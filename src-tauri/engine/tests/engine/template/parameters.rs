//! From what a deployment wants to the template's parameters.

use std::collections::BTreeMap;

use engine::contract::Contract;
use engine::template::{
    self, EnvironmentSettings, Network, QuiltServices, Size, parameter_names, shared_parameter_names,
};
use ipc::{Environment, LogLevel};

fn settings(environment: Environment, version: &str, allow_list: &str) -> EnvironmentSettings {
    let arn = "arn:aws:cloudformation:us-east-1:123456789012:stack/quilt/abc".parse().unwrap();
    let outputs = [
        ("QuiltWebHost", "https://quilt.example.com"),
        ("UserAthenaDatabaseName", "db"),
        ("PackagerQueueArn", "arn:aws:sqs:us-east-1:123456789012:packager"),
    ];
    let outputs = outputs.map(|(k, v)| (k.to_owned(), v.to_owned())).into();
    EnvironmentSettings {
        environment,
        profile: "default".parse().unwrap(),
        repository: ipc::ImageRepository::quilt(),
        digest: format!("sha256:{}", "ab".repeat(32)).parse().unwrap(),
        image_tag: version.parse().unwrap(),
        contract: Contract::for_version(version).unwrap(),
        secret_name: "quiltdata/benchling-webhook/default/my-company".into(),
        quilt: QuiltServices::from_outputs(&arn, &outputs).unwrap(),
        bucket: "my-bucket".parse().unwrap(),
        log_level: LogLevel::Info,
        verification: true,
        allow_list: allow_list.parse().unwrap(),
        size: Size::usual(environment),
    }
}

#[test]
fn an_environment_gives_all_of_its_parameters_and_none_of_the_others() {
    let declared = template::template()["Parameters"].clone();
    for environment in Environment::ALL {
        let values = template::parameters(&settings(environment, "0.18.0", ""), &BTreeMap::new());
        // The revision changes with the secret, not with the settings.
        let revision = format!("{}SecretRevision", environment.title());
        let mut names: Vec<String> =
            parameter_names(environment).into_iter().filter(|name| *name != revision).collect();
        names.sort();
        assert_eq!(values.keys().cloned().collect::<Vec<_>>(), names);
        for (name, value) in &values {
            let allowed = declared[name]["AllowedValues"].as_array();
            assert!(allowed.is_none_or(|allowed| allowed.contains(&value.clone().into())), "{name}={value}");
        }
        assert_eq!(values[&format!("{}Enabled", environment.title())], "true");
    }
    let all = parameter_names(Environment::Dev).len() * 2 + shared_parameter_names().len();
    assert_eq!(declared.as_object().unwrap().len(), all);
}

#[test]
fn the_values_of_one_environment() {
    let values =
        template::parameters(&settings(Environment::Prod, "0.6.3", "203.0.113.0/24"), &BTreeMap::new());
    insta::assert_json_snapshot!(values);
}

#[test]
fn a_changed_access_list_takes_a_new_snapshot_and_nothing_else_does() {
    let deploy = |version, allow_list, running: &BTreeMap<String, String>| {
        template::parameters(&settings(Environment::Prod, version, allow_list), running)
    };
    let first = deploy("0.6.3", "", &BTreeMap::new());
    let newer = deploy("0.18.0", "", &first);
    assert_eq!(first["ProdSnapshot"], newer["ProdSnapshot"]);
    let listed = deploy("0.18.0", "203.0.113.0/24", &newer);
    assert_ne!(newer["ProdSnapshot"], listed["ProdSnapshot"]);
    let again = deploy("0.18.0", "203.0.113.0/24", &listed);
    assert_eq!(listed, again);
    assert_ne!(deploy("0.18.0", "", &again)["ProdSnapshot"], again["ProdSnapshot"]);
}

#[test]
fn a_network_is_new_unless_an_existing_one_is_named() {
    let names = shared_parameter_names();
    let check = |network: &Network| {
        let values = template::shared_parameters(network, true);
        assert!(values.keys().all(|name| names.contains(name)));
        values
    };
    assert_eq!(check(&Network::default()), [("SetApiGatewayLogRole".into(), "true".into())].into());
    let virginia = check(&Network::new_in("us-east-1"));
    assert_eq!((virginia["ZoneIdA"].as_str(), virginia["ZoneIdB"].as_str()), ("use1-az1", "use1-az2"));
    assert_eq!(Network::new_in("eu-west-1"), Network::default());

    let existing = check(&Network::Existing {
        vpc: "vpc-1".into(),
        subnets: vec!["subnet-1".into(), "subnet-2".into()],
        public: false,
    });
    assert_eq!(existing["PrivateSubnetIds"], "subnet-1,subnet-2");
    assert_eq!(existing["AssignPublicIp"], "DISABLED");
}
