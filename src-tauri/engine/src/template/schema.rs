//! What CloudFormation's public resource schemas say of the types that our stack has: the properties whose
//! change replaces the resource (`createOnlyProperties`), the property that names it, and whether the stack's
//! tags reach it (`tagging.taggable`).

pub struct Schema {
    pub create_only: &'static [&'static str],
    /// The property that gives it a fixed name.
    pub name: Option<&'static str>,
    pub taggable: bool,
}

/// A type that is not listed is updated in place, has no name of its own and carries no tags.
pub fn schema(resource_type: &str) -> Schema {
    let (create_only, name, taggable): (&[&str], Option<&str>, bool) = match resource_type
        .strip_prefix("AWS::")
        .unwrap_or(resource_type)
    {
        "EC2::VPC" => (&["CidrBlock"], None, true),
        "EC2::Subnet" => (&["VpcId", "AvailabilityZone", "AvailabilityZoneId", "CidrBlock"], None, true),
        "EC2::InternetGateway" => (&[], None, true),
        "EC2::VPCGatewayAttachment" => (&["VpcId"], None, false),
        "EC2::NatGateway" => (&["SubnetId", "ConnectivityType", "AllocationId"], None, true),
        "EC2::EIP" => (&["Address", "NetworkBorderGroup"], None, true),
        "EC2::RouteTable" => (&["VpcId"], None, true),
        "EC2::Route" => (&["RouteTableId", "DestinationCidrBlock"], None, false),
        "EC2::SubnetRouteTableAssociation" => (&["SubnetId", "RouteTableId"], None, false),
        "EC2::SecurityGroup" => (&["GroupDescription", "GroupName", "VpcId"], Some("GroupName"), true),
        "EC2::SecurityGroupIngress" => {
            (&["IpProtocol", "SourceSecurityGroupId", "FromPort", "ToPort", "CidrIp", "GroupId"], None, false)
        }
        "EC2::SecurityGroupEgress" => (
            &["IpProtocol", "DestinationSecurityGroupId", "FromPort", "ToPort", "CidrIp", "GroupId"],
            None,
            false,
        ),
        "EC2::VPCEndpoint" => (&["ServiceName", "VpcEndpointType", "VpcId"], None, true),
        "ECS::Cluster" => (&["ClusterName"], Some("ClusterName"), true),
        "ECS::Service" => {
            (&["Cluster", "Role", "SchedulingStrategy", "ServiceName"], Some("ServiceName"), true)
        }
        "ECS::TaskDefinition" => (
            &[
                "Family",
                "ContainerDefinitions",
                "Cpu",
                "Memory",
                "ExecutionRoleArn",
                "TaskRoleArn",
                "NetworkMode",
                "RequiresCompatibilities",
                "RuntimePlatform",
                "Volumes",
                "EphemeralStorage",
            ],
            // The family may stay: every revision has a number of its own.
            None,
            true,
        ),
        "ElasticLoadBalancingV2::LoadBalancer" => (&["Name", "Type", "Scheme"], Some("Name"), true),
        "ElasticLoadBalancingV2::Listener" => (&["LoadBalancerArn"], None, true),
        "ElasticLoadBalancingV2::ListenerRule" => (&["ListenerArn"], None, true),
        "ElasticLoadBalancingV2::TargetGroup" => (
            &["TargetType", "ProtocolVersion", "Port", "Name", "VpcId", "Protocol", "IpAddressType"],
            Some("Name"),
            true,
        ),
        "ApiGateway::RestApi" => (&[], None, true),
        "ApiGateway::Resource" => (&["PathPart", "ParentId", "RestApiId"], None, false),
        "ApiGateway::Method" => (&["RestApiId", "ResourceId", "HttpMethod"], None, false),
        "ApiGateway::Deployment" => (&["RestApiId"], None, false),
        "ApiGateway::Stage" => (&["RestApiId", "StageName"], Some("StageName"), true),
        "ApiGateway::GatewayResponse" => (&["ResponseType", "RestApiId"], None, false),
        "ApiGatewayV2::VpcLink" => (&["SecurityGroupIds", "SubnetIds"], None, true),
        "IAM::Role" => (&["Path", "RoleName"], Some("RoleName"), true),
        "IAM::ManagedPolicy" => {
            (&["ManagedPolicyName", "Description", "Path"], Some("ManagedPolicyName"), false)
        }
        "Logs::LogGroup" => (&["LogGroupName"], Some("LogGroupName"), true),
        "ApplicationAutoScaling::ScalableTarget" => {
            (&["ResourceId", "ScalableDimension", "ServiceNamespace"], None, true)
        }
        "ApplicationAutoScaling::ScalingPolicy" => (
            &["PolicyName", "ServiceNamespace", "ResourceId", "ScalableDimension", "ScalingTargetId"],
            None,
            false,
        ),
        "CloudWatch::Alarm" => (&["AlarmName"], Some("AlarmName"), true),
        "CloudWatch::Dashboard" => (&["DashboardName"], Some("DashboardName"), true),
        "SNS::Topic" => (&["TopicName", "FifoTopic"], Some("TopicName"), true),
        "SQS::Queue" => (&["FifoQueue", "QueueName"], Some("QueueName"), true),
        "Events::Rule" => (&["Name"], Some("Name"), true),
        "S3::Bucket" => (&["BucketName"], Some("BucketName"), true),
        "SecretsManager::Secret" => (&["Name"], Some("Name"), true),
        _ => (&[], None, false),
    };
    Schema { create_only, name, taggable }
}
