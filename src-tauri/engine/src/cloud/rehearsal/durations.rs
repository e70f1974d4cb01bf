//! How long AWS usually takes, in seconds, by resource type: what people see in the console for a stack of
//! this shape, rounded. Only the proportions matter, since the pace scales them.

#[derive(Clone, Copy)]
pub enum Work {
    Create,
    Update,
    Delete,
}

/// Between accepting a resource and "Resource creation Initiated".
pub const UNTIL_INITIATED: f64 = 1.0;

pub fn seconds(resource_type: &str, work: Work) -> f64 {
    let (create, update, delete) = match resource_type.strip_prefix("AWS::").unwrap_or(resource_type) {
        "EC2::NatGateway" => (110, 15, 50),
        "ElasticLoadBalancingV2::LoadBalancer" => (150, 15, 20),
        "ApiGatewayV2::VpcLink" => (180, 15, 60),
        "ECS::Service" => (150, 150, 90),
        "ECS::Cluster" => (8, 8, 8),
        "IAM::Role" | "IAM::ManagedPolicy" => (18, 16, 4),
        "IAM::Policy" => (16, 16, 4),
        "EC2::InternetGateway" | "EC2::EIP" => (17, 10, 10),
        "EC2::VPC" | "EC2::VPCEndpoint" => (14, 10, 4),
        "EC2::VPCGatewayAttachment" | "EC2::RouteTable" => (10, 8, 6),
        "CloudWatch::Alarm" | "CloudWatch::Dashboard" => (5, 5, 4),
        "ApiGateway::Account" => (20, 15, 4),
        "ApplicationAutoScaling::ScalableTarget" | "ApplicationAutoScaling::ScalingPolicy" => (6, 6, 6),
        "SQS::Queue" => (65, 15, 60),
        "Events::Rule" => (60, 15, 30),
        _ => (6, 6, 5),
    };
    f64::from(match work {
        Work::Create => create,
        Work::Update => update,
        Work::Delete => delete,
    })
}

/// How long ECS retries a crashing container before its deployment circuit breaker gives up.
pub const CIRCUIT_BREAKER: f64 = 190.0;
/// How long a resource takes to be refused for want of permission or of quota.
pub const REFUSAL: f64 = 2.0;
