//! Walks the template as a request would.

use engine::template::{REST_API, ROUTE_HEADER, WEB_CONTAINER, group_of, stage_id};
use ipc::Environment;
use ipc::plan::Group;
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::reading::{Stack, mentions, target};

const BOTH: [(&str, &str); 5] = [
    ("ProdEnabled", "true"),
    ("DevEnabled", "true"),
    ("DevSidecars", "true"),
    ("ProdSecretName", "secret-of-prod"),
    ("DevSecretName", "secret-of-dev"),
];

/// The rule that matches a request with this header, as the load balancer would choose it.
fn rule_for<'a>(stack: &'a Stack, token: &Value) -> Option<&'a str> {
    stack.of_type("AWS::ElasticLoadBalancingV2::ListenerRule").into_iter().find(|id| {
        let condition = &stack.properties(id)["Conditions"][0];
        condition["Field"] == "http-header"
            && condition["HttpHeaderConfig"]["HttpHeaderName"] == ROUTE_HEADER
            && condition["HttpHeaderConfig"]["Values"].as_array().unwrap().contains(token)
    })
}

#[test]
fn a_request_to_a_stage_ends_at_that_environments_secret() {
    let stack = Stack::with(&BOTH);
    for environment in Environment::ALL {
        let own = |id: &str| assert_eq!(group_of(id), Group::from(environment), "{id}");

        let stage = stack.properties(stage_id(environment));
        assert_eq!(stage["StageName"], environment.as_str());
        let deployment = target(&stage["DeploymentId"]).unwrap();
        own(deployment);
        assert_eq!(target(&stack.properties(deployment)["RestApiId"]), Some(REST_API));

        let methods = stack.of_type("AWS::ApiGateway::Method");
        assert!(!methods.is_empty());
        for method in methods {
            let integration = &stack.properties(method)["Integration"];
            let header = format!("integration.request.header.{ROUTE_HEADER}");
            assert_eq!(integration["RequestParameters"][header], "stageVariables.route");
            assert_eq!(integration["ConnectionType"], "VPC_LINK");
            let link = stack.get(target(&integration["ConnectionId"]).unwrap());
            assert_eq!(link["Type"], "AWS::ApiGatewayV2::VpcLink");
            let balancer = target(&integration["IntegrationTarget"]).unwrap();
            assert!(mentions(&integration["Uri"]).contains(balancer));
        }

        let rule = rule_for(&stack, &stage["Variables"]["route"]).expect("a rule knows the stage's token");
        own(rule);
        let rewrite = &stack.properties(rule)["Transforms"][0]["UrlRewriteConfig"]["Rewrites"][0];
        assert_eq!(rewrite["Regex"], format!("^/{environment}/(.*)$"));
        assert_eq!(rewrite["Replace"], "/$1");
        let targets = target(&stack.properties(rule)["Actions"][0]["TargetGroupArn"]).unwrap();
        own(targets);

        let services = stack.of_type("AWS::ECS::Service");
        let behind: Vec<_> = services
            .into_iter()
            .filter(|id| target(&stack.properties(id)["LoadBalancers"][0]["TargetGroupArn"]) == Some(targets))
            .collect();
        let [service] = behind[..] else { panic!("{behind:?} behind {targets}") };
        own(service);
        assert_eq!(stack.properties(service)["LoadBalancers"][0]["ContainerName"], WEB_CONTAINER);
        let task = target(&stack.properties(service)["TaskDefinition"]).unwrap();
        own(task);

        for container in stack.properties(task)["ContainerDefinitions"].as_array().unwrap() {
            let variables = container["Environment"].as_array().unwrap();
            let secret = variables.iter().find(|variable| variable["Name"] == "BenchlingSecret").unwrap();
            let parameter = target(&secret["Value"]).unwrap();
            assert_eq!(stack.parameters[parameter], format!("secret-of-{environment}"));
        }
    }
}

#[test]
fn a_request_without_a_token_ends_in_404() {
    let stack = Stack::with(&BOTH);
    let listener = stack.properties(stack.of_type("AWS::ElasticLoadBalancingV2::Listener")[0]);
    let actions = listener["DefaultActions"].as_array().unwrap();
    assert_eq!(actions.len(), 1);
    assert_eq!(actions[0]["Type"], "fixed-response");
    assert_eq!(actions[0]["FixedResponseConfig"]["StatusCode"], "404");
}

#[test]
fn a_client_who_names_the_other_environment_gets_nowhere() {
    let stack = Stack::with(&BOTH);
    for guess in ["dev", "prod", "dev-*", "*"] {
        assert_eq!(rule_for(&stack, &guess.into()), None, "{guess}");
    }
    // What makes the token hard to guess is the GUID at the end of the stack's ARN.
    for environment in Environment::ALL {
        let token = &stack.properties(stage_id(environment))["Variables"]["route"];
        assert!(mentions(token).contains("AWS::StackId"));
    }
}

#[test]
fn one_environment_alone_leaves_no_way_to_the_other() {
    let both = Stack::with(&BOTH);
    for environment in Environment::ALL {
        let alone = Stack::with(&[(&format!("{}Enabled", environment.title()), "true")]);
        let other = &both.properties(stage_id(environment.other()))["Variables"]["route"];
        assert_eq!(rule_for(&alone, other), None);
        assert!(!alone.resources.contains_key(stage_id(environment.other())));
    }
}

#[test]
fn no_two_rules_have_the_same_priority() {
    let stack = Stack::with(&BOTH);
    let rules = stack.of_type("AWS::ElasticLoadBalancingV2::ListenerRule");
    let mut priorities: Vec<_> =
        rules.iter().map(|id| stack.properties(id)["Priority"].as_u64().unwrap()).collect();
    priorities.dedup();
    assert_eq!(priorities.len(), 2);
}

#[test]
fn a_service_waits_for_its_rule_and_for_the_way_in_and_out() {
    let stack = Stack::with(&BOTH);
    for environment in Environment::ALL {
        let title = environment.title();
        let service = stack.get(&format!("{title}Service"));
        let waits = mentions(&serde_json::json!({
            "DependsOn": service["DependsOn"], "Metadata": service["Metadata"],
        }));
        for id in [
            &format!("{title}ListenerRule"),
            "PrivateRoute",
            "PrivateRouteTableAssociationA",
            "PrivateRouteTableAssociationB",
            "LoadBalancerEgress5000",
            "LoadBalancerEgress8080",
        ] {
            assert!(waits.contains(id), "{title} does not wait for {id}");
        }
    }
}

#[test]
fn a_deployment_waits_for_every_method_and_is_named_by_what_it_snapshots() {
    let stack = Stack::with(&BOTH);
    let methods = stack.of_type("AWS::ApiGateway::Method");
    let deployments = stack.of_type("AWS::ApiGateway::Deployment");
    assert_eq!(deployments.len(), 2, "one for each stage: {deployments:?}");

    let template = engine::template::template();
    let served: Vec<Value> = template["Resources"]
        .as_object()
        .unwrap()
        .values()
        .filter(|body| {
            ["RestApi", "Resource", "Method"]
                .iter()
                .any(|kind| body["Type"] == format!("AWS::ApiGateway::{kind}"))
        })
        .cloned()
        .collect();
    let digest = Sha256::digest(Value::from(served).to_string());
    let hash: String = digest.iter().take(4).map(|byte| format!("{byte:02x}")).collect();

    for deployment in deployments {
        let waits = mentions(stack.get(deployment));
        assert!(methods.iter().all(|method| waits.contains(*method)), "{deployment}");
        assert!(deployment.ends_with(&hash), "{deployment} does not end in {hash}");
    }
}

#[test]
fn an_access_list_is_the_stages_own() {
    let mut given = BOTH.to_vec();
    given.push(("DevAllowList", "203.0.113.0/24"));
    let stack = Stack::with(&given);
    let statements = stack.properties(REST_API)["Policy"]["Statement"].as_array().unwrap();
    let [open, denied] = &statements[..] else { panic!("{statements:?}") };
    assert_eq!((&open["Effect"], &open["Resource"]), (&"Allow".into(), &"execute-api:/*".into()));
    assert_eq!((&denied["Effect"], &denied["Resource"]), (&"Deny".into(), &"execute-api:/dev/*".into()));
    assert!(mentions(denied).contains("DevAllowList"));
}
