//! The REST API: one proxy for both stages, told apart by a token that only API Gateway and the load balancer
//! know.
//!
//! A request comes in through a stage. The method's integration writes the stage's variable `route` into the
//! header [`ROUTE_HEADER`] and hands the request through the VPC link to the internal load balancer, whose
//! rules know the same token. A client can send that header too, but not guess the token, which ends in the
//! GUID of the stack's ARN.
//!
//! A deployment is a snapshot of the API at the moment of its creation, and a stage serves its snapshot, not
//! the API. So the deployments' logical ids carry a hash of what the API is in the template, and each comes
//! twice, A and B, of which a parameter chooses one: switching makes a new snapshot where only a parameter
//! (the access list) has changed.

use ipc::Environment;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use super::build::{Resource, attribute, list, nothing, reference, sub, trust, when};
use super::names::stage_id;
use super::network;

/// The ids and the name that stacks of the npm tool 0.6 and 0.7 have: keeping them keeps the webhook's URL.
pub const REST_API: &str = "BenchlingWebhookAPI8A262423";
pub const REST_API_NAME: &str = "BenchlingWebhookAPI";
const PROXY_RESOURCE: &str = "BenchlingWebhookAPIproxyBF5BF08A";
const PROXY_METHOD: &str = "BenchlingWebhookAPIproxyANY8B455BA3";
pub const ROOT_METHOD: &str = "BenchlingWebhookAPIANYC63EA03E";
/// The account's setting and its role: a stack that lets go of them would take them from every API there.
pub const LOG_ACCOUNT: &str = "ApiGatewayAccount";
pub const LOG_ROLE: &str = "ApiGatewayCloudWatchRole86F22A4D";

pub const ROUTE_HEADER: &str = "X-Benchling-Webhook-Route";
/// While the account has no role with which API Gateway may write logs.
pub const SETS_LOG_ROLE: &str = "SetsApiGatewayLogRole";

/// API Gateway gives up on an integration after 29 seconds.
const TIMEOUT_MS: u32 = 29_000;

/// `prod-1b2c...`: the environment's name and the GUID at the end of the stack's ARN.
pub fn route_token(environment: Environment) -> Value {
    json!({ "Fn::Join": ["-", [
        environment.as_str(),
        { "Fn::Select": [2, { "Fn::Split": ["/", reference("AWS::StackId")] }] },
    ]] })
}

pub fn resources(environments: &[Environment]) -> Vec<Resource> {
    let mut all = vec![
        Resource::new(
            "VpcLink",
            "AWS::ApiGatewayV2::VpcLink",
            json!({
                "Name": super::PROJECT,
                "SubnetIds": network::subnets(),
                "SecurityGroupIds": [reference(network::VPC_LINK_GROUP)],
            }),
        ),
        // The account's setting, shared by every API in it: made only where there is none, never taken away.
        Resource::new(
            LOG_ROLE,
            "AWS::IAM::Role",
            json!({
                "AssumeRolePolicyDocument": trust("apigateway.amazonaws.com"),
                "ManagedPolicyArns": [sub(
                    "arn:${AWS::Partition}:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs"
                )],
            }),
        )
        .only_if(SETS_LOG_ROLE)
        .kept(),
        Resource::new(
            LOG_ACCOUNT,
            "AWS::ApiGateway::Account",
            json!({ "CloudWatchRoleArn": attribute(LOG_ROLE, "Arn") }),
        )
        .only_if(SETS_LOG_ROLE)
        .kept(),
    ];
    all.extend(served(environments));
    all
}

/// What a deployment takes its snapshot of.
fn served(environments: &[Environment]) -> Vec<Resource> {
    let api = reference(REST_API);
    vec![
        Resource::new(
            REST_API,
            "AWS::ApiGateway::RestApi",
            json!({
                "Name": REST_API_NAME,
                "EndpointConfiguration": { "Types": ["REGIONAL"] },
                "Policy": policy(environments),
            }),
        ),
        Resource::new(
            PROXY_RESOURCE,
            "AWS::ApiGateway::Resource",
            json!({
                "RestApiId": api,
                "ParentId": attribute(REST_API, "RootResourceId"),
                "PathPart": "{proxy+}",
            }),
        ),
        method(PROXY_METHOD, reference(PROXY_RESOURCE), "/{proxy}"),
        method(ROOT_METHOD, attribute(REST_API, "RootResourceId"), "/"),
    ]
}

/// Everybody may call (webhooks are signed), except from outside an environment's list where it has one.
fn policy(environments: &[Environment]) -> Value {
    let mut statements = vec![json!({
        "Effect": "Allow", "Principal": "*", "Action": "execute-api:Invoke", "Resource": "execute-api:/*",
    })];
    statements.extend(environments.iter().map(|&environment| {
        let title = environment.title();
        when(
            &has_allow_list(environment),
            json!({
                "Effect": "Deny", "Principal": "*", "Action": "execute-api:Invoke",
                "Resource": format!("execute-api:/{environment}/*"),
                "Condition": { "NotIpAddress": { "aws:SourceIp": list(&format!("{title}AllowList")) } },
            }),
            nothing(),
        )
    }));
    json!({ "Version": "2012-10-17", "Statement": statements })
}

pub fn has_allow_list(environment: Environment) -> String {
    format!("{}HasAllowList", environment.title())
}

/// Every path below the stage's root, and the root: there the container has nothing, and says so itself.
fn method(id: &str, resource: Value, path: &str) -> Resource {
    let mut mapped = json!({});
    mapped[format!("integration.request.header.{ROUTE_HEADER}")] = "stageVariables.route".into();
    let mut properties = json!({
        "RestApiId": reference(REST_API),
        "ResourceId": resource,
        "HttpMethod": "ANY",
        "AuthorizationType": "NONE",
    });
    if path.contains("{proxy}") {
        mapped["integration.request.path.proxy"] = "method.request.path.proxy".into();
        properties["RequestParameters"] = json!({ "method.request.path.proxy": true });
    }
    properties["Integration"] = json!({
        "Type": "HTTP_PROXY",
        "IntegrationHttpMethod": "ANY",
        "ConnectionType": "VPC_LINK",
        "ConnectionId": reference("VpcLink"),
        "IntegrationTarget": reference("LoadBalancer"),
        "Uri": sub(format!("http://${{LoadBalancer.DNSName}}{path}")),
        "TimeoutInMillis": TIMEOUT_MS,
        "RequestParameters": mapped,
    });
    Resource::new(id, "AWS::ApiGateway::Method", properties)
}

/// The first eight digits of the SHA-256 of everything that a snapshot holds.
fn content_hash(environments: &[Environment]) -> String {
    let content: Vec<Value> =
        served(environments).into_iter().map(|resource| resource.into_json().1).collect();
    let digest = Sha256::digest(Value::from(content).to_string());
    digest.iter().take(4).map(|byte| format!("{byte:02x}")).collect()
}

/// The two deployments of an environment, of which one exists at a time, and the stage that serves it.
pub fn stage(environment: Environment, environments: &[Environment]) -> Vec<Resource> {
    let title = environment.title();
    let hash = content_hash(environments);
    let id = |slot: &str| format!("{title}Deployment{slot}{hash}");
    let deployment = |slot: &str| {
        Resource::new(id(slot), "AWS::ApiGateway::Deployment", json!({ "RestApiId": reference(REST_API) }))
            .only_if(format!("{title}Snapshot{slot}"))
            .after([PROXY_METHOD, ROOT_METHOD])
    };
    let stage = Resource::new(
        stage_id(environment),
        "AWS::ApiGateway::Stage",
        json!({
            "RestApiId": reference(REST_API),
            "StageName": environment.as_str(),
            "DeploymentId": when(
                &format!("{title}SnapshotA"), reference(&id("A")), reference(&id("B")),
            ),
            "Variables": { "route": route_token(environment) },
            "AccessLogSetting": {
                "DestinationArn": attribute(&format!("{title}AccessLogGroup"), "Arn"),
                "Format": access_log_format(),
            },
            // Requests are logged by line; bodies and headers are never written.
            "MethodSettings": [{
                "HttpMethod": "*", "ResourcePath": "/*",
                "LoggingLevel": "OFF", "DataTraceEnabled": false,
                "ThrottlingRateLimit": 50, "ThrottlingBurstLimit": 100,
            }],
        }),
    )
    .only_if(title)
    // A stage that serves keeps its snapshot until the tasks behind the new one are healthy.
    .after([format!("{title}Service")])
    .after_if(SETS_LOG_ROLE, [LOG_ACCOUNT]);
    vec![deployment("A"), deployment("B"), stage]
}

/// One JSON object for each request, without its body or headers.
fn access_log_format() -> String {
    json!({
        "time": "$context.requestTime",
        "id": "$context.requestId",
        "ip": "$context.identity.sourceIp",
        "method": "$context.httpMethod",
        "path": "$context.path",
        "status": "$context.status",
        "ms": "$context.responseLatency",
        "error": "$context.error.message",
    })
    .to_string()
}
