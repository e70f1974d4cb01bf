//! The internal load balancer and, for each environment, the rule that alone leads to it.

use ipc::Environment;
use serde_json::json;

use super::api::{ROUTE_HEADER, route_token};
use super::build::{Resource, reference};
use super::network;

pub fn resources() -> Vec<Resource> {
    vec![
        Resource::new(
            "LoadBalancer",
            "AWS::ElasticLoadBalancingV2::LoadBalancer",
            json!({
                "Type": "application",
                "Scheme": "internal",
                "Subnets": network::subnets(),
                "SecurityGroups": [reference(network::BALANCER_GROUP)],
                "LoadBalancerAttributes": [
                    { "Key": "routing.http.drop_invalid_header_fields.enabled", "Value": "true" },
                ],
            }),
        ),
        Resource::new(
            "Listener",
            "AWS::ElasticLoadBalancingV2::Listener",
            json!({
                "LoadBalancerArn": reference("LoadBalancer"),
                "Port": 80,
                "Protocol": "HTTP",
                // Whatever carries no environment's token goes nowhere.
                "DefaultActions": [{
                    "Type": "fixed-response",
                    "FixedResponseConfig": {
                        "StatusCode": "404",
                        "ContentType": "application/json",
                        "MessageBody": "{\"error\":\"not found\"}",
                    },
                }],
            }),
        ),
    ]
}

pub fn route(environment: Environment) -> Vec<Resource> {
    let title = environment.title();
    vec![
        Resource::new(
            format!("{title}TargetGroup"),
            "AWS::ElasticLoadBalancingV2::TargetGroup",
            json!({
                "TargetType": "ip",
                "VpcId": network::vpc(),
                "Protocol": "HTTP",
                // ECS registers every task with the port it listens on. This one is never used, and naming
                // the container's here would replace the group whenever an image listens elsewhere.
                "Port": 80,
                "HealthCheckPath": "/health/ready",
                "HealthCheckIntervalSeconds": 15,
                "HealthCheckTimeoutSeconds": 10,
                "HealthyThresholdCount": 2,
                "UnhealthyThresholdCount": 4,
                "Matcher": { "HttpCode": "200" },
                "TargetGroupAttributes": [
                    // A request ends after 29 seconds at the latest.
                    { "Key": "deregistration_delay.timeout_seconds", "Value": "30" },
                ],
            }),
        )
        .only_if(title),
        Resource::new(
            format!("{title}ListenerRule"),
            "AWS::ElasticLoadBalancingV2::ListenerRule",
            json!({
                "ListenerArn": reference("Listener"),
                "Priority": priority(environment),
                "Conditions": [{
                    "Field": "http-header",
                    "HttpHeaderConfig": {
                        "HttpHeaderName": ROUTE_HEADER,
                        "Values": [route_token(environment)],
                    },
                }],
                // AWS documents that a private integration passes the stage's name on as the first part of the
                // path; older images know no such path. Without the prefix the request goes through as it is.
                "Transforms": [{
                    "Type": "url-rewrite",
                    "UrlRewriteConfig": {
                        "Rewrites": [{ "Regex": format!("^/{environment}/(.*)$"), "Replace": "/$1" }],
                    },
                }],
                "Actions": [{
                    "Type": "forward",
                    "TargetGroupArn": reference(&format!("{title}TargetGroup")),
                }],
            }),
        )
        .only_if(title),
    ]
}

fn priority(environment: Environment) -> u32 {
    match environment {
        Environment::Dev => 10,
        Environment::Prod => 20,
    }
}
