//! The template's outputs: where each environment is, what runs there, and what to ask AWS about it.

use ipc::Environment;
use serde_json::{Map, Value, json};

use super::build::{attribute, reference, sub};
use super::names::stage_id;
use super::{api, service};

pub fn outputs(environments: &[Environment]) -> Value {
    let mut all = Map::new();
    let mut put = |name: String, condition: Option<&str>, value: Value| {
        let mut output = json!({ "Value": value });
        if let Some(condition) = condition {
            output["Condition"] = condition.into();
        }
        all.insert(name, output);
    };
    for &environment in environments {
        let title = environment.title();
        let own = |name: &str| format!("{title}{name}");
        for (name, value) in [
            ("Endpoint", endpoint(environment)),
            ("Profile", reference(&own("Profile"))),
            ("Image", reference(&own("Image"))),
            ("ImageTag", reference(&own("ImageTag"))),
            ("SecretName", reference(&own("SecretName"))),
            ("ServiceName", attribute(&own("Service"), "Name")),
            ("TargetGroupArn", reference(&own("TargetGroup"))),
            ("LogGroup", reference(&own("LogGroup"))),
            ("AccessLogGroup", reference(&own("AccessLogGroup"))),
        ] {
            put(own(name), Some(title), value);
        }
    }
    // Under the names that older tools look for.
    if environments.contains(&Environment::Prod) {
        put("WebhookEndpoint".into(), Some("Prod"), endpoint(Environment::Prod));
    }
    put("ApiGatewayId".into(), None, reference(api::REST_API));
    put("ClusterName".into(), None, reference(service::CLUSTER));
    put("StackVersion".into(), None, super::VERSION.into());
    all.into()
}

/// The stage's root, without a trailing slash. It mentions the stage itself, so it is known only with it.
fn endpoint(environment: Environment) -> Value {
    let (api, stage) = (api::REST_API, stage_id(environment));
    sub(format!("https://${{{api}}}.execute-api.${{AWS::Region}}.${{AWS::URLSuffix}}/${{{stage}}}"))
}
