//! Which part of the stack a resource belongs to, what a person calls it, and how long it usually takes.
//!
//! The rule for the part: a logical id that begins with `Dev` or `Prod` belongs to that environment, and so
//! does the one id that older stacks gave to the prod stage. Everything else is shared. Tags and plans follow
//! the same rule. Parameters are named by it too.

use ipc::Environment;
use ipc::plan::Group;

use super::api::{LOG_ACCOUNT, LOG_ROLE, REST_API, ROOT_METHOD};

/// The stage that stacks of the npm tool made; a second stage of the same name would collide with it.
pub const PROD_STAGE: &str = "BenchlingWebhookAPIDeploymentStageprod2F5EACF4";

pub fn stage_id(environment: Environment) -> &'static str {
    match environment {
        Environment::Dev => "DevStage",
        Environment::Prod => PROD_STAGE,
    }
}

/// Of a logical id or of a parameter's name.
pub fn group_of(id: &str) -> Group {
    if id == PROD_STAGE {
        return Group::Prod;
    }
    Environment::ALL
        .into_iter()
        .find(|environment| id.starts_with(environment.title()))
        .map_or(Group::Shared, Group::from)
}

/// What a person calls it, without its environment. Ids that we don't know (an older stack's) are named by
/// their type.
pub fn plain_name(logical_id: &str, resource_type: &str) -> String {
    let own = Environment::ALL
        .into_iter()
        .find_map(|environment| logical_id.strip_prefix(environment.title()))
        .unwrap_or(logical_id);
    let own = if own.starts_with("Deployment") { "Deployment" } else { own };
    let name = match own {
        "Vpc" => "Private network (VPC)",
        "PublicSubnet" => "Public subnet",
        "PrivateSubnetA" => "Private subnet, first zone",
        "PrivateSubnetB" => "Private subnet, second zone",
        "PublicRouteTable" => "Public route table",
        "PublicRoute" => "Route to the internet",
        "PublicRouteTableAssociation" => "Public subnet's route table",
        "PrivateRouteTable" => "Private route table",
        "PrivateRoute" => "Route to the NAT gateway",
        "PrivateRouteTableAssociationA" => "First private subnet's route table",
        "PrivateRouteTableAssociationB" => "Second private subnet's route table",
        "InternetGateway" => "Internet gateway",
        "InternetGatewayAttachment" => "Internet gateway's attachment",
        "NatAddress" => "NAT gateway's address",
        "NatGateway" => "NAT gateway",
        "VpcLinkSecurityGroup" => "VPC link's firewall",
        "LoadBalancerSecurityGroup" => "Load balancer's firewall",
        "TaskSecurityGroup" => "Tasks' firewall",
        "LoadBalancerIngress" => "Firewall rule: VPC link to load balancer",
        "LoadBalancerEgress5000" => "Firewall rule: load balancer to tasks on 5000",
        "LoadBalancerEgress8080" => "Firewall rule: load balancer to tasks on 8080",
        "LoadBalancer" => "Load balancer",
        "Listener" => "Load balancer's listener",
        "VpcLink" => "VPC link",
        LOG_ROLE => "API Gateway's log role",
        LOG_ACCOUNT => "API Gateway's account setting",
        REST_API => "API",
        ROOT_METHOD => "API method of the root",
        "Stage" | PROD_STAGE => "API stage",
        "Deployment" => "API snapshot",
        "TargetGroup" => "Target group",
        "ListenerRule" => "Listener rule",
        "TaskRole" => "Webhook's role",
        "ExecutionRole" => "Start-up role",
        "LogGroup" => "Webhook's log",
        "AccessLogGroup" => "API access log",
        "TaskDefinition" => "Task definition",
        "Service" => "Service",
        "ScalableTarget" => "Scaling limits",
        "CpuScaling" => "Scaling by CPU",
        "MemoryScaling" => "Scaling by memory",
        "ServerErrorsAlarm" => "Alarm: failing requests",
        "UnhealthyTaskAlarm" => "Alarm: unhealthy task",
        "NoTaskAlarm" => "Alarm: no task running",
        "CpuAlarm" => "Alarm: high CPU",
        "Dashboard" => "Dashboard",
        "PackageEventQueue" => "Package event queue",
        "PackageEventDeadLetters" => "Package event dead letters",
        "PackageEventQueuePolicy" => "Package event queue's policy",
        "PackagingRequestQueue" => "Packaging queue",
        "PackagingRequestDeadLetters" => "Packaging dead letters",
        "PackageRevisionRule" => "Package event rule",
        _ => return name_of_type(resource_type),
    };
    name.to_owned()
}

/// `AWS::ElasticLoadBalancingV2::TargetGroup` becomes `Target group`.
fn name_of_type(resource_type: &str) -> String {
    match resource_type {
        "AWS::ApiGateway::Method" => return "API method".into(),
        "AWS::ApiGateway::Resource" => return "API path".into(),
        "AWS::ApiGateway::RestApi" => return "API".into(),
        "AWS::ECS::Cluster" => return "Container cluster".into(),
        "AWS::CloudFormation::Stack" => return "Stack".into(),
        _ => {}
    }
    let last = resource_type.rsplit(':').next().unwrap_or(resource_type);
    let mut name = String::new();
    let mut previous = ' ';
    for c in last.chars() {
        if c.is_ascii_uppercase() && previous.is_ascii_lowercase() {
            name.push(' ');
            name.push(c.to_ascii_lowercase());
        } else {
            name.push(c);
        }
        previous = c;
    }
    name
}

/// Seconds that CloudFormation usually takes to create one, from and to: what a person should expect while
/// watching, rounded from everyday experience, promised by nobody.
pub fn usual_seconds(resource_type: &str) -> (u32, u32) {
    match resource_type {
        "AWS::CloudFormation::Stack" => (300, 720),
        "AWS::ECS::Service" => (90, 300),
        "AWS::ApiGatewayV2::VpcLink" => (120, 300),
        "AWS::ElasticLoadBalancingV2::LoadBalancer" => (120, 180),
        "AWS::EC2::NatGateway" => (90, 150),
        "AWS::SQS::Queue" => (60, 80),
        "AWS::Events::Rule" => (30, 70),
        "AWS::EC2::InternetGateway" | "AWS::EC2::EIP" | "AWS::IAM::Role" => (15, 25),
        "AWS::ElasticLoadBalancingV2::TargetGroup" => (15, 25),
        "AWS::EC2::VPC" | "AWS::EC2::VPCGatewayAttachment" | "AWS::EC2::RouteTable" => (10, 20),
        "AWS::EC2::Subnet" | "AWS::EC2::SecurityGroup" | "AWS::ECS::Cluster" => (5, 15),
        "AWS::EC2::Route" | "AWS::Logs::LogGroup" | "AWS::CloudWatch::Alarm" => (2, 12),
        _ => (1, 8),
    }
}
