//! The template's parameters: everything in which one installation, or one environment, differs from another.
//!
//! Each environment has the same set under its own prefix, `Dev` or `Prod`. Deploying one gives values for its
//! own set and leaves the other's as the stack has them.

use ipc::Environment;
use serde_json::{Map, Value, json};

use super::build::{and, differs, equals};
use super::{Size, api, network, roles, service};

/// What a parameter takes.
enum Kind {
    /// Any text; this one unless set. What stands in a policy defaults to something that means nothing.
    Text(&'static str),
    /// One of these; the first unless set.
    Choice(&'static [&'static str]),
    /// A number that is usually another in dev than in prod.
    Number(fn(Size) -> u32),
}

/// Looks like an ARN and names nothing.
const NO_ARN: &str = "arn:aws:none:none";

const SHARED: [(&str, Kind); 6] = [
    ("VpcId", Kind::Text("")),
    // Separated by commas; read only with an existing VPC, which comes with its subnets.
    ("PrivateSubnetIds", Kind::Text("subnet-00000000")),
    (network::ZONE_IDS[0], Kind::Text("")),
    (network::ZONE_IDS[1], Kind::Text("")),
    ("AssignPublicIp", Kind::Choice(&["DISABLED", "ENABLED"])),
    ("SetApiGatewayLogRole", Kind::Choice(&["false", "true"])),
];

const OF_ENVIRONMENT: [(&str, Kind); 25] = [
    ("Enabled", Kind::Choice(&["false", "true"])),
    ("Profile", Kind::Text("")),
    ("Image", Kind::Text("")),
    ("ImageTag", Kind::Text("")),
    ("ImageRepositoryArn", Kind::Text(NO_ARN)),
    ("Port", Kind::Choice(&["8080", "5000"])),
    ("Sidecars", Kind::Choice(&["false", "true"])),
    ("SecretName", Kind::Text("")),
    ("SecretRevision", Kind::Text("0")),
    ("QuiltStackArn", Kind::Text(NO_ARN)),
    ("QuiltWebHost", Kind::Text("")),
    ("AthenaDatabase", Kind::Text("")),
    ("AthenaWorkgroup", Kind::Text("primary")),
    ("AthenaPolicyArn", Kind::Text("")),
    ("PackagerQueueUrl", Kind::Text("")),
    ("PackagerQueueArn", Kind::Text(NO_ARN)),
    ("Bucket", Kind::Text("none")),
    ("LogLevel", Kind::Choice(&["INFO", "DEBUG", "WARNING", "ERROR"])),
    ("Verification", Kind::Choice(&["true", "false"])),
    ("AllowList", Kind::Text("")),
    ("Snapshot", Kind::Choice(&["A", "B"])),
    ("Cpu", Kind::Number(|size| size.task.cpu())),
    ("Memory", Kind::Number(|size| size.task.memory())),
    ("MinTasks", Kind::Number(|size| size.tasks.min())),
    ("MaxTasks", Kind::Number(|size| size.tasks.max())),
];

/// The parameters that belong to no environment.
pub fn shared_parameter_names() -> Vec<String> {
    SHARED.iter().map(|(name, _)| (*name).to_owned()).collect()
}

/// The parameters of one environment: what keeps its previous value while the other one is deployed.
pub fn parameter_names(environment: Environment) -> Vec<String> {
    OF_ENVIRONMENT.iter().map(|(name, _)| format!("{}{name}", environment.title())).collect()
}

/// The section `Parameters`.
pub fn declarations(environments: &[Environment]) -> Value {
    let mut all = Map::new();
    let usual = Size::usual(Environment::Prod);
    all.extend(SHARED.iter().map(|(name, kind)| ((*name).to_owned(), declaration(kind, usual))));
    for &environment in environments {
        let usual = Size::usual(environment);
        all.extend(
            OF_ENVIRONMENT
                .iter()
                .map(|(name, kind)| (format!("{}{name}", environment.title()), declaration(kind, usual))),
        );
    }
    if let [environment] = environments {
        all[&format!("{}Enabled", environment.title())]["Default"] = "true".into();
    }
    all.into()
}

fn declaration(kind: &Kind, usual: Size) -> Value {
    match kind {
        Kind::Text(default) => json!({ "Type": "String", "Default": default }),
        Kind::Choice(values) => json!({ "Type": "String", "Default": values[0], "AllowedValues": values }),
        Kind::Number(of) => json!({ "Type": "Number", "Default": of(usual) }),
    }
}

/// The section `Conditions`: an environment's resources exist while the condition of its name, `Dev` or
/// `Prod`, holds.
pub fn conditions(environments: &[Environment]) -> Value {
    let mut all = json!({});
    all[network::NEW_VPC] = equals("VpcId", "");
    all[network::HAS_ZONE_IDS] = differs(network::ZONE_IDS[0], "");
    all[api::SETS_LOG_ROLE] = equals("SetApiGatewayLogRole", "true");
    for &environment in environments {
        let title = environment.title();
        let parameter = |name: &str| format!("{title}{name}");
        all[title] = equals(&parameter("Enabled"), "true");
        all[service::has_sidecars(environment)] = and(title, equals(&parameter("Sidecars"), "true"));
        all[api::has_allow_list(environment)] = and(title, differs(&parameter("AllowList"), ""));
        all[roles::has_athena_policy(environment)] = and(title, differs(&parameter("AthenaPolicyArn"), ""));
        let usual = Size::usual(environment);
        all[service::has_usual_tasks(environment)] = json!({ "Fn::And": [
            equals(&parameter("MinTasks"), &usual.tasks.min().to_string()),
            equals(&parameter("MaxTasks"), &usual.tasks.max().to_string()),
        ] });
        for slot in ["A", "B"] {
            all[format!("{title}Snapshot{slot}")] = and(title, equals(&parameter("Snapshot"), slot));
        }
    }
    all
}
