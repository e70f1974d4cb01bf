//! A stack of the shape that is installed, without what does not matter here.

use serde_json::{Value, json};

pub const PROD: [(&str, &str); 2] = [("ProdEnabled", "true"), ("ProdImage", "host/benchling:0.6.2")];
pub const BOTH: [(&str, &str); 4] = [
    ("ProdEnabled", "<previous>"),
    ("ProdImage", "<previous>"),
    ("DevEnabled", "true"),
    ("DevImage", "host/benchling:0.18.0"),
];

/// The shape of the stack that is installed: shared parts, and per environment a way from its stage to its tasks.
pub fn template() -> Value {
    let mut parameters = json!({});
    let mut conditions = json!({});
    let mut outputs = json!({});
    let mut resources = json!({
        "Vpc": { "Type": "AWS::EC2::VPC", "Properties": { "CidrBlock": "10.0.0.0/16" } },
        "SubnetA": { "Type": "AWS::EC2::Subnet", "Properties": {
            "VpcId": { "Ref": "Vpc" },
            "CidrBlock": { "Fn::Select": [0, { "Fn::Cidr": [{ "Fn::GetAtt": ["Vpc", "CidrBlock"] }, 4, 8] }] },
            "AvailabilityZone": { "Fn::Select": [0, { "Fn::GetAZs": "" }] },
        } },
        "NatAddress": { "Type": "AWS::EC2::EIP" },
        "NatGateway": { "Type": "AWS::EC2::NatGateway", "Properties": {
            "SubnetId": { "Ref": "SubnetA" }, "AllocationId": { "Fn::GetAtt": ["NatAddress", "AllocationId"] },
        } },
        "Cluster": { "Type": "AWS::ECS::Cluster", "Properties": { "ClusterName": "benchling-webhook-cluster" } },
        "LoadBalancer": { "Type": "AWS::ElasticLoadBalancingV2::LoadBalancer", "Properties": {
            "Scheme": "internal", "Subnets": [{ "Ref": "SubnetA" }],
        } },
        "Listener": { "Type": "AWS::ElasticLoadBalancingV2::Listener", "Properties": {
            "LoadBalancerArn": { "Ref": "LoadBalancer" }, "Port": 80,
            "DefaultActions": [{ "Type": "fixed-response", "FixedResponseConfig": { "StatusCode": "404" } }],
        } },
        "VpcLink": { "Type": "AWS::ApiGatewayV2::VpcLink", "Properties": { "SubnetIds": [{ "Ref": "SubnetA" }] } },
        "Api": { "Type": "AWS::ApiGateway::RestApi", "Properties": {
            "Name": "BenchlingWebhookAPI",
            "Policy": { "Statement": [
                { "Effect": "Allow", "Resource": "execute-api:/*" },
                { "Fn::If": ["HasAllowList", {
                    "Effect": "Deny", "Resource": "execute-api:/prod/*",
                    "Condition": { "NotIpAddress": { "aws:SourceIp": { "Fn::Split": [",", { "Ref": "AllowList" }] } } },
                }, { "Ref": "AWS::NoValue" }] },
            ] },
        } },
        "Method": { "Type": "AWS::ApiGateway::Method", "Properties": {
            "RestApiId": { "Ref": "Api" }, "ResourceId": { "Fn::GetAtt": ["Api", "RootResourceId"] }, "HttpMethod": "ANY",
            "Integration": {
                "ConnectionId": { "Ref": "VpcLink" },
                "Uri": { "Fn::Sub": "http://${LoadBalancer.DNSName}/" },
                "RequestParameters": { "integration.request.header.X-Route": "stageVariables.route" },
            },
        } },
    });
    parameters["AllowList"] = json!({ "Type": "String", "Default": "" });
    conditions["HasAllowList"] = json!({ "Fn::Not": [{ "Fn::Equals": [{ "Ref": "AllowList" }, ""] }] });
    for (env, title, priority) in [("dev", "Dev", 1), ("prod", "Prod", 2)] {
        let own = |name: &str| format!("{title}{name}");
        parameters[own("Enabled")] =
            json!({ "Type": "String", "Default": "false", "AllowedValues": ["false", "true"] });
        parameters[own("Image")] = json!({ "Type": "String", "Default": "" });
        conditions[title] = json!({ "Fn::Equals": [{ "Ref": own("Enabled") }, "true"] });
        let mut put = |name: &str, kind: &str, after: &[&str], properties: Value| {
            let after: Vec<String> = after.iter().map(|name| (*name).to_owned()).collect();
            resources[own(name)] =
                json!({ "Type": kind, "Condition": title, "DependsOn": after, "Properties": properties });
        };
        let token = json!({ "Fn::Join": ["-", [
            env, { "Fn::Select": [2, { "Fn::Split": ["/", { "Ref": "AWS::StackId" }] }] },
        ]] });
        put("LogGroup", "AWS::Logs::LogGroup", &[], json!({ "RetentionInDays": 30 }));
        put("TaskRole", "AWS::IAM::Role", &[], json!({ "AssumeRolePolicyDocument": {} }));
        put(
            "TargetGroup",
            "AWS::ElasticLoadBalancingV2::TargetGroup",
            &[],
            json!({
                "TargetType": "ip", "VpcId": { "Ref": "Vpc" }, "Port": 80, "Protocol": "HTTP",
            }),
        );
        put(
            "Rule",
            "AWS::ElasticLoadBalancingV2::ListenerRule",
            &[],
            json!({
                "ListenerArn": { "Ref": "Listener" }, "Priority": priority,
                "Conditions": [{ "Field": "http-header", "HttpHeaderConfig": { "HttpHeaderName": "x-route", "Values": [token] } }],
                "Actions": [{ "Type": "forward", "TargetGroupArn": { "Ref": own("TargetGroup") } }],
            }),
        );
        put(
            "TaskDefinition",
            "AWS::ECS::TaskDefinition",
            &[],
            json!({
                "Family": format!("benchling-webhook-{env}"),
                "TaskRoleArn": { "Fn::GetAtt": [own("TaskRole"), "Arn"] },
                "ContainerDefinitions": [{
                    "Name": "webhook", "Image": { "Ref": own("Image") },
                    "LogConfiguration": { "Options": { "awslogs-group": { "Ref": own("LogGroup") } } },
                }],
            }),
        );
        put(
            "Service",
            "AWS::ECS::Service",
            &[&own("Rule"), "NatGateway"],
            json!({
                "ServiceName": format!("benchling-webhook-{env}"),
                "Cluster": { "Ref": "Cluster" }, "TaskDefinition": { "Ref": own("TaskDefinition") },
                "DesiredCount": 2,
                "LoadBalancers": [{ "TargetGroupArn": { "Ref": own("TargetGroup") } }],
            }),
        );
        put(
            "Deployment",
            "AWS::ApiGateway::Deployment",
            &["Method"],
            json!({ "RestApiId": { "Ref": "Api" } }),
        );
        put(
            "Stage",
            "AWS::ApiGateway::Stage",
            &[],
            json!({
                "RestApiId": { "Ref": "Api" }, "StageName": env, "DeploymentId": { "Ref": own("Deployment") },
                "Variables": { "route": token },
            }),
        );
        outputs[own("Endpoint")] = json!({
            "Condition": title,
            "Value": { "Fn::Sub": format!("https://${{Api}}.execute-api.${{AWS::Region}}.${{AWS::URLSuffix}}/${{{title}Stage}}") },
        });
        outputs[own("LogGroup")] = json!({ "Condition": title, "Value": { "Ref": own("LogGroup") } });
        outputs[own("TargetGroup")] = json!({ "Condition": title, "Value": { "Ref": own("TargetGroup") } });
    }
    json!({ "Parameters": parameters, "Conditions": conditions, "Resources": resources, "Outputs": outputs })
}
